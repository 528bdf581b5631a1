package com.stockflare.restore.engine;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.ContinuationException;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Fault;
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
import com.stockflare.restore.model.StalledException;
import com.stockflare.restore.model.TablePatterns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Has restores done by chains of invocations, one chain a segment: whichever invocation holds the segment's lease works
 * on it, and hands over to the next where its time ends. An event may come twice, or at once with another: all but one
 * find the lease taken, and end quietly.
 */
public final class Chains {
    /** The longest that a lease may be without a sign of life. */
    public static final Duration MOST_LEASE = Duration.ofMinutes(5);

    /** Work that was begun so often at one checkpoint, the first time and three more, will not get beyond it. */
    static final int MOST_STARTS = 4;

    /** The consumer's lag has a new value every minute. */
    private static final Duration HELD_FOR = Duration.ofMinutes(1);

    private final RestoreEngine engine;
    private final Ledger ledger;
    private final Continuation continuation;
    private final Rules rules;
    private final Register register;
    private final Leases leases;

    /**
     * What chains go by.
     *
     * @param clock tells the time of day
     * @param lease how long a lease is good without a sign of life, {@link #MOST_LEASE} at most; three times as long as
     *     any call takes
     * @param mostSegments how many segments of a restore are worked on at once, 1 or more
     * @param tables which may be restored into; nothing is read for another
     * @param endings hears of every restore that is ended here
     */
    public record Rules(InstantSource clock, Duration lease, int mostSegments, TablePatterns tables, Endings endings) {}

    /** An invocation: when it stops, and who hears what it works on. */
    public record Invocation(StopSignal stop, Listeners listeners) {}

    /** Makes who is told how an invocation gets on. */
    @FunctionalInterface
    public interface Listeners {
        ProgressListener of(RestoreJob job);
    }

    public Chains(RestoreEngine engine, Ledger ledger, Continuation continuation, Rules rules) {
        this.engine = engine;
        this.ledger = ledger;
        this.continuation = continuation;
        this.rules = rules;
        this.register = new Register(engine, ledger, rules);
        this.leases = new Leases(ledger, engine.runtime(), rules);
    }

    /**
     * A restore that is to begin.
     *
     * @param restoreId the same for an event that comes again
     * @param force whether to begin it although the same state of the file is being restored into the table already
     */
    public record Start(String restoreId, RestoreRequest request, boolean force) {}

    /**
     * Begins a restore, or goes on with the one that this is a repetition of. Of another one of the same file that runs it
     * only tells how that stands: with the work it would share its failures, and an event that fails comes again, to begin
     * anew what has ended meanwhile.
     *
     * @throws RestoreException if the restore has failed, or this invocation of it
     */
    public HopResult begin(Start start, Invocation invocation) {
        RestoreState restore = register.begin(start);
        if (!restore.restoreId().equals(start.restoreId())) {
            return new HopResult(
                    restore.restoreId(), restore.status(), restore.segment(0).checkpoint(), 0);
        }
        if (restore.segment(0).isUntouched()) {
            startOthers(restore, 0);
        }
        return work(restore, 0, invocation);
    }

    /** Goes on with a restore. Where the ledger knows it, the ledger's checkpoint counts, not the event's. */
    public HopResult goOn(RestoreJob job, Invocation invocation) {
        RestoreState restore = ledger.find(job.restoreId()).orElseGet(() -> register.adopt(job));
        return work(restore, job.checkpoint().segment(), invocation);
    }

    /** Has those segments begun that may be, and that nobody has begun. Where that fails, the watchdog does it. */
    private void startOthers(RestoreState restore, int number) {
        for (SegmentState segment : restore.open(rules.mostSegments())) {
            if (segment.isUntouched() && segment.number() != number) {
                try {
                    continuation.goOn(restore.job(segment.number()));
                } catch (ContinuationException e) {
                    return;
                }
            }
        }
    }

    private HopResult work(RestoreState restore, int number, Invocation invocation) {
        SegmentState segment = restore.segment(number);
        Optional<Fault> refused = rules.tables().fault(restore.request().table());
        if (refused.isPresent() && !restore.isOver()) {
            // It could be restored into when it began.
            end(restore, new Failure(refused.get().code(), refused.get().detail()));
            return asItStands(restore.restoreId(), number);
        }
        if (restore.isOver() || segment.isDone()) {
            // Whoever has done it may have been killed before.
            startOthers(restore, number);
            return concluded(restore, segment);
        }
        Optional<Lease> lease =
                isDue(restore, segment) ? leases.take(restore, segment, invocation.stop()) : Optional.empty();
        if (lease.isEmpty()) {
            return asItStands(restore.restoreId(), number);
        }
        // One that is to stop is not begun once more, so it need not be given up.
        if (segment.starts() >= MOST_STARTS && !restore.isToStop()) {
            end(restore, segment.failure() != null ? segment.failure() : endedWithoutAWord(restore, segment));
            return asItStands(restore.restoreId(), number);
        }
        try {
            if (restore.isToStop()) {
                // Whoever held it has gone without a word.
                lease.get().release(segment.checkpoint(), null);
                return asItStands(restore.restoreId(), number);
            }
            return hop(restore, lease.get(), invocation);
        } catch (LeaseLostException e) {
            return asItStands(restore.restoreId(), number);
        }
    }

    /** Whether a segment neither waits for its turn nor for the consumer, nor for somebody who has it go on. */
    private boolean isDue(RestoreState restore, SegmentState segment) {
        boolean hasItsTurn = restore.open(rules.mostSegments()).contains(segment);
        return hasItsTurn && !(segment.isHeld() && rules.clock().instant().isBefore(segment.wakeAt()));
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
                Duration.between(restore.createdAt(), rules.clock().instant());
        ProgressListener listener = invocation.listeners().of(job);
        try {
            Outcome outcome = engine.run(
                    job,
                    new RestoreEngine.Watch(
                            invocation.stop(),
                            lease,
                            listener,
                            runningFor.isNegative() ? Duration.ZERO : runningFor,
                            restore.segments().stream().anyMatch(SegmentState::isHeld)));
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
            case PAUSED -> {
                lease.release(reached.nextHop(), null);
                RestoreState now = ledger.find(job.restoreId()).orElse(restore);
                if (!now.isToStop()) {
                    // Whoever had it resumed has found the lease taken.
                    continuation.goOn(job.withCheckpoint(reached.nextHop()));
                }
                return concluded(now, lease.segment()).withBytesRead(outcome.bytesRead());
            }
            case HELD -> {
                Instant wakeAt = rules.clock().instant().plus(HELD_FOR);
                lease.release(reached.nextHop(), wakeAt);
                continuation.goOnLater(job.withCheckpoint(reached.nextHop()));
            }
            default -> {
                lease.release(reached, null);
                RestoreState now = ledger.find(job.restoreId()).orElse(restore);
                startOthers(now, reached.segment());
                return concluded(now, lease.segment()).withBytesRead(outcome.bytesRead());
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
        register.end(restore, Ending.failed(failure, rules.clock().instant()));
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
        Checkpoint reached = segment.checkpoint();
        return new HopResult(
                now.restoreId(),
                now.status(),
                now.isOver()
                        ? new Checkpoint(
                                reached.segment(), reached.hop(), now.file().size(), now.counts(), now.findings())
                        : reached,
                0);
    }

    RestoreState conclude(RestoreState restore) {
        return register.conclude(restore);
    }
}
