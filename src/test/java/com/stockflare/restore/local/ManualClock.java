package com.stockflare.restore.local;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock like {@link System#nanoTime} that moves only when told to. */
final class ManualClock implements LongSupplier {
    // Close to the end of the range: nothing may compare two of its times directly.
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMillis(1500).toNanos());

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
