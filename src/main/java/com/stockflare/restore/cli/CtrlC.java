package com.stockflare.restore.cli;

import com.stockflare.restore.engine.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a restore when the process is told to end (Ctrl-C, SIGTERM): what is under way gets some seconds to be settled,
 * and the process lives until {@link #close()} has been reached or they are over. 24 seconds at most.
 */
final class CtrlC implements StopSignal, AutoCloseable {
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final Duration BEGINNING_TO_SAY = Duration.ofSeconds(2);
    private static final Duration SAYING = Duration.ofSeconds(1);

    /** What is said when stopping takes long. */
    interface Words {
        /** A moment after the process was told to end. */
        void stopping();

        /** Before the process ends although something still hangs, or is just being said. */
        void last();
    }

    private final Words words;
    private final CountDownLatch pressed = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "ctrl-c");
    private volatile long stoppedAt;

    CtrlC(Words words) {
        this.words = words;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop() {
        stoppedAt = System.nanoTime();
        pressed.countDown();
        try {
            if (isIn(QUIET, over)) {
                return;
            }
            words.stopping();
            if (!isIn(SETTLING.plus(BEGINNING_TO_SAY), over)) {
                words.last();
                isIn(SAYING, over);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isIn(Duration time, CountDownLatch event) throws InterruptedException {
        return event.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isPressed() {
        return pressed.getCount() == 0;
    }

    /** Waits so long, or until it is pressed: whether it is. */
    boolean isPressedWithin(Duration time) {
        try {
            return isIn(time, pressed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public boolean stopReading() {
        return isPressed();
    }

    @Override
    public boolean stopSettling() {
        return isPressed() && System.nanoTime() - stoppedAt > SETTLING.toNanos();
    }

    @Override
    public void close() {
        over.countDown();
        if (!isPressed()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process has just begun to end by itself: the hook has nothing left to wait for.
                pressed.countDown();
            }
        }
    }
}
