package com.stockflare.restore.local;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;

/** The asynchronous events: each delivered at least once, tried again when it fails, and given up in the end. */
final class LambdaEvents {

    private final LambdaOptions options;
    private final ExecutorService executor;
    private int underWay;

    LambdaEvents(LambdaOptions options, ExecutorService executor) {
        this.options = options;
        this.executor = executor;
    }

    void accept(LambdaFunction function, LambdaInvocation event) {
        int deliveries = options.deliveryFaults().deliveries(event);
        for (int i = 0; i < deliveries; i++) {
            count(1);
            executor.execute(() -> deliver(function, event));
        }
    }

    /** Waits until no event is queued, running or to be tried again; false if that takes longer. */
    synchronized boolean awaitNone(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (underWay > 0) {
            long leftNanos = deadline - System.nanoTime();
            if (leftNanos <= 0) {
                return false;
            }
            wait(leftNanos / 1_000_000 + 1);
        }
        return true;
    }

    private synchronized void count(int change) {
        underWay += change;
        notifyAll();
    }

    private void deliver(LambdaFunction function, LambdaInvocation event) {
        try {
            InvocationResult result = function.invoke(event);
            int tries = 1;
            for (Duration delay : options.retryDelays()) {
                if (!result.isError()) {
                    return;
                }
                Thread.sleep(delay.toMillis());
                result = function.invoke(event);
                tries++;
            }
            if (result.isError()) {
                options.onFailure()
                        .accept(new FailedEvent(
                                event.requestId(),
                                event.function(),
                                event.payload(),
                                "RetriesExhausted",
                                tries,
                                result));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CancellationException e) {
            // Closed meanwhile: the queue goes with the service.
        } finally {
            count(-1);
        }
    }
}
