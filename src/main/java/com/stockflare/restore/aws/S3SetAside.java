package com.stockflare.restore.aws;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Keeps what cannot be restored, for a person to look at. The SDK owns the retries. */
public final class S3SetAside {

    private final Supplier<S3Client> s3;
    private final String bucket;

    /**
     * @param s3 asked when there is something to keep: most invocations keep nothing and need no client
     * @param bucket empty if there is none, and then nothing can be kept
     */
    public S3SetAside(Supplier<S3Client> s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * Puts one document, in place of one that may be there already from an earlier try.
     *
     * @return why it could not be put, an error's code or a name; empty if it is there now
     */
    public Optional<String> put(String key, byte[] json, Duration limit) {
        if (bucket.isEmpty()) {
            return Optional.of("NoBucketToSetAsideIn");
        }
        try {
            s3.get()
                    .putObject(
                            b -> b.bucket(bucket)
                                    .key(key)
                                    .contentType("application/json")
                                    .overrideConfiguration(o -> o.apiCallTimeout(limit)),
                            RequestBody.fromBytes(json));
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(
                    e instanceof AwsServiceException service && service.awsErrorDetails() != null
                            ? service.awsErrorDetails().errorCode()
                            : e.getClass().getSimpleName());
        }
    }
}
