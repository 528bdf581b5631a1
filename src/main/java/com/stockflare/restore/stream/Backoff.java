package com.stockflare.restore.stream;

import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: a wait drawn evenly between 0 and {@code base · 2^(attempt-1)}, bounded by a
 * cap (AWS Architecture Blog, "Exponential Backoff And Jitter"). With a base of 50 ms the third attempt fails into a
 * wait of up to 200 ms.
 */
public record Backoff(long baseNanos, long capNanos, RandomGenerator random) {
    /** @param attempt how often it has failed, from 1 */
    public long nanos(int attempt) {
        long most = Math.min(capNanos, baseNanos << Math.min(attempt - 1, 20));
        return random.nextLong(most + 1);
    }
}
