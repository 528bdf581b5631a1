package com.stockflare.restore.local;

import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * What the two sides of a sandbox share: the Runtime API, where the runtime asks for work and answers, and the service,
 * which hands work over and waits. An invocation ends when the runtime asks for the next one, as on Lambda.
 */
final class LambdaSession {

    /** Work for the runtime, and the time (epoch milliseconds) by which it has to be done. */
    record HandOver(LambdaInvocation invocation, long deadlineMs) {}

    /** Far above Lambda's 10 s, which the class loading of a busy machine can exceed. */
    static final Duration INIT_LIMIT = Duration.ofSeconds(30);

    private boolean polling;
    private HandOver pending;
    private String current;
    private InvocationResult result;
    private String ended;

    /** Parks the runtime until there is work; null when the sandbox has ended. */
    synchronized HandOver next() throws InterruptedException {
        polling = true;
        notifyAll();
        while (pending == null && ended == null) {
            wait();
        }
        polling = false;
        HandOver work = pending;
        pending = null;
        return ended == null ? work : null;
    }

    /** Takes the runtime's answer; false if nothing with this id is being worked on. The first answer counts. */
    synchronized boolean answer(String requestId, InvocationResult answer) {
        if (!requestId.equals(current)) {
            return false;
        }
        if (result == null) {
            result = answer;
            notifyAll();
        }
        return true;
    }

    /** The runtime could not load the function. */
    synchronized void initFailed(InvocationResult error) {
        result = error;
    }

    /** The runtime is gone. */
    synchronized void end(String reason) {
        if (ended == null) {
            ended = reason;
        }
        notifyAll();
    }

    /** Whether the runtime waits for work. */
    synchronized boolean isIdle() {
        return polling && ended == null;
    }

    /** Hands an invocation over and waits for its end; one that did not end leaves the session unusable. */
    synchronized InvocationResult run(LambdaInvocation invocation, Duration timeout) throws InterruptedException {
        String requestId = invocation.requestId();
        if (!awaitUntil(() -> polling || ended != null, INIT_LIMIT)) {
            return timedOut(requestId, "Init", INIT_LIMIT);
        }
        if (ended != null) {
            return result != null ? result : exited(requestId);
        }
        current = requestId;
        result = null;
        pending = new HandOver(invocation, System.currentTimeMillis() + timeout.toMillis());
        notifyAll();
        boolean over = awaitUntil(() -> ended != null || (result != null && polling && pending == null), timeout);
        current = null;
        if (!over) {
            return timedOut(requestId, "Task", timeout);
        }
        return result != null ? result : exited(requestId);
    }

    private InvocationResult exited(String requestId) {
        return InvocationResult.error("Runtime.ExitError", "RequestId: " + requestId + " Error: " + ended);
    }

    static InvocationResult timedOut(String requestId, String what, Duration limit) {
        return InvocationResult.error(
                "Sandbox.Timedout",
                String.format(
                        Locale.ROOT,
                        "RequestId: %s Error: %s timed out after %.2f seconds",
                        requestId,
                        what,
                        limit.toMillis() / 1000.0));
    }

    private boolean awaitUntil(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long leftNanos = deadline - System.nanoTime();
            if (leftNanos <= 0) {
                return false;
            }
            wait(leftNanos / 1_000_000 + 1);
        }
        return true;
    }
}
