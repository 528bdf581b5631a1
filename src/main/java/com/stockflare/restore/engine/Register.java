package com.stockflare.restore.engine;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.NotPossibleException;
import com.stockflare.restore.model.NotPossibleException.Reason;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.Status;
import java.time.Instant;
import java.util.Optional;

/** Writes down that restores begin: which file in which state, in how many segments, in whose place; and that they end. */
final class Register {
    private static final int MOST_TRIES_TO_CREATE = 5;

    private final RestoreEngine engine;
    private final Ledger ledger;
    private final Chains.Rules rules;

    Register(RestoreEngine engine, Ledger ledger, Chains.Rules rules) {
        this.engine = engine;
        this.ledger = ledger;
        this.rules = rules;
    }

    /**
     * The restore of this id; or the one of the same file that is running; or else one that begins.
     *
     * @throws RestoreException if the table may not be restored into, or the file or the ledger cannot be read
     */
    RestoreState begin(Chains.Start start) {
        rules.tables().check(start.request().table());
        return ledger.find(start.restoreId()).orElseGet(() -> create(start));
    }

    /**
     * The restore of this id, or else one that begins beside no other of its file and table, unless it is forced.
     *
     * @throws NotPossibleException if there is another, or if the id is that of a restore with another request
     * @throws RestoreException if the table may not be restored into, or the file or the ledger cannot be read
     */
    RestoreState accept(Chains.Start start) {
        RestoreRequest request = start.request();
        rules.tables().check(request.table());
        for (int i = 0; i < MOST_TRIES_TO_CREATE; i++) {
            Optional<RestoreState> existing = ledger.find(start.restoreId());
            if (existing.isPresent()) {
                return same(existing.get(), request);
            }
            Optional<RestoreState> running = ledger.running(request);
            if (running.isPresent() && !start.force()) {
                throw alreadyRunning(running.get());
            }
            RestoreState fresh = fresh(start, newest(request));
            if (ledger.create(fresh, running.map(RestoreState::restoreId).orElse(null))) {
                return fresh;
            }
        }
        throw othersBegin(request);
    }

    /** Its rate may have been changed since. */
    private static RestoreState same(RestoreState existing, RestoreRequest request) {
        if (existing.request().withRate(request.rate()).equals(request)) {
            return existing;
        }
        throw new NotPossibleException(
                Reason.NOT_POSSIBLE,
                existing.restoreId(),
                "The Idempotency-Key is that of a restore that was asked for in other words: use a new one");
    }

    private static NotPossibleException alreadyRunning(RestoreState running) {
        return new NotPossibleException(
                Reason.ALREADY_RUNNING,
                running.restoreId(),
                running.file().uri()
                        + (running.request().dryRun() ? " is being checked for " : " is being restored into ")
                        + running.request().table() + " already, by the restore " + running.restoreId()
                        + ". " + endFirst(running) + ", or begin beside it with force");
    }

    private static String endFirst(RestoreState running) {
        return running.requested() == Status.CANCELLED
                ? "That one is being cancelled: wait until it has ended"
                : "Cancel that one first";
    }

    /**
     * Takes a restore up again that was cancelled or has failed.
     *
     * @throws NotPossibleException if it ended otherwise, or may not go on
     * @throws RestoreException if the file is not there any more, or it or the ledger cannot be read
     */
    void reopen(RestoreState ended) {
        String id = ended.restoreId();
        Failure failure = ended.ending().failure();
        if (failure == null && ended.status() != Status.CANCELLED) {
            throw new NotPossibleException(
                    Reason.NOT_POSSIBLE,
                    id,
                    "The restore " + id + " has ended: " + ended.status()
                            + ". Only one that was cancelled or has failed goes on from there");
        }
        boolean hasChanged = failure != null && failure.code().equals(SourceException.Reason.SOURCE_CHANGED.name());
        // A version can be read also when a newer one has been restored, over whose items its own must not come.
        if (hasChanged || !engine.find(ended.request().ofNewestVersion()).equals(ended.file())) {
            throw new NotPossibleException(
                    Reason.NOT_POSSIBLE,
                    id,
                    "The restore " + id + " cannot go on: its file was put again since it began. Start a new one");
        }
        if (!ledger.reopen(ended)) {
            RestoreRequest request = ended.request();
            throw ledger.running(request)
                    .filter(running -> !running.restoreId().equals(id))
                    .map(running -> new NotPossibleException(
                            Reason.ALREADY_RUNNING,
                            running.restoreId(),
                            "The restore " + id + " cannot go on beside " + running.restoreId()
                                    + ", which restores the same file into the same table. " + endFirst(running)))
                    .orElseGet(() -> new NotPossibleException(
                            Reason.NOT_POSSIBLE, id, "The restore " + id + " has just changed. Look at it again"));
        }
    }

    private static LedgerException othersBegin(RestoreRequest request) {
        return new LedgerException(
                "of restores",
                true,
                "other restores of " + request.fileUri() + " begin all the time. Try again.",
                null);
    }

    private RestoreState create(Chains.Start start) {
        RestoreRequest request = start.request();
        for (int i = 0; i < MOST_TRIES_TO_CREATE; i++) {
            Optional<RestoreState> running = ledger.running(request);
            // Looked at after the one that runs: if its state of the file is another, then it is an older one.
            BackupFile file = newest(request);
            if (running.isPresent() && !start.force()) {
                if (isTheSame(running.get(), request, file)) {
                    return running.get();
                }
                if (!supersede(running.get(), file)) {
                    continue;
                }
            }
            RestoreState fresh = fresh(start, file);
            if (ledger.create(fresh, running.map(RestoreState::restoreId).orElse(null))) {
                return fresh;
            }
            Optional<RestoreState> existing = ledger.find(start.restoreId());
            if (existing.isPresent()) {
                return existing.get();
            }
        }
        throw othersBegin(request);
    }

    private RestoreState fresh(Chains.Start start, BackupFile file) {
        RestoreRequest request = start.request();
        int segments =
                request.segments() > 0 ? request.segments() : engine.segmentsFor(request, file, rules.mostSegments());
        return RestoreState.cut(
                new RestoreJob(start.restoreId(), request, file, Checkpoint.START),
                segments,
                rules.clock().instant());
    }

    /** The file, unless a newer state of it has come since the event: events come late, and in any order. */
    private BackupFile newest(RestoreRequest request) {
        BackupFile file = engine.find(request);
        if (request.versionId() != null
                && !engine.find(request.ofNewestVersion()).equals(file)) {
            throw new SourceException(
                    SourceException.Reason.SOURCE_CHANGED,
                    0,
                    file.uri() + " was put again since: its version " + file.versionId() + " is not restored.",
                    null);
        }
        return file;
    }

    /**
     * One that waits for the consumer is not what somebody wants who does not care for it; nor is one that is being
     * cancelled what anybody wants who begins.
     */
    private static boolean isTheSame(RestoreState running, RestoreRequest request, BackupFile file) {
        return running.file().equals(file)
                && running.requested() != Status.CANCELLED
                && (running.request().ignoreLag() || !request.ignoreLag());
    }

    /**
     * Both at once would leave a mixture of the two states of the file in the table, or send everything twice.
     *
     * @return false if the older one stands otherwise by now
     */
    private boolean supersede(RestoreState older, BackupFile file) {
        Instant now = rules.clock().instant();
        if (older.file().equals(file) && older.requested() == Status.CANCELLED) {
            return end(older, new Ending(Status.CANCELLED, null, now));
        }
        String into = " into " + older.request().table();
        Failure failure = older.file().equals(file)
                ? new Failure(
                        "SUPERSEDED",
                        "A restore of " + file.uri() + into + " that does not wait for the consumer has taken over.")
                : new Failure(
                        SourceException.Reason.SOURCE_CHANGED.name(),
                        older.file().uri() + " was put again while it was being restored" + into
                                + ". The restore of its new state has taken over.");
        return end(older, Ending.failed(failure, now));
    }

    /** Writes down how a restore ended, if it has; whoever comes first does it. */
    RestoreState conclude(RestoreState restore) {
        Optional<Ending> ending = restore.isOver()
                ? Optional.empty()
                : restore.conclusion(rules.clock().instant());
        if (ending.isEmpty()) {
            return restore;
        }
        return end(restore, ending.get())
                ? restore.ended(ending.get())
                : ledger.find(restore.restoreId()).orElse(restore);
    }

    /**
     * Ends a restore, and has it heard.
     *
     * @return false if it has ended already, or may not end so
     */
    boolean end(RestoreState restore, Ending ending) {
        boolean ended = ledger.end(restore.restoreId(), ending);
        if (ended) {
            rules.endings().ended(asEnded(restore).orElseGet(() -> restore.ended(ending)));
        }
        return ended;
    }

    /** With the counts of all its segments: whoever ends it may have looked long ago. */
    private Optional<RestoreState> asEnded(RestoreState restore) {
        try {
            return ledger.find(restore.restoreId()).filter(RestoreState::isOver);
        } catch (LedgerException e) {
            return Optional.empty();
        }
    }

    /** A restore that the ledger does not know, or that somebody else has just written down. In nobody's place. */
    RestoreState adopt(RestoreJob job) {
        boolean isWhole = job.range().equals(new ByteRange(0, job.file().size()));
        if (job.checkpoint().segment() != 0 || !isWhole) {
            throw new InvalidRequestException("The restore " + job.restoreId() + " is not in the ledger");
        }
        RestoreState restore = RestoreState.of(job, rules.clock().instant());
        if (ledger.create(restore, null)) {
            return restore;
        }
        return ledger.find(job.restoreId())
                .orElseThrow(() -> new InvalidRequestException("The restore " + job.restoreId()
                        + " is not in the ledger, and another of its file and table is running"));
    }
}
