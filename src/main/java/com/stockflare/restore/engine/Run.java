package com.stockflare.restore.engine;

import com.stockflare.restore.backup.Chunk;
import com.stockflare.restore.backup.MalformedRowException;
import com.stockflare.restore.backup.PayloadWriter;
import com.stockflare.restore.backup.Row;
import com.stockflare.restore.backup.RowReader;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Findings;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.StalledException;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.TooManyRejectsException;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.SettledPrefix;
import com.stockflare.restore.stream.SettledPrefix.Fate;
import com.stockflare.restore.stream.Slice;
import java.time.Duration;

/**
 * One run of the engine: reads rows, sends their records, and writes checkpoints, until the file or the time ends. A dry run
 * does the same, but that it counts records and rejects where another sends and writes them.
 * Whatever it waits for, it looks every few milliseconds, and every few rows, whether to stop, and whether a checkpoint is due.
 */
final class Run {
    /** The longest wait between two looks. */
    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    private static final int ROWS_BETWEEN_LOOKS = 32;

    /** S3 out of reach for a moment ends no run. Nothing else is done meanwhile, so it must not take longer. */
    private static final Duration MOST_TIME_FOR_REJECTS = Duration.ofSeconds(10);

    private final RestoreJob job;
    private final StopSignal stop;
    private final Tenure tenure;
    private final boolean afterHold;
    private final ProgressListener listener;
    private final EngineRuntime runtime;
    private final PartReader parts;
    private final RowReader rows;
    private final PayloadWriter payload;
    private final StreamView stream;
    private final SettledPrefix settled;
    private final Outbox outbox;
    private final RejectBuffer rejects;
    private final LagWatch lag;
    private final Tally tally = new Tally();
    private Checkpoint checkpoint;
    private long checkpointAt;

    /** Where the next row starts. */
    private long next;

    private int rowsUntilLook;

    /** Stopped while waiting for a part: what the row reader shows then is no whole row. */
    private boolean cutOff;

    /** The consumer has to catch up first. */
    private boolean held;

    /** Stopped because somebody wanted that, also if it has been taken back since: nothing settled is no standstill then. */
    private boolean wasToStop;

    /** As they were with the last checkpoint. */
    private Terms terms;

    private Flow flow = Flow.NONE;

    Run(RestoreJob job, RestoreEngine.Ports ports, RestoreEngine.Watch watch, PartReader parts) {
        this.job = job;
        this.tenure = watch.tenure();
        this.afterHold = watch.afterHold();
        this.listener = watch.listener();
        this.runtime = ports.runtime();
        this.parts = parts;
        this.checkpoint = job.checkpoint();
        // They come while the stream and the table are looked at.
        parts.fetchAhead();
        Retry fenced = runtime.retry().before(this::renewIfDue);
        this.stream = new StreamView(ports.sink(), job.request(), listener, fenced);
        this.next = checkpoint.offset();
        this.rows = new RowReader(this::nextPart, next);
        this.payload = new PayloadWriter(
                fenced.call(() -> ports.tables().describe(job.request().table(), listener)),
                job.request().decode(),
                runtime.options().binaryFormat(),
                stream.maxRecordBytes() - Batch.MAX_KEY_BYTES);
        this.settled = new SettledPrefix(next);
        this.outbox = new Outbox(stream, settled, tenure, runtime);
        this.rejects = new RejectBuffer(ports.rejects(), job, fenced.forAtLeast(MOST_TIME_FOR_REJECTS));
        this.stop = new ProgressFirst(watch.stop(), settled, rejects, checkpoint.offset());
        this.lag = new LagWatch(
                job.request(), ports, listener, new LagWatch.Times(stream.retention(), watch.runningFor()));
        this.checkpointAt = runtime.ticker().nanos();
        heed(tenure.terms(job.request()));
    }

    Outcome toTheEnd() {
        try {
            rejects.lookForEarlier();
            awaitFirstLook();
            boolean atEnd = findFirstRow() && read();
            boolean allSettled = settle();
            writeCheckpoint();
            return outcome(atEnd && allSettled);
        } catch (LeaseLostException | LedgerException e) {
            // A checkpoint that was not kept must be the last one that rejects were written for. And a call that
            // outlived this run would be frozen with the function, and could come after those of whoever goes on.
            awaitCalls(e);
            throw e;
        } catch (RuntimeException e) {
            // Also a fault of the program, or of a library: what the stream has acknowledged stays acknowledged.
            keepWhatIsSettled(e);
            throw e;
        } finally {
            tenure.ended(outbox.isWaiting());
        }
    }

    /**
     * Where a file was cut, the run begins one byte before the cut: behind the first line ending from there on starts the
     * first row that is its own. False if it was time to stop before that was found.
     */
    private boolean findFirstRow() {
        if (next >= job.range().from()) {
            return true;
        }
        boolean found = rows.next() && !cutOff;
        if (found) {
            next = rows.row().end();
            settled.passOver(next);
            // At once: the ledger takes the first checkpoint in the range for the first row's start.
            writeCheckpoint();
        }
        return found;
    }

    /** Reads every row that starts in the range, then true, or until it is time to stop, then false. */
    private boolean read() {
        while (next < job.range().to()) {
            if (isTimeToLook() && (stop.stopReading() || isToPause())) {
                return false;
            }
            if (outbox.isFull()) {
                outbox.await(LOOK_NANOS);
                rowsUntilLook = 0;
            } else if (!rows.next()) {
                return !cutOff;
            } else if (cutOff || !restore(rows.row())) {
                return false;
            }
        }
        return true;
    }

    /** To look costs about a tenth of what a small row does. */
    private boolean isTimeToLook() {
        if (--rowsUntilLook > 0) {
            return false;
        }
        rowsUntilLook = ROWS_BETWEEN_LOOKS;
        goOn();
        return true;
    }

    /** After a hold: sending is what has to wait. */
    private void awaitFirstLook() {
        while (afterHold && lag.isBlind() && !isToPause() && !stop.stopReading()) {
            outbox.await(LOOK_NANOS);
            goOn();
        }
    }

    private boolean isToPause() {
        lag.reasonToHold().ifPresent(reason -> {
            held = true;
            listener.note(reason);
        });
        wasToStop = terms.isToStop() && canStop();
        return wasToStop || (held && canStop());
    }

    /** Only at a checkpoint: what was sent since the last one would be sent again each time that this is woken. */
    private boolean canStop() {
        boolean untouched =
                settled.span() == 0 && settled.offset() == job.checkpoint().offset();
        return untouched || rejects.canBeCutAt(settled.offset());
    }

    /** The next part for the row reader. The stream and the checkpoints go on while it is on its way. */
    private Chunk nextPart() {
        do {
            if (stop.stopFetching()) {
                parts.fetchNoMore();
            }
            if (parts.isDrained() || stop.stopReading() || isToPause()) {
                cutOff = true;
                return null;
            }
            goOn();
        } while (!parts.isReady(LOOK_NANOS));
        return parts.next();
    }

    /** False if there was no time left to send the row's record: the row stays unsettled. */
    private boolean restore(Row row) {
        next = row.end();
        long number = settled.append(next);
        if (row.isBlank()) {
            settled.settle(number, Fate.BLANK);
            return true;
        }
        try {
            if (row.isTooLong()) {
                throw new MalformedRowException(RejectReason.ROW_TOO_LONG, row.length() + " bytes");
            }
            payload.write(row);
        } catch (MalformedRowException e) {
            return reject(row, e, number);
        }
        if (isDry()) {
            tally.sendable(row, payload.size());
            settled.settle(number, Fate.SENT);
            return true;
        }
        return send(new Slice(payload.bytes(), 0, payload.size()), number);
    }

    private boolean isDry() {
        return job.request().dryRun();
    }

    private boolean reject(Row row, MalformedRowException why, long number) {
        if (isDry()) {
            tally.rejected(row, why.reason());
        } else {
            rejects.add(new Reject(row.offset(), row.length(), why.reason(), why.getMessage(), row.copy()));
        }
        settled.settle(number, Fate.REJECTED);
        if (rejects.isFull()) {
            if (!settle()) {
                return false;
            }
            writeCheckpoint();
        }
        return true;
    }

    private boolean send(Slice record, long row) {
        while (!outbox.offer(record, row)) {
            if (stop.stopReading() || isToPause()) {
                return false;
            }
            outbox.await(LOOK_NANOS);
            goOn();
        }
        return true;
    }

    /** Waits until every row is settled; false if it was time to give up before. */
    private boolean settle() {
        while (!outbox.flush()) {
            if (stop.stopSettling()) {
                return false;
            }
            outbox.await(LOOK_NANOS);
            checkpointIfDue();
        }
        return true;
    }

    private void goOn() {
        outbox.turn();
        checkpointIfDue();
    }

    private void checkpointIfDue() {
        long sinceLast = runtime.ticker().nanos() - checkpointAt;
        if (sinceLast >= runtime.options().checkpointInterval().toNanos() || !tenure.mayCall()) {
            writeCheckpoint();
        }
    }

    /** The rejects first: a row counts as settled only once it is in them. */
    private void writeCheckpoint() {
        Checkpoint reached = job.checkpoint().advance(settled.offset(), settled.counts(), findings());
        Checkpoint before = checkpoint;
        if (rejects.writeUpTo(reached.offset())) {
            checkpoint = reached;
        }
        flow = flowSince(before);
        tenure.keep(checkpoint, flow);
        heed(tenure.terms(job.request()));
        checkpointAt = runtime.ticker().nanos();
        listener.progress(new Progress(
                checkpoint,
                parts.bytesRead(),
                outbox.resent(),
                stream.spreader().partitions().shards(),
                outbox.load(terms.workers(), lag.latest())));
        checkRejects();
    }

    /** In a dry run a row is settled as soon as it is read: of the rows before the settled prefix's end, and no others. */
    private Findings findings() {
        return isDry() ? tally.findings(stream.openShards()) : Findings.NONE;
    }

    private Flow flowSince(Checkpoint before) {
        long rows = checkpoint.counts().rows() - before.counts().rows();
        double seconds = Math.max(1, runtime.ticker().nanos() - checkpointAt) / 1e9;
        return new Flow(outbox.resent(), Math.round(rows / seconds), lag.latest());
    }

    private void heed(Terms newTerms) {
        terms = newTerms;
        stream.spreader().share(terms.workers(), terms.rate(), runtime.ticker().nanos());
    }

    private void checkRejects() {
        Counts counts = checkpoint.counts().plus(terms.elsewhere());
        if (!job.request().allows(counts, terms.isLast() && isDone())) {
            throw new TooManyRejectsException(job.file(), counts);
        }
    }

    private boolean isDone() {
        return checkpoint.offset() >= job.range().to();
    }

    /** Before a call that others must not see come late. */
    private void renewIfDue() {
        if (!tenure.mayCall()) {
            tenure.keep(checkpoint, flow);
        }
        if (!tenure.mayCall()) {
            throw new LedgerException("of restores", true, "its answer took longer than the lease lasts.", null);
        }
    }

    /** After a failure: what has been acknowledged is kept, also by the calls that are still under way. */
    private void keepWhatIsSettled(RuntimeException failure) {
        try {
            awaitCalls(failure);
            writeCheckpoint();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Waits for the calls under way, and sends nothing more. What else fails then adds nothing. */
    private void awaitCalls(RuntimeException failure) {
        while (outbox.isWaiting()
                && !stop.stopSettling()
                && !Thread.currentThread().isInterrupted()) {
            try {
                outbox.await(LOOK_NANOS);
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private Status unfinished() {
        if (wasToStop || terms.isToStop()) {
            return Status.PAUSED;
        }
        return held ? Status.HELD : Status.CONTINUED;
    }

    private Outcome outcome(boolean done) {
        if (!done) {
            return new Outcome(unfinished(), checkpoint, parts.bytesRead());
        }
        if (!isDone()) {
            throw new StalledException(
                    checkpoint.offset(),
                    job.file().uri() + " was to be read up to offset "
                            + job.range().to()
                            + ", but its rows end at offset " + checkpoint.offset()
                            + ". Nothing is lost before it; report this.");
        }
        Status status = checkpoint.counts().rejected() == 0 ? Status.COMPLETED : Status.COMPLETED_WITH_REJECTS;
        return new Outcome(status, checkpoint, parts.bytesRead());
    }
}
