package com.stockflare.restore.engine;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The lease of a segment, as its holder has it. Others may take it over when it has not been renewed for its length by
 * their own clock, which starts later than ours: so nothing is begun after two thirds of it, and no call takes longer
 * than the last third.
 */
final class Lease implements Tenure {
    private final Ledger ledger;
    private final EngineRuntime runtime;
    private final int mostSegments;
    private final String restoreId;
    private final String holder;
    private RestoreState restore;
    private Future<Optional<RestoreState>> look;
    private SegmentState held;
    private long renewedAt;
    private boolean callsUnderWay;

    /** What invocations before this one have seen. */
    private final Flow earlier;

    /** @param mostSegments of a restore that are worked on at once */
    Lease(Taken taken, Ledger ledger, EngineRuntime runtime, int mostSegments) {
        this.ledger = ledger;
        this.runtime = runtime;
        this.mostSegments = mostSegments;
        this.restore = taken.restore();
        this.restoreId = restore.restoreId();
        this.held = taken.held();
        this.holder = held.holding().holder();
        this.renewedAt = taken.at();
        this.earlier = held.flow();
    }

    /**
     * A lease that has just been taken.
     *
     * @param restore as it was seen before
     * @param held the segment since then
     * @param at before the call that took it, in the ticker's nanoseconds
     */
    record Taken(RestoreState restore, SegmentState held, long at) {}

    /** The segment as it was last written. */
    SegmentState segment() {
        return held;
    }

    @Override
    public void keep(Checkpoint reached, Flow flow) {
        long before = runtime.ticker().nanos();
        SegmentState next = held.renewedAt(reached, flow.after(earlier));
        // Counted in any case: a write whose answer is lost may have been done, and the one after it has to show.
        held = held.renewedAt(held.checkpoint());
        held = ledger.write(restoreId, holder, next);
        renewedAt = before;
        lookAround();
    }

    /** Takes what the last look has found, and begins another: nothing waits for it, and it may fail. */
    private void lookAround() {
        if (look != null && !look.isDone()) {
            return;
        }
        restore = found().orElse(restore);
        if (restore.isOver()) {
            throw new LeaseLostException(restoreId, held.number());
        }
        look = runtime.threads().submit(() -> ledger.find(restoreId));
    }

    private Optional<RestoreState> found() {
        try {
            return look == null ? Optional.empty() : look.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            // What was known is good enough until the next checkpoint.
            return Optional.empty();
        }
    }

    @Override
    public Terms terms(RestoreRequest request) {
        return Terms.of(restore, held.number(), mostSegments);
    }

    @Override
    public boolean mayCall() {
        Holding holding = held.holding();
        return runtime.ticker().nanos() - renewedAt < holding.length().toNanos() / 3 * 2;
    }

    @Override
    public void ended(boolean underWay) {
        callsUnderWay = underWay;
    }

    /**
     * Gives the lease up for the next invocation; or, where records may still arrive that this one has sent, leaves it
     * to run out: nobody else is to send beside them.
     *
     * @param wakeAt until when the segment is held, or null
     */
    void release(Checkpoint next, Instant wakeAt) {
        if (callsUnderWay) {
            held = ledger.write(restoreId, holder, held.renewedAt(next));
        } else {
            held = ledger.write(restoreId, holder, held.released(next, wakeAt));
        }
    }

    /** Gives the lease up, or leaves it as above, after a failure. */
    void release(Failure failure) {
        held = ledger.write(restoreId, holder, callsUnderWay ? held.failedWith(failure) : held.releasedWith(failure));
    }
}
