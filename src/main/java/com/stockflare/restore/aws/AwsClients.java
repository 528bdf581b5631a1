package com.stockflare.restore.aws;

import com.stockflare.restore.model.InvalidRequestException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Makes the SDK's clients, all but Lambda's over one HTTP client. Endpoints and credentials come from the SDK's own
 * environment. Every call has a time limit.
 */
public final class AwsClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** A body that sends nothing for so long has broken off. */
    private static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(15);

    /** The time limit of a call where nobody needs it to be shorter. */
    public static final Duration MOST_CALL_TIMEOUT = Duration.ofSeconds(30);

    static final int MAX_CONNECTIONS = 128;

    /** It becomes part of host names. */
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]+");

    private final Map<String, String> environment;
    private final Region region;
    private final Duration callTimeout;
    private final AwsCredentialsProvider credentials = new Credentials();
    private final SdkHttpClient http;

    /**
     * Clients for a region.
     *
     * @param environment tells whether an endpoint is set
     * @param region null for the one that the SDK finds. Making a client throws an {@link
     *     InvalidRequestException} where there is none
     * @param callTimeout of a call with all its attempts; of a GET until its body begins
     * @throws InvalidRequestException if the region cannot be one
     */
    public AwsClients(Map<String, String> environment, String region, Duration callTimeout) {
        this(environment, region, callTimeout, SILENCE_TIMEOUT);
    }

    /** @param silenceTimeout shorter than all wait for otherwise, for tests */
    AwsClients(Map<String, String> environment, String region, Duration callTimeout, Duration silenceTimeout) {
        this.environment = environment;
        this.region = region == null ? null : checked(region);
        this.callTimeout = callTimeout;
        this.http = http(silenceTimeout);
    }

    private static Region checked(String region) {
        if (!REGION.matcher(region).matches()) {
            throw new InvalidRequestException("\"" + region + "\" is not an AWS region, such as us-east-1");
        }
        return Region.of(region);
    }

    private static SdkHttpClient http(Duration silenceTimeout) {
        return Apache5HttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(silenceTimeout)
                .maxConnections(MAX_CONNECTIONS)
                .build();
    }

    /** Never tries a call again: the engine does. */
    public S3Client s3() {
        return s3(AwsRetryStrategy.doNotRetry());
    }

    /** Tries a call again as the SDK's standard strategy does. */
    public S3Client s3WithRetries() {
        return s3(AwsRetryStrategy.standardRetryStrategy());
    }

    /** Addresses buckets by path where an endpoint is set: names of buckets are no names of hosts there. */
    private S3Client s3(RetryStrategy retry) {
        boolean endpointIsSet =
                environment.containsKey("AWS_ENDPOINT_URL_S3") || environment.containsKey("AWS_ENDPOINT_URL");
        return prepare(S3Client.builder(), retry).forcePathStyle(endpointIsSet).build();
    }

    /** Never tries a call again: the engine does. */
    public KinesisClient kinesis() {
        KinesisClientBuilder builder = prepare(KinesisClient.builder(), AwsRetryStrategy.doNotRetry());
        return builder.overrideConfiguration(builder.overrideConfiguration()
                        .copy(o -> o.addExecutionInterceptor(new KinesisPutInterceptor())))
                .build();
    }

    /** Never tries a call again: {@link DynamoDbRetries} or the engine does. */
    public DynamoDbClient dynamoDb() {
        return prepare(DynamoDbClient.builder(), AwsRetryStrategy.doNotRetry()).build();
    }

    /** Tries a call again as the SDK's standard strategy does. */
    public DynamoDbClient dynamoDbWithRetries() {
        return prepare(DynamoDbClient.builder(), AwsRetryStrategy.standardRetryStrategy())
                .build();
    }

    /**
     * Tries a call again as the SDK's standard strategy does. A function that is waited for is silent until it has ended:
     * cut off before, it would be invoked again.
     */
    public LambdaClient lambda() {
        return prepare(LambdaClient.builder(), AwsRetryStrategy.standardRetryStrategy())
                .httpClient(http(callTimeout))
                .build();
    }

    /** Tries a call again as the SDK's standard strategy does. */
    public CloudFormationClient cloudFormation() {
        return prepare(CloudFormationClient.builder(), AwsRetryStrategy.standardRetryStrategy())
                .build();
    }

    /** Never tries a call again: the next look comes within a minute. */
    public CloudWatchClient cloudWatch() {
        return prepare(CloudWatchClient.builder(), AwsRetryStrategy.doNotRetry())
                .build();
    }

    /** Tries a call again as the SDK's standard strategy does. */
    public SnsClient sns() {
        return prepare(SnsClient.builder(), AwsRetryStrategy.standardRetryStrategy())
                .build();
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B prepare(B builder, RetryStrategy retry) {
        builder.httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(o -> o.retryStrategy(retry).apiCallTimeout(callTimeout));
        return builder.region(region());
    }

    /** The SDK's own. A profile's process that fails to make new ones throws what nobody expects of a call. */
    private static final class Credentials implements AwsCredentialsProvider {
        private final AwsCredentialsProvider chain =
                DefaultCredentialsProvider.builder().build();

        @Override
        public AwsCredentials resolveCredentials() {
            try {
                return chain.resolveCredentials();
            } catch (SdkException e) {
                throw e;
            } catch (RuntimeException e) {
                throw SdkClientException.create(AwsFailure.WITHOUT_CREDENTIALS, e);
            }
        }
    }

    /** Found here, not by the builder: what the builder throws is no sentence for a person. */
    private Region region() {
        try {
            return region != null
                    ? region
                    : DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkException e) {
            throw new InvalidRequestException(new AwsFailure(e).inWords());
        }
    }
}
