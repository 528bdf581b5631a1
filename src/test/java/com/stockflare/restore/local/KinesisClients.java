package com.stockflare.restore.local;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** SDK clients that try everything once, so that a test sees each answer. */
final class KinesisClients {
    private KinesisClients() {}

    /** Speaks CBOR, as the SDK does unless told otherwise. */
    static KinesisClient cbor(URI endpoint) {
        return build(endpoint, true);
    }

    static KinesisClient json(URI endpoint) {
        return build(endpoint, false);
    }

    /** There is no setting of a client for it, but the SDK reads the property just once, when a client is built. */
    private static synchronized KinesisClient build(URI endpoint, boolean cbor) {
        String property = SdkSystemSetting.CBOR_ENABLED.property();
        String before = System.getProperty(property);
        System.setProperty(property, Boolean.toString(cbor));
        try {
            return KinesisClient.builder()
                    .endpointOverride(endpoint)
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                    .httpClientBuilder(Apache5HttpClient.builder())
                    .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                    .build();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }
}
