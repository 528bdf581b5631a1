package com.stockflare.restore.local;

import java.util.concurrent.CountDownLatch;

/** What {@link LocalS3} does to a request instead of answering it as S3 would. */
public sealed interface S3Fault {

    /** The request is answered as it should be. */
    record None() implements S3Fault {}

    /** An error answer, for example 503 {@code SlowDown} or 403 {@code InvalidObjectState}. */
    record Status(int status, String code) implements S3Fault {}

    /** The answer to a GET ends after so many bytes of its body, and the connection is closed. */
    record CutAfter(long bytes) implements S3Fault {}

    /** Nothing is answered until the latch is released; then the right answer. */
    record HeldUntil(CountDownLatch released) implements S3Fault {}

    static S3Fault none() {
        return new None();
    }

    static S3Fault status(int status, String code) {
        return new Status(status, code);
    }

    static S3Fault cutAfter(long bytes) {
        return new CutAfter(bytes);
    }

    static S3Fault heldUntil(CountDownLatch released) {
        return new HeldUntil(released);
    }
}
