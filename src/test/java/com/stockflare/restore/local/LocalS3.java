package com.stockflare.restore.local;

import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * S3 in memory on a free port of 127.0.0.1: S3Proxy over its transient store. Signatures are checked against {@link #ACCESS_KEY} and {@link
 * #SECRET_KEY}. Requests for objects can be counted and made to fail.
 */
public final class LocalS3 implements AutoCloseable {

    public static final String ACCESS_KEY = "local";
    public static final String SECRET_KEY = "localsecret";

    private final FaultyBlobStore store = new FaultyBlobStore(new TransientNio2BlobStore());
    private final S3Proxy proxy = S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
            .ignoreUnknownHeaders(true)
            .stopTimeout(0)
            .build();

    private LocalS3() {}

    /** Starts with no buckets, ready to answer. */
    public static LocalS3 start() {
        try {
            LocalS3 local = new LocalS3();
            local.proxy.start();
            return local;
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not start", e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    public void createBucket(String bucket) {
        store.createContainer(bucket);
    }

    /** Creates a bucket whose objects carry version ids. */
    public void createVersionedBucket(String bucket) {
        store.createContainer(bucket);
        store.putBucketVersioning(bucket, BucketVersioningStatus.ENABLED);
    }

    /** From now on asks {@code script} about each request for an object before it is answered. It runs on the server's threads. */
    public void onCall(Function<S3Call, S3Fault> script) {
        store.onCall(script);
    }

    /** The requests for objects so far. */
    public List<S3Call> calls() {
        return store.calls();
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not stop", e);
        }
    }
}
