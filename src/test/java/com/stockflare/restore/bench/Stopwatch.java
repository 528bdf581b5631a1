package com.stockflare.restore.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time, and what of it this process has worked and compiled, since it was made. */
final class Stopwatch {
    private final long begunAt = System.nanoTime();
    private final long cpuBefore = cpu();
    private final long compilingBefore = compiling();

    long nanos() {
        return System.nanoTime() - begunAt;
    }

    /** Of all threads, in steps of 10 ms. */
    long cpuNanos() {
        return cpu() - cpuBefore;
    }

    /** Time in which code was compiled, by all threads that do that. */
    long compilingNanos() {
        return compiling() - compilingBefore;
    }

    private static long compiling() {
        return TimeUnit.MILLISECONDS.toNanos(
                ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
    }

    private static long cpu() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }
}
