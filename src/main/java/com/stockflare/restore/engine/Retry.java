package com.stockflare.restore.engine;

import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.stream.Backoff;
import java.util.function.Supplier;

/**
 * Tries a call again while it fails in a way that may pass, up to five times.
 *
 * @param beforeEach run before each attempt: throws if it must not be made any more
 */
record Retry(Ticker ticker, Backoff backoff, Runnable beforeEach) {
    static final int MOST_ATTEMPTS = 5;

    <T> T call(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            beforeEach.run();
            try {
                return call.get();
            } catch (RestoreException e) {
                if (!e.isRetryable() || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                pause(attempt, e);
            }
        }
    }

    /** Waits after the so-manieth failure. An interrupt ends the restore with the failure that was to be retried. */
    void pause(int attempt, RestoreException failure) {
        try {
            ticker.sleep(backoff.nanos(attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
            throw failure;
        }
    }
}
