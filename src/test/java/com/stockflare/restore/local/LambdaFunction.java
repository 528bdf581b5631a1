package com.stockflare.restore.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A deployed function and its sandboxes: an idle one is used again, and one more is made when all are busy. */
final class LambdaFunction {

    private final FunctionSpec spec;
    private final Supplier<LambdaSandbox> starter;
    private final Consumer<String> failures;
    private final Semaphore slots;
    private final AtomicLong invocations = new AtomicLong();
    private final Set<LambdaSandbox> all = new HashSet<>();
    private final Deque<LambdaSandbox> idle = new ArrayDeque<>();
    private boolean closed;

    /** @param failures takes a line for each invocation that failed */
    LambdaFunction(FunctionSpec spec, Supplier<LambdaSandbox> starter, Consumer<String> failures) {
        this.spec = spec;
        this.starter = starter;
        this.failures = failures;
        this.slots = new Semaphore(spec.concurrency(), true);
    }

    /** Runs the event now; empty if the function is at its concurrency. */
    Optional<InvocationResult> tryInvoke(LambdaInvocation invocation) throws InterruptedException {
        return slots.tryAcquire() ? Optional.of(runInSlot(invocation)) : Optional.empty();
    }

    /** Runs the event as soon as the concurrency allows it. */
    InvocationResult invoke(LambdaInvocation invocation) throws InterruptedException {
        slots.acquire();
        return runInSlot(invocation);
    }

    /** Invocations begun so far, retries and repeated deliveries among them. */
    long invocations() {
        return invocations.get();
    }

    /** Kills every sandbox, busy or idle; how many there were. */
    synchronized int killSandboxes() {
        int killed = all.size();
        all.forEach(LambdaSandbox::kill);
        all.clear();
        idle.clear();
        return killed;
    }

    synchronized void close() {
        closed = true;
        killSandboxes();
    }

    private InvocationResult runInSlot(LambdaInvocation invocation) throws InterruptedException {
        try {
            long number = invocations.incrementAndGet();
            InvocationResult result = runInSandbox(invocation);
            if (result.isError()) {
                failures.accept("invocation " + number + " failed: " + result.payload());
            }
            return result;
        } finally {
            slots.release();
        }
    }

    private InvocationResult runInSandbox(LambdaInvocation invocation) throws InterruptedException {
        LambdaSandbox sandbox = take();
        boolean finished = false;
        try {
            InvocationResult result = sandbox.run(invocation, spec.timeout());
            finished = sandbox.isReusable();
            return result;
        } finally {
            giveBack(sandbox, finished);
        }
    }

    private synchronized LambdaSandbox take() {
        if (closed) {
            throw new CancellationException("the local Lambda is closed");
        }
        while (!idle.isEmpty()) {
            LambdaSandbox sandbox = idle.pop();
            if (sandbox.isReusable()) {
                return sandbox;
            }
            all.remove(sandbox);
        }
        LambdaSandbox sandbox = starter.get();
        all.add(sandbox);
        return sandbox;
    }

    private synchronized void giveBack(LambdaSandbox sandbox, boolean reusable) {
        if (reusable && all.contains(sandbox)) {
            idle.push(sandbox);
        } else {
            sandbox.kill();
            all.remove(sandbox);
        }
    }
}
