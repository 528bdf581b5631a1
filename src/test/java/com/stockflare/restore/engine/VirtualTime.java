package com.stockflare.restore.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * A clock that moves only while everybody waits, and the actors that live by it: threads of which exactly one runs at any
 * time, until it waits or ends. So every run is the same, down to the order of all that happens at one moment.
 */
final class VirtualTime {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(life -> {
        Thread thread = new Thread(life, "actor");
        thread.setDaemon(true);
        return thread;
    });

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));

    /** In the order in which they began to wait. */
    private final List<Waiting> waiting = new ArrayList<>();

    private long now;
    private long number;
    private int actors;
    private RuntimeException failure;

    private record Event(long at, long number, Runnable work) {}

    /** An actor that does not run: what it waits for, how long at most, and what it needs to run. */
    private static final class Waiting {
        private final BooleanSupplier ready;
        private final long until;
        private final Semaphore baton = new Semaphore(0);

        Waiting(BooleanSupplier ready, long until) {
            this.ready = ready;
            this.until = until;
        }
    }

    long nanos() {
        return now;
    }

    /** Those that have been started and have not ended. */
    int actors() {
        return actors;
    }

    /** Something that happens later, whoever is alive then. It must not wait. */
    void after(Duration time, Runnable work) {
        after(time.toNanos(), work);
    }

    void after(long nanos, Runnable work) {
        events.add(new Event(now + nanos, number++, work));
    }

    /** Starts an actor, which runs when it is its turn. */
    void start(Runnable life) {
        actors++;
        Waiting born = new Waiting(() -> true, now);
        waiting.add(born);
        THREADS.execute(() -> {
            born.baton.acquireUninterruptibly();
            try {
                life.run();
            } finally {
                actors--;
                next().baton.release();
            }
        });
    }

    /** Lets the others run until something is so, but so long at most. */
    void await(BooleanSupplier ready, long nanos) {
        Waiting me = new Waiting(ready, now + nanos);
        waiting.add(me);
        Waiting next = next();
        if (next != me) {
            next.baton.release();
            me.baton.acquireUninterruptibly();
        }
        if (failure != null) {
            throw new IllegalStateException("what was to happen has failed", failure);
        }
    }

    /** Whose turn it is. Moves the clock, and has happen what happens until then. */
    private Waiting next() {
        while (true) {
            Waiting first = waiting.get(0);
            for (Waiting one : waiting) {
                if (one.ready.getAsBoolean()) {
                    return chosen(one);
                }
                first = one.until < first.until ? one : first;
            }
            if (events.isEmpty() || events.peek().at() > first.until) {
                now = Math.max(now, first.until);
                return chosen(first);
            }
            Event event = events.poll();
            now = Math.max(now, event.at());
            try {
                event.work().run();
            } catch (RuntimeException e) {
                // It must not end the thread that has the turn: nobody would ever get it again.
                failure = e;
            }
        }
    }

    private Waiting chosen(Waiting one) {
        waiting.remove(one);
        return one;
    }
}
