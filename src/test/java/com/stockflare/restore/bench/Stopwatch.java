package com.stockflare.restore.bench;

import java.time.Duration;

/** Time, and what of it this process has worked, since it was made. */
final class Stopwatch {
    private final long begunAt = System.nanoTime();
    private final long cpuBefore = cpu();

    long nanos() {
        return System.nanoTime() - begunAt;
    }

    /** Of all threads, in steps of 10 ms. */
    long cpuNanos() {
        return cpu() - cpuBefore;
    }

    private static long cpu() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }
}
