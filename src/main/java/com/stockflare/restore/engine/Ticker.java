package com.stockflare.restore.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The engine's clock, and the only place where it waits. */
public interface Ticker {
    /** The machine's own. */
    Ticker SYSTEM = new Ticker() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public <T> T poll(BlockingQueue<T> queue, long nanos) throws InterruptedException {
            return queue.poll(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public boolean isDone(Future<?> future, long nanos) throws InterruptedException {
            try {
                future.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException | CancellationException e) {
                // Done, if badly: whoever takes the result sees it.
            }
            return true;
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    };

    /** Of a clock that never goes back; only differences mean something. */
    long nanos();

    /** The head of the queue, waiting for it so long at most; null if none has come. */
    <T> T poll(BlockingQueue<T> queue, long nanos) throws InterruptedException;

    /** Whether something has ended, however it did, waiting for it so long at most. */
    boolean isDone(Future<?> future, long nanos) throws InterruptedException;

    void sleep(long nanos) throws InterruptedException;
}
