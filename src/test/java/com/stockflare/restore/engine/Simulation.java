package com.stockflare.restore.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.function.LongSupplier;

/**
 * A clock and the threads that live by it, all on one thread, so that every run is the same: what is given to the
 * threads is done when the clock has moved on by as long as it takes, and the clock moves only while somebody waits.
 */
final class Simulation extends LastingThreads implements Ticker {
    /** Longer than any run. */
    static final LongSupplier NEVER = () -> Duration.ofDays(365).toNanos();

    /** When a PutRecords call was begun and when it was answered. */
    record Span(long from, long to) {}

    private record Task(long at, long number, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private final List<Span> puts = new ArrayList<>();
    private final List<Long> sleeps = new ArrayList<>();
    private LongSupplier getNanos = () -> 0;
    private LongSupplier putNanos = () -> 0;
    private long now;
    private long number;

    /** How long each GET takes from now on. */
    Simulation gets(LongSupplier nanos) {
        getNanos = nanos;
        return this;
    }

    /** How long each PutRecords call takes from now on. */
    Simulation puts(LongSupplier nanos) {
        putNanos = nanos;
        return this;
    }

    /** Every call that has been answered, in the order of the answers. */
    List<Span> puts() {
        return puts;
    }

    /** Every wait between two attempts, in nanoseconds. */
    List<Long> sleeps() {
        return sleeps;
    }

    /** Lets time pass while nothing else is done. */
    void pass(Duration time) {
        now += time.toNanos();
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public <T> T poll(BlockingQueue<T> queue, long nanos) throws InterruptedException {
        failIfInterrupted();
        long end = now + nanos;
        while (queue.isEmpty() && runNext(end)) {
            failIfInterrupted();
        }
        now = queue.isEmpty() ? end : now;
        return queue.poll();
    }

    @Override
    public boolean isDone(Future<?> future, long nanos) throws InterruptedException {
        failIfInterrupted();
        long end = now + nanos;
        while (!future.isDone() && runNext(end)) {
            failIfInterrupted();
        }
        now = future.isDone() ? now : end;
        return future.isDone();
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        failIfInterrupted();
        sleeps.add(nanos);
        now += nanos;
    }

    private static void failIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private boolean runNext(long end) {
        if (tasks.isEmpty() || tasks.peek().at() > end) {
            return false;
        }
        Task task = tasks.poll();
        now = Math.max(now, task.at());
        task.work().run();
        return true;
    }

    @Override
    public void execute(Runnable work) {
        if (work instanceof RunnableFuture) {
            tasks.add(new Task(now + getNanos.getAsLong(), number++, work));
            return;
        }
        long from = now;
        tasks.add(new Task(now + putNanos.getAsLong(), number++, () -> {
            work.run();
            puts.add(new Span(from, now));
        }));
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return new FutureTask<>(callable) {
            @Override
            public T get() throws InterruptedException, ExecutionException {
                while (!isDone()) {
                    runNext(Long.MAX_VALUE);
                }
                return super.get();
            }
        };
    }
}
