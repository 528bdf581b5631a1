package com.stockflare.restore.engine;

import com.stockflare.restore.backup.MalformedRowException;
import com.stockflare.restore.backup.PayloadWriter;
import com.stockflare.restore.backup.Row;
import com.stockflare.restore.backup.RowReader;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.StalledException;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.SettledPrefix;
import com.stockflare.restore.stream.SettledPrefix.Fate;
import com.stockflare.restore.stream.Slice;

/** One run of the engine: reads rows, sends their records, and writes checkpoints, until the file or the time ends. */
final class Run {
    private final RestoreJob job;
    private final StopSignal stop;
    private final ProgressListener listener;
    private final EngineRuntime runtime;
    private final PartReader parts;
    private final RowReader rows;
    private final PayloadWriter payload;
    private final StreamView stream;
    private final SettledPrefix settled;
    private final Outbox outbox;
    private final RejectBuffer rejects;
    private Checkpoint checkpoint;
    private long checkpointAt;

    Run(RestoreJob job, RestoreEngine.Ports ports, Watch watch, PartReader parts) {
        this.job = job;
        this.listener = watch.listener();
        this.runtime = ports.runtime();
        this.parts = parts;
        this.checkpoint = job.checkpoint();
        this.stream = new StreamView(ports.sink(), job.request(), listener, runtime);
        this.rows = new RowReader(parts, checkpoint.offset());
        this.payload = new PayloadWriter(
                job.request().table(),
                job.request().decode(),
                runtime.options().binaryFormat(),
                stream.maxRecordBytes() - Batch.MAX_KEY_BYTES);
        this.settled = new SettledPrefix(checkpoint.offset());
        this.stop = new ProgressFirst(watch.stop(), settled, checkpoint.offset());
        this.outbox = new Outbox(stream, settled, stop, runtime);
        this.rejects = new RejectBuffer(ports.rejects(), job, runtime.retry());
        this.checkpointAt = runtime.ticker().nanos();
    }

    /** Who watches the run: tells when to stop, and is told how it gets on. */
    record Watch(StopSignal stop, ProgressListener listener) {}

    Outcome toTheEnd() {
        try {
            boolean atEnd = read();
            boolean allSettled = outbox.settle();
            writeCheckpoint();
            return outcome(atEnd && allSettled);
        } catch (RestoreException e) {
            keepWhatIsSettled(e);
            throw e;
        }
    }

    /** Reads until the end of the file, then true, or until it is time to stop, then false. */
    private boolean read() {
        while (!stop.stopReading()) {
            if (!rows.next()) {
                return true;
            }
            if (!restore(rows.row())) {
                return false;
            }
            checkpointIfDue();
        }
        return false;
    }

    /** False if there was no time left to send the row's record: the row stays unsettled. */
    private boolean restore(Row row) {
        long number = settled.append(row.end());
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
            rejects.add(new Reject(row.offset(), row.length(), e.reason(), e.getMessage(), row.copy()));
            settled.settle(number, Fate.REJECTED);
            return !rejects.isFull() || (outbox.settle() && writeCheckpoint());
        }
        return outbox.add(new Slice(payload.bytes(), 0, payload.size()), number);
    }

    private void checkpointIfDue() {
        if (runtime.ticker().nanos() - checkpointAt
                >= runtime.options().checkpointInterval().toNanos()) {
            writeCheckpoint();
        }
    }

    /** The rejects first: a row counts as settled only once it is in them. Always true, for who goes on with it. */
    private boolean writeCheckpoint() {
        Checkpoint reached = job.checkpoint().advance(settled.offset(), settled.counts());
        rejects.writeUpTo(reached.offset());
        checkpoint = reached;
        checkpointAt = runtime.ticker().nanos();
        listener.progress(new Progress(
                checkpoint,
                parts.bytesRead(),
                outbox.resent(),
                stream.spreader().partitions().shards()));
        return true;
    }

    private void keepWhatIsSettled(RestoreException failure) {
        try {
            outbox.awaitCalls();
            writeCheckpoint();
        } catch (RestoreException e) {
            failure.addSuppressed(e);
        }
    }

    private Outcome outcome(boolean done) {
        if (!done) {
            return new Outcome(Status.CONTINUED, checkpoint, parts.bytesRead());
        }
        if (checkpoint.offset() != job.file().size()) {
            throw new StalledException(
                    checkpoint.offset(),
                    job.file().uri() + " has " + job.file().size() + " bytes, but its rows end at offset "
                            + checkpoint.offset() + ". Nothing is lost before it; report this.");
        }
        Status status = checkpoint.counts().rejected() == 0 ? Status.COMPLETED : Status.COMPLETED_WITH_REJECTS;
        return new Outcome(status, checkpoint, parts.bytesRead());
    }
}
