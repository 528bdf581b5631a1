package com.stockflare.restore.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A segment of a restore as the ledger holds it.
 *
 * @param range where its rows start: a cut of the file into ranges, until the first row is found that starts at the cut or
 *     behind it; from then on it begins with that row. It is empty where no row starts
 * @param checkpoint how far it is settled; one byte before the range as long as its first row has not been found
 * @param holding its lease, or null where that is free
 * @param starts how often work was begun at this very checkpoint without moving it, or being held
 * @param failure what the last attempt failed with, or null
 * @param wakeAt until when it is held; null where it is not
 * @param flow how its records went when it was worked on last
 * @param changedAt when this was written, by the writer's clock: good for a hint, not for a lease
 */
public record SegmentState(
        ByteRange range,
        Checkpoint checkpoint,
        Holding holding,
        int starts,
        Failure failure,
        Instant wakeAt,
        Flow flow,
        Instant changedAt) {
    public SegmentState {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(changedAt, "changedAt");
        if (checkpoint.offset() < range.from() - 1 || starts < 0) {
            throw new IllegalArgumentException(
                    "not a segment of " + range + ": offset " + checkpoint.offset() + ", " + starts + " starts");
        }
    }

    /** A segment that nobody has begun. */
    public static SegmentState fresh(ByteRange range, Checkpoint checkpoint, Instant now) {
        return new SegmentState(range, checkpoint, null, 0, null, null, Flow.NONE, now);
    }

    /** A segment of a cut file that nobody has begun. A row starts at the file's first byte; elsewhere it has to be found. */
    static SegmentState fresh(int number, ByteRange range, Instant now) {
        long offset = Math.max(0, range.from() - 1);
        return fresh(range, new Checkpoint(number, 0, offset, Counts.NONE), now);
    }

    /** Whether nobody has begun to work on it yet. */
    public boolean isUntouched() {
        return holding == null
                && starts == 0
                && wakeAt == null
                && checkpoint.hop() == 0
                && checkpoint.counts().equals(Counts.NONE)
                && !isDone();
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
        return new SegmentState(range, checkpoint, newHolding, starts + 1, failure, null, flow, changedAt);
    }

    /**
     * With the lease renewed at a checkpoint. One that has moved counts as begun once.
     *
     * @param reached the first one in the range is where its first row starts
     */
    public SegmentState renewedAt(Checkpoint reached, Flow newFlow) {
        boolean moved = reached.offset() > checkpoint.offset();
        return new SegmentState(
                rangeAt(reached.offset()),
                reached,
                holding.renewed(),
                moved ? 1 : starts,
                moved ? null : failure,
                null,
                newFlow,
                changedAt);
    }

    /** The same with nothing new about its flow. */
    public SegmentState renewedAt(Checkpoint reached) {
        return renewedAt(reached, flow);
    }

    private ByteRange rangeAt(long offset) {
        boolean isFirst = checkpoint.offset() < range.from() && offset >= range.from();
        return isFirst ? new ByteRange(offset, Math.max(offset, range.to())) : range;
    }

    /** With the lease given up after clean work: the next start at this checkpoint is its first. */
    public SegmentState released(Checkpoint next, Instant newWakeAt) {
        return new SegmentState(range, next, null, 0, null, newWakeAt, flow.stopped(), changedAt);
    }

    /** With the lease given up after a failure, which the next start is to know of. */
    public SegmentState releasedWith(Failure newFailure) {
        return new SegmentState(range, checkpoint, null, starts, newFailure, null, flow.stopped(), changedAt);
    }

    /** Of a restore that is over: whoever held it does not hold it any more. */
    public SegmentState withoutLease() {
        return new SegmentState(range, checkpoint, null, starts, failure, wakeAt, flow, changedAt);
    }

    /** Of a restore that was over and is taken up again: what it failed with before does not count. */
    public SegmentState reopened() {
        return new SegmentState(range, checkpoint, null, 0, null, null, flow, changedAt);
    }

    /** After a failure too, but with the lease left to run out. */
    public SegmentState failedWith(Failure newFailure) {
        return new SegmentState(range, checkpoint, holding, starts, newFailure, null, flow, changedAt);
    }

    public SegmentState changedAt(Instant now) {
        return new SegmentState(range, checkpoint, holding, starts, failure, wakeAt, flow, now);
    }
}
