package com.stockflare.restore.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A restore as the ledger holds it.
 *
 * @param createdAt when it began
 * @param requested PAUSED or CANCELLED as long as that is wanted and it has not ended; else null
 * @param ending how it ended, or null as long as it has not
 * @param drained whether the stream's consumer is known to have read all that was sent
 * @param segments in the order of their ranges; at least one
 */
public record RestoreState(
        String restoreId,
        RestoreRequest request,
        BackupFile file,
        Instant createdAt,
        Status requested,
        Ending ending,
        boolean drained,
        List<SegmentState> segments) {
    public RestoreState {
        if (requested != null && requested != Status.PAUSED && requested != Status.CANCELLED) {
            throw new IllegalArgumentException("nothing that can be requested: " + requested);
        }
        Objects.requireNonNull(restoreId, "restoreId");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(createdAt, "createdAt");
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a restore without a segment");
        }
    }

    /** A restore of one segment that begins, or is taken up where a job without a ledger has come. */
    public static RestoreState of(RestoreJob job, Instant now) {
        return of(job, List.of(SegmentState.fresh(job.range(), job.checkpoint(), now)), now);
    }

    /** A restore that begins, of a file that is cut into so many segments, or fewer if it has not that many bytes. */
    public static RestoreState cut(RestoreJob job, int segments, Instant now) {
        List<ByteRange> ranges = job.range().cut(segments);
        return of(
                job,
                IntStream.range(0, ranges.size())
                        .mapToObj(i -> SegmentState.fresh(i, ranges.get(i), now))
                        .toList(),
                now);
    }

    private static RestoreState of(RestoreJob job, List<SegmentState> segments, Instant now) {
        return new RestoreState(job.restoreId(), job.request(), job.file(), now, null, null, false, segments);
    }

    public Status status() {
        if (ending != null) {
            return ending.status();
        }
        if (segments.stream().allMatch(SegmentState::isUntouched)) {
            return requested == Status.PAUSED ? Status.PAUSED : Status.ACCEPTED;
        }
        if (isWorkedOn()) {
            return Status.RUNNING;
        }
        if (requested == Status.PAUSED) {
            return Status.PAUSED;
        }
        return segments.stream().anyMatch(SegmentState::isHeld) ? Status.HELD : Status.RUNNING;
    }

    private boolean isWorkedOn() {
        return segments.stream().anyMatch(s -> s.holding() != null);
    }

    /** Whether it is to stop at its checkpoints. */
    public boolean isToStop() {
        return requested != null || isOver();
    }

    /**
     * The segments that may be worked on now: the first of those that are not done. Since a segment that is done stays so,
     * there are never more of them, whoever looks when. Of a restore that is to stop, those whose lease is to be given up.
     *
     * @param most how many at once
     */
    public List<SegmentState> open(int most) {
        if (isOver()) {
            return List.of();
        }
        return segments.stream()
                .filter(s -> !s.isDone() && (requested == null || s.holding() != null))
                .limit(most)
                .toList();
    }

    public boolean isOver() {
        return ending != null;
    }

    /** @throws InvalidRequestException if the restore has no such segment */
    public SegmentState segment(int number) {
        if (number >= segments.size()) {
            throw new InvalidRequestException("The restore " + restoreId + " has no segment " + number);
        }
        return segments.get(number);
    }

    /** What an invocation for a segment is to do. */
    public RestoreJob job(int segment) {
        SegmentState now = segment(segment);
        return new RestoreJob(restoreId, request, file, now.range(), now.checkpoint());
    }

    /** With a segment as it is now. */
    public RestoreState withSegment(SegmentState segment) {
        List<SegmentState> newSegments = new ArrayList<>(segments);
        newSegments.set(segment.number(), segment);
        return withSegments(newSegments);
    }

    private RestoreState withSegments(List<SegmentState> newSegments) {
        return new RestoreState(restoreId, request, file, createdAt, requested, ending, drained, newSegments);
    }

    /** Over: nobody holds a lease of it. */
    public RestoreState ended(Ending newEnding) {
        List<SegmentState> free =
                segments.stream().map(SegmentState::withoutLease).toList();
        return new RestoreState(restoreId, request, file, createdAt, null, newEnding, drained, free);
    }

    /** Taken up again where it stood. */
    public RestoreState reopened() {
        List<SegmentState> open = segments.stream().map(SegmentState::reopened).toList();
        return new RestoreState(restoreId, request, file, createdAt, null, null, false, open);
    }

    /**
     * With the wish that it stops, or goes on.
     *
     * @param wanted PAUSED, CANCELLED, or RUNNING
     */
    public RestoreState withRequested(Status wanted) {
        Status newRequested = wanted == Status.RUNNING ? null : wanted;
        return new RestoreState(restoreId, request, file, createdAt, newRequested, ending, drained, segments);
    }

    /** At another rate. */
    public RestoreState withRate(int rate) {
        return new RestoreState(
                restoreId, request.withRate(rate), file, createdAt, requested, ending, drained, segments);
    }

    public RestoreState withDrained(boolean isDrained) {
        return new RestoreState(restoreId, request, file, createdAt, requested, ending, isDrained, segments);
    }

    public Counts counts() {
        return segments.stream().map(s -> s.checkpoint().counts()).reduce(Counts.NONE, Counts::plus);
    }

    /** Of a dry run: what all segments together have found. */
    public Findings findings() {
        return segments.stream().map(s -> s.checkpoint().findings()).reduce(Findings.NONE, Findings::plus);
    }

    /**
     * How the restore ends now: COMPLETED only if what the segments have consumed joins from the file's first byte to
     * its last, without a gap or an overlap, and no more was rejected than the request allows. CANCELLED if that is wanted and
     * nobody works on it any more. Empty otherwise, as long as a segment is not done.
     */
    public Optional<Ending> conclusion(Instant now) {
        if (!segments.stream().allMatch(SegmentState::isDone)) {
            return requested == Status.CANCELLED && !isWorkedOn()
                    ? Optional.of(new Ending(Status.CANCELLED, null, now))
                    : Optional.empty();
        }
        long joined = 0;
        for (SegmentState segment : segments) {
            if (segment.range().from() != joined) {
                return Optional.of(notJoined(joined, segment.range().from(), now));
            }
            joined = segment.checkpoint().offset();
        }
        if (joined != file.size()) {
            return Optional.of(notJoined(joined, file.size(), now));
        }
        if (!request.allows(counts(), true)) {
            return Optional.of(Ending.failed(Failure.of(new TooManyRejectsException(file, counts())), now));
        }
        Status status = counts().rejected() == 0 ? Status.COMPLETED : Status.COMPLETED_WITH_REJECTS;
        return Optional.of(new Ending(status, null, now));
    }

    /**
     * Until when records may still arrive if it is ended now: whoever holds a lease may not have heard of it. Empty where
     * nobody does.
     */
    public Optional<Instant> lastCallsUntil(Instant now) {
        return segments.stream()
                .filter(segment -> segment.holding() != null)
                .map(segment -> now.plus(segment.holding().length()))
                .max(Comparator.naturalOrder());
    }

    /** Whether it may be asked for now: a pause does not take back that it is to be cancelled. */
    public boolean mayRequest(Status wanted) {
        return !isOver() && (wanted != Status.PAUSED || requested != Status.CANCELLED);
    }

    /** Whether it may end so now: CANCELLED only as long as that is wanted. */
    public boolean mayEnd(Ending how) {
        return !isOver() && (how.status() != Status.CANCELLED || requested == Status.CANCELLED);
    }

    /** Whether somebody has to find out after this end when the consumer has read all that was sent. */
    public boolean isWatchedAfter(Ending how) {
        return how.failure() == null && !request.dryRun();
    }

    private Ending notJoined(long end, long start, Instant now) {
        return Ending.failed(
                new Failure(
                        "NOT_JOINED",
                        "The restore's parts do not join: one ends at offset " + end + " of " + file.uri()
                                + ", the next begins at " + start + ". Restore the file again, and report this."),
                now);
    }
}
