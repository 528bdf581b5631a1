package com.stockflare.restore.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Stops in time before a function is ended: fetching when what is left falls under the margin, reading what was fetched
 * when two thirds of the margin are left, settling when one third is, which is for the rejects, the checkpoint and the next
 * invocation.
 *
 * @param remainingMillis the time left, as Lambda's context tells it
 * @param marginMillis 1 or more
 */
public record Deadline(LongSupplier remainingMillis, long marginMillis) implements StopSignal {
    private static final long MOST_MARGIN_MILLIS = 30_000;

    public Deadline {
        if (marginMillis < 1) {
            throw new IllegalArgumentException("a margin of " + marginMillis + " ms");
        }
    }

    /**
     * A deadline with the margin that is configured, or the smaller of 30 s and a fifth of the time left now: 3 s of a
     * function with 15 s, 30 s of one with 900 s.
     *
     * @param margin null for the default
     */
    public static Deadline of(LongSupplier remainingMillis, Duration margin) {
        long millis = margin != null
                ? margin.toMillis()
                : Math.min(MOST_MARGIN_MILLIS, Math.max(1, remainingMillis.getAsLong() / 5));
        return new Deadline(remainingMillis, millis);
    }

    @Override
    public boolean stopFetching() {
        return remainingMillis.getAsLong() < marginMillis;
    }

    @Override
    public boolean stopReading() {
        return remainingMillis.getAsLong() < marginMillis * 2 / 3;
    }

    @Override
    public boolean stopSettling() {
        return remainingMillis.getAsLong() < marginMillis / 3;
    }
}
