package com.stockflare.restore.local;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A store that keeps a list of the requests for objects and lets a script make them fail. */
final class FaultyBlobStore extends ForwardingBlobStore {

    private final AtomicInteger numbers = new AtomicInteger();
    private final List<S3Call> calls = new CopyOnWriteArrayList<>();
    private volatile Function<S3Call, S3Fault> script = call -> S3Fault.none();

    FaultyBlobStore(BlobStore store) {
        super(store);
    }

    void onCall(Function<S3Call, S3Fault> newScript) {
        script = newScript;
    }

    List<S3Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest get) {
        S3Fault fault = arrive(new S3Call(
                numbers.incrementAndGet(),
                "GET",
                get.bucket(),
                get.key(),
                get.range(),
                get.ifMatch(),
                get.versionId()));
        ResponseInputStream<GetObjectResponse> body = super.getBlob(get);
        return fault instanceof S3Fault.CutAfter cut ? cut(body, cut.bytes()) : body;
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest head) {
        arrive(new S3Call(
                numbers.incrementAndGet(),
                "HEAD",
                head.bucket(),
                head.key(),
                head.range(),
                head.ifMatch(),
                head.versionId()));
        return super.blobMetadata(head);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest put, InputStream body) {
        try {
            arrive(new S3Call(numbers.incrementAndGet(), "PUT", put.bucket(), put.key(), null, put.ifMatch(), null));
        } catch (S3Exception e) {
            drain(body);
            throw e;
        }
        return super.putBlob(put, body);
    }

    private S3Fault arrive(S3Call call) {
        calls.add(call);
        S3Fault fault = script.apply(call);
        if (fault instanceof S3Fault.HeldUntil held) {
            await(held.released());
        }
        if (fault instanceof S3Fault.Status error) {
            throw S3Exception.builder()
                    .statusCode(error.status())
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode(error.code())
                            .errorMessage("by script")
                            .build())
                    .build();
        }
        return fault;
    }

    /** A body shorter than its Content-Length: the server can only close the connection. An exception here would lose what is buffered. */
    private static ResponseInputStream<GetObjectResponse> cut(ResponseInputStream<GetObjectResponse> body, long bytes) {
        return new ResponseInputStream<>(body.response(), ByteStreams.limit(body, bytes));
    }

    /** A connection closed before its request was read would keep the answer from the client. */
    private static void drain(InputStream body) {
        try {
            ByteStreams.exhaust(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server stops", e);
        }
    }
}
