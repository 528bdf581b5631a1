package com.stockflare.restore.aws;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Points the adapters' own clients at servers on this machine, by the SDK's own settings, until it is closed. */
final class SdkSettings implements AutoCloseable {
    private static final String S3 = "aws.endpointUrlS3";
    private static final String KINESIS = "aws.endpointUrlKinesis";
    private static final String CLOUD_WATCH = "aws.endpointUrlCloudWatch";
    private static final String DYNAMODB = "aws.endpointUrlDynamoDb";
    private static final String LAMBDA = "aws.endpointUrlLambda";

    private final Map<String, String> before = new HashMap<>();

    private SdkSettings(String endpointProperty, URI endpoint, String accessKey, String secretKey) {
        set(endpointProperty, endpoint.toString());
        set("aws.accessKeyId", accessKey);
        set("aws.secretAccessKey", secretKey);
    }

    static SdkSettings s3(URI endpoint, String accessKey, String secretKey) {
        return new SdkSettings(S3, endpoint, accessKey, secretKey);
    }

    static SdkSettings kinesis(URI endpoint) {
        return new SdkSettings(KINESIS, endpoint, "local", "local");
    }

    static SdkSettings cloudWatch(URI endpoint) {
        return new SdkSettings(CLOUD_WATCH, endpoint, "local", "local");
    }

    static SdkSettings dynamoDb(URI endpoint) {
        return new SdkSettings(DYNAMODB, endpoint, "local", "local");
    }

    static SdkSettings lambda(URI endpoint) {
        return new SdkSettings(LAMBDA, endpoint, "local", "local");
    }

    /** Kinesis in JSON, which a stub can speak. Read when a client is built. */
    SdkSettings withoutCbor() {
        set("aws.cborEnabled", "false");
        return this;
    }

    /** As the function and the command line make them, where an endpoint is set. Good until these settings are closed. */
    AwsClients clients() {
        return new AwsClients(Map.of("AWS_ENDPOINT_URL", "set"), "us-east-1", AwsClients.MOST_CALL_TIMEOUT);
    }

    /** The same, to whom a silence of this length is the end of a call. */
    AwsClients clients(Duration silence) {
        return new AwsClients(Map.of("AWS_ENDPOINT_URL", "set"), "us-east-1", AwsClients.MOST_CALL_TIMEOUT, silence);
    }

    private void set(String property, String value) {
        before.put(property, System.getProperty(property));
        System.setProperty(property, value);
    }

    @Override
    public void close() {
        before.forEach((property, value) -> {
            if (value == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
    }
}
