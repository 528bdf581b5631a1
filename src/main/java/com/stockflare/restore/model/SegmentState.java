package com.stockflare.restore.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A segment of a restore as the ledger holds it.
 *
 * @param range the bytes of the file that the segment owns
 * @param checkpoint how far it is settled
 * @param holding its lease, or null where that is free
 * @param starts how often work was begun at this very checkpoint without moving it, or being held
 * @param failure what the last attempt failed with, or null
 * @param wakeAt until when it is held; null where it is not
 * @param changedAt when this was written, by the writer's clock: good for a hint, not for a lease
 */
public record SegmentState(
        ByteRange range,
        Checkpoint checkpoint,
        Holding holding,
        int starts,
        Failure failure,
        Instant wakeAt,
        Instant changedAt) {
    public SegmentState {
        Objects.requireNonNull(changedAt, "changedAt");
        if (checkpoint.offset() < range.from() || starts < 0) {
            throw new IllegalArgumentException(
                    "not a segment of " + range + ": offset " + checkpoint.offset() + ", " + starts + " starts");
        }
    }

    /** A segment that nobody has begun. */
    public static SegmentState fresh(ByteRange range, Checkpoint checkpoint, Instant now) {
        return new SegmentState(range, checkpoint, null, 0, null, null, now);
    }

    public int number() {
        return checkpoint.segment();
    }

    /** Whether every row that starts in the range is settled. */
    public boolean isDone() {
        return checkpoint.offset() >= range.to();
    }

    public boolean isHeld() {
        return wakeAt != null;
    }

    /**
     * Whether the lease has neither changed hands nor been renewed, nor the segment moved, since {@code earlier}. One that
     * was taken and given up in between, at the same checkpoint, is told by its starts.
     */
    public boolean hasStoodStillSince(SegmentState earlier) {
        return Objects.equals(holding, earlier.holding)
                && checkpoint.equals(earlier.checkpoint)
                && starts == earlier.starts;
    }

    /** Taken by somebody who begins to work on it. */
    public SegmentState takenBy(Holding newHolding) {
        return new SegmentState(range, checkpoint, newHolding, starts + 1, failure, null, changedAt);
    }

    /** With the lease renewed at a checkpoint. One that has moved counts as begun once. */
    public SegmentState renewedAt(Checkpoint reached) {
        boolean moved = reached.offset() > checkpoint.offset();
        return new SegmentState(
                range, reached, holding.renewed(), moved ? 1 : starts, moved ? null : failure, null, changedAt);
    }

    /** With the lease given up after clean work: the next start at this checkpoint is its first. */
    public SegmentState released(Checkpoint next, Instant newWakeAt) {
        return new SegmentState(range, next, null, 0, null, newWakeAt, changedAt);
    }

    /** With the lease given up after a failure, which the next start is to know of. */
    public SegmentState releasedWith(Failure newFailure) {
        return new SegmentState(range, checkpoint, null, starts, newFailure, null, changedAt);
    }

    /** Of a restore that is over: whoever held it does not hold it any more. */
    public SegmentState withoutLease() {
        return new SegmentState(range, checkpoint, null, starts, failure, wakeAt, changedAt);
    }

    /** After a failure too, but with the lease left to run out. */
    public SegmentState failedWith(Failure newFailure) {
        return new SegmentState(range, checkpoint, holding, starts, newFailure, null, changedAt);
    }

    public SegmentState changedAt(Instant now) {
        return new SegmentState(range, checkpoint, holding, starts, failure, wakeAt, now);
    }
}
