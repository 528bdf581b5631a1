package com.stockflare.restore.engine;

import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.stream.Backoff;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tries a call again while it fails in a way that may pass: five times, and for as long as it may well take to pass.
 *
 * @param beforeEach run before each attempt: throws if it must not be made any more
 * @param atLeast how long it is tried, also when it fails faster than that five times
 */
record Retry(Ticker ticker, Backoff backoff, Runnable beforeEach, Duration atLeast) {
    private static final int LEAST_ATTEMPTS = 5;

    Retry before(Runnable newBeforeEach) {
        return new Retry(ticker, backoff, newBeforeEach, atLeast);
    }

    Retry forAtLeast(Duration newAtLeast) {
        return new Retry(ticker, backoff, beforeEach, newAtLeast);
    }

    <T> T call(Supplier<T> call) {
        long begun = ticker.nanos();
        for (int attempt = 1; ; attempt++) {
            beforeEach.run();
            try {
                return call.get();
            } catch (RestoreException e) {
                pause(attempt, begun, e);
            }
        }
    }

    /**
     * Waits after the so-manieth failure since then, or throws it. An interrupt ends the restore with the failure that was
     * to be retried.
     */
    void pause(int attempt, long since, RestoreException failure) {
        boolean enough = attempt >= LEAST_ATTEMPTS && ticker.nanos() - since >= atLeast.toNanos();
        if (!failure.isRetryable() || enough) {
            throw failure;
        }
        try {
            ticker.sleep(backoff.nanos(attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
            throw failure;
        }
    }
}
