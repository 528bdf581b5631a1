package com.stockflare.restore.engine;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.RecordedFailureException;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.SourceException.Reason;
import com.stockflare.restore.model.StalledException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Has restores done by chains of invocations, one chain a segment: whichever invocation holds the segment's lease works
 * on it, and hands over to the next where its time ends. An event may come twice, or at once with another: all but one
 * find the lease taken, and end quietly.
 */
public final class Chains {
    /** Work that was begun so often at one checkpoint, the first time and three more, will not get beyond it. */
    static final int MOST_STARTS = 4;

    /** The consumer's lag has a new value every minute. */
    private static final Duration HELD_FOR = Duration.ofMinutes(1);

    private static final int LOOKS_A_LEASE = 20;
    private static final int MOST_TRIES_TO_CREATE = 5;

    private final RestoreEngine engine;
    private final Ledger ledger;
    private final Continuation continuation;
    private final Timing timing;

    /**
     * The times that chains go by.
     *
     * @param clock tells the time of day
     * @param lease how long a lease is good without a sign of life; three times as long as any call takes
     */
    public record Timing(InstantSource clock, Duration lease) {}

    /** An invocation: when it stops, and who hears what it works on. */
    public record Invocation(StopSignal stop, Listeners listeners) {}

    /** Makes who is told how an invocation gets on. */
    @FunctionalInterface
    public interface Listeners {
        ProgressListener of(RestoreJob job);
    }

    public Chains(RestoreEngine engine, Ledger ledger, Continuation continuation, Timing timing) {
        this.engine = engine;
        this.ledger = ledger;
        this.continuation = continuation;
        this.timing = timing;
    }

    /**
     * A restore that is to begin.
     *
     * @param restoreId the same for an event that comes again
     * @param force whether to begin it although the same state of the file is being restored into the table already
     */
    public record Start(String restoreId, RestoreRequest request, boolean force) {}

    /**
     * Begins a restore, or joins the one that this is a repetition of.
     *
     * @throws RestoreException if the restore has failed, or this invocation of it
     */
    public HopResult begin(Start start, Invocation invocation) {
        RestoreState restore = ledger.find(start.restoreId()).orElseGet(() -> create(start));
        return work(restore, 0, invocation);
    }

    /** Goes on with a restore. Where the ledger knows it, the ledger's checkpoint counts, not the event's. */
    public HopResult goOn(RestoreJob job, Invocation invocation) {
        RestoreState restore = ledger.find(job.restoreId()).orElseGet(() -> adopt(job));
        return work(restore, job.checkpoint().segment(), invocation);
    }

    private RestoreState create(Start start) {
        RestoreRequest request = start.request();
        for (int i = 0; i < MOST_TRIES_TO_CREATE; i++) {
            Optional<RestoreState> running = ledger.running(request.bucket(), request.file(), request.table());
            // Looked at after the one that runs: if its state of the file is another, then it is an older one.
            BackupFile file = newest(request);
            if (running.isPresent() && !start.force()) {
                if (isTheSame(running.get(), request, file)) {
                    return running.get();
                }
                supersede(running.get(), file);
            }
            RestoreState fresh = RestoreState.of(
                    new RestoreJob(start.restoreId(), request, file, Checkpoint.START),
                    timing.clock().instant());
            if (ledger.create(fresh, running.map(RestoreState::restoreId).orElse(null))) {
                return fresh;
            }
            Optional<RestoreState> existing = ledger.find(start.restoreId());
            if (existing.isPresent()) {
                return existing.get();
            }
        }
        throw new LedgerException(
                "of restores",
                true,
                "other restores of " + request.fileUri() + " begin all the time. Try again.",
                null);
    }

    /** The file, unless a newer state of it has come since the event: events come late, and in any order. */
    private BackupFile newest(RestoreRequest request) {
        BackupFile file = engine.find(request);
        if (request.versionId() != null
                && !engine.find(request.ofNewestVersion()).equals(file)) {
            throw new SourceException(
                    Reason.SOURCE_CHANGED,
                    0,
                    file.uri() + " was put again since: its version " + file.versionId() + " is not restored.",
                    null);
        }
        return file;
    }

    /** One that waits for the consumer is not what somebody wants who does not care for it. */
    private static boolean isTheSame(RestoreState running, RestoreRequest request, BackupFile file) {
        return running.file().equals(file) && (running.request().ignoreLag() || !request.ignoreLag());
    }

    /** Both at once would leave a mixture of the two states of the file in the table, or send everything twice. */
    private void supersede(RestoreState older, BackupFile file) {
        String into = " into " + older.request().table();
        end(
                older,
                older.file().equals(file)
                        ? new Failure(
                                "SUPERSEDED",
                                "A restore of " + file.uri() + into
                                        + " that does not wait for the consumer has taken over.")
                        : new Failure(
                                Reason.SOURCE_CHANGED.name(),
                                older.file().uri() + " was put again while it was being restored" + into
                                        + ". The restore of its new state has taken over."));
    }

    private RestoreState adopt(RestoreJob job) {
        if (job.checkpoint().segment() != 0) {
            throw new InvalidRequestException("The restore " + job.restoreId() + " is not in the ledger");
        }
        RestoreState restore = RestoreState.of(job, timing.clock().instant());
        String instead = ledger.running(
                        job.file().bucket(), job.file().key(), job.request().table())
                .map(RestoreState::restoreId)
                .orElse(null);
        return ledger.create(restore, instead)
                ? restore
                : ledger.find(job.restoreId()).orElse(restore);
    }

    private HopResult work(RestoreState restore, int number, Invocation invocation) {
        SegmentState segment = restore.segment(number);
        if (restore.isOver() || segment.isDone()) {
            return concluded(restore, segment);
        }
        boolean sleeps = segment.isHeld() && timing.clock().instant().isBefore(segment.wakeAt());
        Optional<Lease> lease = sleeps ? Optional.empty() : acquire(restore, segment, invocation.stop());
        if (lease.isEmpty()) {
            return asItStands(restore.restoreId(), number);
        }
        try {
            return hop(restore, lease.get(), invocation);
        } catch (LeaseLostException e) {
            return asItStands(restore.restoreId(), number);
        }
    }

    /** Free leases are taken. A taken one is watched, for as long as it is good, on our own clock: does it live? */
    private Optional<Lease> acquire(RestoreState restore, SegmentState seen, StopSignal stop) {
        if (seen.holding() != null && !hasRunOut(restore, seen, stop)) {
            return Optional.empty();
        }
        Optional<Lease> lease = take(restore, seen);
        if (lease.isPresent() && seen.starts() >= MOST_STARTS) {
            end(restore, seen.failure() != null ? seen.failure() : endedWithoutAWord(restore, seen));
            return Optional.empty();
        }
        return lease;
    }

    private Optional<Lease> take(RestoreState restore, SegmentState seen) {
        Holding holding = new Holding(holder(), 0, timing.lease());
        long before = engine.runtime().ticker().nanos();
        return ledger.take(restore.restoreId(), seen, holding)
                .map(held -> new Lease(
                        new Lease.Taken(restore.restoreId(), held, before),
                        ledger,
                        engine.runtime().ticker()));
    }

    private String holder() {
        return new UUID(
                        engine.runtime().random().nextLong(),
                        engine.runtime().random().nextLong())
                .toString();
    }

    private boolean hasRunOut(RestoreState restore, SegmentState seen, StopSignal stop) {
        Ticker ticker = engine.runtime().ticker();
        long length = seen.holding().length().toNanos();
        long begun = ticker.nanos();
        while (ticker.nanos() - begun <= length) {
            if (stop.stopSettling() || !sleep(ticker, length / LOOKS_A_LEASE)) {
                return false;
            }
            SegmentState now = ledger.find(restore.restoreId()).orElse(restore).segment(seen.number());
            if (!now.hasStoodStillSince(seen)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sleep(Ticker ticker, long nanos) {
        try {
            ticker.sleep(nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Failure endedWithoutAWord(RestoreState restore, SegmentState segment) {
        return new Failure(
                "KILLED",
                "Begun " + MOST_STARTS + " times at offset "
                        + segment.checkpoint().offset() + " of "
                        + restore.file().uri()
                        + ", the restore was ended each time before it settled a row. Look at the function's log, its"
                        + " memory and its timeout, then start the restore again.");
    }

    private HopResult hop(RestoreState restore, Lease lease, Invocation invocation) {
        RestoreJob job =
                restore.withSegment(lease.segment()).job(lease.segment().number());
        Duration runningFor =
                Duration.between(restore.createdAt(), timing.clock().instant());
        ProgressListener listener = invocation.listeners().of(job);
        try {
            Outcome outcome = engine.run(
                    job,
                    new RestoreEngine.Watch(
                            invocation.stop(),
                            lease,
                            listener,
                            runningFor.isNegative() ? Duration.ZERO : runningFor,
                            restore.segment(job.checkpoint().segment()).isHeld()));
            return handOver(restore, lease, outcome, job);
        } catch (LeaseLostException e) {
            throw e;
        } catch (RestoreException e) {
            giveUp(restore, lease, Failure.of(e), e.isRetryable());
            throw e;
        } catch (RuntimeException e) {
            giveUp(restore, lease, fault(e), true);
            throw e;
        }
    }

    private static Failure fault(RuntimeException e) {
        return new Failure(
                "INTERNAL",
                "A fault of the program (" + e.getClass().getSimpleName()
                        + "). The function's log has its stack trace: report it.");
    }

    private HopResult handOver(RestoreState restore, Lease lease, Outcome outcome, RestoreJob job) {
        Checkpoint reached = outcome.checkpoint();
        HopResult result = new HopResult(job.restoreId(), outcome.status(), reached, outcome.bytesRead());
        switch (outcome.status()) {
            case CONTINUED -> {
                if (reached.offset() == job.checkpoint().offset()) {
                    throw stalled(job);
                }
                lease.release(reached.nextHop(), null);
                continuation.goOn(job.withCheckpoint(reached.nextHop()));
            }
            case HELD -> {
                Instant wakeAt = timing.clock().instant().plus(HELD_FOR);
                lease.release(reached.nextHop(), wakeAt);
                continuation.goOnLater(job.withCheckpoint(reached.nextHop()));
            }
            default -> {
                lease.release(reached, null);
                return concluded(ledger.find(job.restoreId()).orElse(restore), lease.segment())
                        .withBytesRead(outcome.bytesRead());
            }
        }
        return result;
    }

    private static StalledException stalled(RestoreJob job) {
        long offset = job.checkpoint().offset();
        return new StalledException(
                offset,
                "This invocation settled no row after offset " + offset + " of "
                        + job.file().uri() + ", so there is no next one. Look at the stream and at the function's"
                        + " timeout, then start the restore again.");
    }

    private void giveUp(RestoreState restore, Lease lease, Failure failure, boolean mayPass) {
        try {
            // First: who has lost the lease ends nothing.
            lease.release(failure);
            if (!mayPass || lease.segment().starts() >= MOST_STARTS) {
                end(restore, failure);
            }
        } catch (LeaseLostException | LedgerException e) {
            // Who holds the lease now, or finds that it has run out, goes on; what failed here is thrown all the same.
        }
    }

    private void end(RestoreState restore, Failure failure) {
        ledger.end(restore.restoreId(), Ending.failed(failure, timing.clock().instant()));
    }

    private HopResult asItStands(String restoreId, int number) {
        RestoreState now = ledger.find(restoreId)
                .orElseThrow(() -> new InvalidRequestException("The restore " + restoreId + " is not in the ledger"));
        return concluded(now, now.segment(number));
    }

    /** Ends a restore whose last segment is done, and tells how it stands. */
    private HopResult concluded(RestoreState restore, SegmentState segment) {
        RestoreState now = conclude(restore);
        if (now.isOver() && now.ending().failure() != null) {
            throw new RecordedFailureException(now.ending().failure());
        }
        return new HopResult(now.restoreId(), now.status(), segment.checkpoint(), 0);
    }

    /** Writes down how a restore ended, if it has; whoever comes first does it. */
    RestoreState conclude(RestoreState restore) {
        Optional<Ending> ending = restore.isOver()
                ? Optional.empty()
                : restore.conclusion(timing.clock().instant());
        if (ending.isEmpty()) {
            return restore;
        }
        return ledger.end(restore.restoreId(), ending.get())
                ? restore.ended(ending.get())
                : ledger.find(restore.restoreId()).orElse(restore);
    }
}
