package com.stockflare.restore.aws;

import com.stockflare.restore.model.InvalidRequestException;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes the SDK's clients, all over one HTTP client. Endpoints and credentials come from the SDK's own environment.
 * Every call has a time limit.
 */
public final class AwsClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** A body that sends nothing for so long has broken off. */
    private static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private static final int MAX_CONNECTIONS = 128;

    private final Map<String, String> environment;
    private final String region;
    private final SdkHttpClient http = Apache5HttpClient.builder()
            .connectionTimeout(CONNECT_TIMEOUT)
            .socketTimeout(SILENCE_TIMEOUT)
            .maxConnections(MAX_CONNECTIONS)
            .build();

    /**
     * Clients for a region.
     *
     * @param environment tells whether an endpoint is set
     * @param region null for the one that the SDK finds; where it finds none, the methods that make clients throw an
     *     {@link InvalidRequestException}
     */
    public AwsClients(Map<String, String> environment, String region) {
        this.environment = environment;
        this.region = region;
    }

    /** Never tries a call again: the engine does. Addresses buckets by path where an endpoint is set. */
    public S3Client s3() {
        boolean endpointIsSet =
                environment.containsKey("AWS_ENDPOINT_URL_S3") || environment.containsKey("AWS_ENDPOINT_URL");
        return build(prepare(S3Client.builder(), AwsRetryStrategy.doNotRetry()).forcePathStyle(endpointIsSet));
    }

    /** Never tries a call again: the engine does. */
    public KinesisClient kinesis() {
        return build(prepare(KinesisClient.builder(), AwsRetryStrategy.doNotRetry()));
    }

    /** Tries a call again as the SDK's standard strategy does. */
    public LambdaClient lambda() {
        return build(prepare(LambdaClient.builder(), AwsRetryStrategy.standardRetryStrategy()));
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B prepare(B builder, RetryStrategy retry) {
        builder.httpClient(http)
                .overrideConfiguration(o -> o.retryStrategy(retry).apiCallTimeout(CALL_TIMEOUT));
        if (region != null) {
            builder.region(Region.of(region));
        }
        return builder;
    }

    private static <C> C build(AwsClientBuilder<?, C> builder) {
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw new InvalidRequestException(new AwsFailure(e).inWords());
        }
    }
}
