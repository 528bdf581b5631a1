package com.stockflare.restore.cli;

import com.stockflare.restore.engine.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a restore when the process is told to end (Ctrl-C, SIGTERM): what is under way gets some seconds to be settled,
 * and the process lives until {@link #close()} has been reached or they are over.
 */
final class CtrlC implements StopSignal, AutoCloseable {
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final Duration SAYING = Duration.ofSeconds(5);

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::pressed, "ctrl-c");
    private volatile boolean stopped;
    private volatile long stoppedAt;

    CtrlC() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void pressed() {
        stoppedAt = System.nanoTime();
        stopped = true;
        try {
            over.await(SETTLING.plus(SAYING).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean stopReading() {
        return stopped;
    }

    @Override
    public boolean stopSettling() {
        return stopped && System.nanoTime() - stoppedAt > SETTLING.toNanos();
    }

    @Override
    public void close() {
        over.countDown();
        if (!stopped) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process has just begun to end by itself: the hook has nothing left to wait for.
                stopped = true;
            }
        }
    }
}
