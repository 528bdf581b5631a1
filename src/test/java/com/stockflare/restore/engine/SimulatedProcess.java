package com.stockflare.restore.engine;

import com.stockflare.restore.model.RestoreJob;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The process of one invocation in a simulated world: its clock and its threads, which can end at any step. A step is the
 * begin or the end of a call of any port. What was on its way out then may still arrive.
 */
final class SimulatedProcess extends LastingThreads implements Ticker {
    private static final long FOR_EVER = Long.MAX_VALUE / 4;

    /** The process has ended here. Nobody catches it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private final int number;
    private final VirtualTime time;
    private final Faults faults;
    private final Audit audit;
    private long stepsLeft = Long.MAX_VALUE;
    private boolean killed;
    private boolean ended;
    private long stallAt = FOR_EVER;
    private long stallNanos;
    private boolean aside;
    private long pausedAside;
    private boolean suffered;
    private boolean gaveUpSettling;
    private String restoreId;
    private int segment;

    SimulatedProcess(int number, VirtualTime time, Faults faults, Audit audit) {
        this.number = number;
        this.time = time;
        this.faults = faults;
        this.audit = audit;
    }

    int number() {
        return number;
    }

    /** The restore that it works on, as far as is known; else null. */
    String restoreId() {
        return restoreId;
    }

    /** The segment of it. */
    int segment() {
        return segment;
    }

    void worksOn(RestoreJob job) {
        restoreId = job.restoreId();
        segment = job.checkpoint().segment();
    }

    /** Kills the process at the so-manieth step from now on. */
    void liveFor(long steps) {
        stepsLeft = steps;
    }

    /** Has it do nothing for a while some time from now, as a machine does that others need more. */
    void stall(long in, long nanos) {
        stallAt = time.nanos() + in;
        stallNanos = nanos;
    }

    /** Kills it now. It notices when it is its turn, and does nothing more. */
    void kill() {
        if (!ended && !killed) {
            killed = true;
            audit.note("p" + number + " is killed");
        }
    }

    boolean isKilled() {
        return killed;
    }

    /** Something outside has failed it. */
    void suffer() {
        suffered = true;
    }

    /** Whether anything has gone wrong for it, so that it may have come to nothing. */
    boolean hasSuffered() {
        return suffered || killed;
    }

    void giveUpSettling() {
        gaveUpSettling = true;
    }

    /** Whether its time ran out before all was settled that it had sent. */
    boolean hasGivenUpSettling() {
        return gaveUpSettling;
    }

    /** It has done what it was to do. */
    void end() {
        ended = true;
    }

    /** @throws Killed if this is where it ends */
    void step() {
        stepAside();
        live();
    }

    /** A step of one of its threads: the process ends, but what the thread has begun is on its way. */
    void stepAside() {
        if (--stepsLeft <= 0) {
            kill();
        }
    }

    private void live() {
        if (killed) {
            throw new Killed();
        }
    }

    private boolean await(BooleanSupplier ready, long nanos) {
        live();
        time.await(() -> killed || ready.getAsBoolean(), nanos);
        if (time.nanos() >= stallAt) {
            stallAt = FOR_EVER;
            suffer();
            audit.note("p" + number + " stalls");
            time.await(() -> killed, stallNanos);
        }
        live();
        return ready.getAsBoolean();
    }

    /** Calls something outside: half of the time passes until it gets there. It does, once it is on its way. */
    <T> T call(Supplier<T> far) {
        if (aside) {
            stepAside();
            return far.get();
        }
        step();
        long nanos = callNanos();
        Far<T> there = new Far<>(far);
        time.after(nanos / 2, there);
        await(there::isDone, FOR_EVER);
        sleep(nanos - nanos / 2);
        step();
        return there.answer();
    }

    private long callNanos() {
        boolean slow = faults.happens(stallNanos > 0 ? 0.8 : 0.1);
        suffered |= slow;
        return faults.callNanos(slow);
    }

    /** What is done far away: its answer, or what it throws. */
    private static final class Far<T> implements Runnable {
        private final Supplier<T> work;
        private T value;
        private RuntimeException failure;
        private boolean done;

        Far(Supplier<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                value = work.get();
            } catch (RuntimeException e) {
                failure = e;
            }
            done = true;
        }

        boolean isDone() {
            return done;
        }

        T answer() {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }

    @Override
    public long nanos() {
        // No two machines' clocks have anything to do with each other.
        return time.nanos() + number * 1_000_000_007L + pausedAside;
    }

    @Override
    public <T> T poll(BlockingQueue<T> queue, long nanos) {
        await(() -> !queue.isEmpty(), nanos);
        return queue.poll();
    }

    @Override
    public boolean isDone(Future<?> future, long nanos) {
        return await(future::isDone, nanos);
    }

    /** A fetch that waits before it tries again does so by its own clock alone: it runs where nobody may wait. */
    @Override
    public void sleep(long nanos) {
        if (aside) {
            pausedAside += nanos;
        } else {
            await(() -> false, nanos);
        }
    }

    @Override
    public void execute(Runnable work) {
        if (work instanceof RunnableFuture) {
            time.after(faults.readNanos(), () -> {
                if (!killed) {
                    runAside(work);
                }
            });
            return;
        }
        step();
        audit.putBegun(this);
        time.after(callNanos(), () -> {
            if (!killed || faults.happens(0.5)) {
                runAside(work);
            }
            audit.putEnded(this);
        });
    }

    private void runAside(Runnable work) {
        aside = true;
        work.run();
        aside = false;
        pausedAside = 0;
    }
}
