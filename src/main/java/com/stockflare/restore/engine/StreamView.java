package com.stockflare.restore.engine;

import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.Partitions;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.Spreader;
import com.stockflare.restore.stream.StreamShape;
import java.time.Duration;
import java.util.Set;

/** The stream as a run knows it: where its records go, and a new look when its shards have changed. */
final class StreamView {
    /** A reshard takes longer, and answers that were under way meanwhile name old shards. */
    private static final long LEAST_NANOS_BETWEEN_CHECKS = Duration.ofSeconds(1).toNanos();

    /** Nothing is sent while the stream is looked at, and a call may take as long as its time limit. */
    private static final long NANOS_AFTER_A_FAILURE = Duration.ofMinutes(1).toNanos();

    private final RecordSink sink;
    private final RestoreRequest request;
    private final Notes notes;
    private final Spreader spreader;
    private final int openShards;
    private final int maxRecordBytes;
    private final Duration retention;
    private final Ticker ticker;
    private long nextCheckAt;

    StreamView(RecordSink sink, RestoreRequest request, Notes notes, Retry retry) {
        this.sink = sink;
        this.request = request;
        this.notes = notes;
        StreamShape shape = retry.call(() -> sink.describe(request.stream(), notes));
        this.openShards = shape.openShards().size();
        this.maxRecordBytes = shape.maxRecordBytes();
        this.retention = shape.retention();
        this.ticker = retry.ticker();
        this.nextCheckAt = ticker.nanos() + LEAST_NANOS_BETWEEN_CHECKS;
        this.spreader = new Spreader(deal(shape), ticker.nanos());
    }

    private Partitions deal(StreamShape shape) {
        Partitions partitions = Partitions.of(shape.openShards(), request.partitions());
        if (partitions.idleShards() > 0) {
            notes.note(partitions.idleShards() + " of the stream's " + partitions.shards() + " shards stay idle: "
                    + partitions.count() + " partitions reach no more. Leave out the number of partitions to use all.");
        }
        return partitions;
    }

    /** Sends a batch. The one method that the threads of the calls use. */
    PutResult put(Batch batch) {
        return sink.put(request.stream(), batch);
    }

    Spreader spreader() {
        return spreader;
    }

    /** When the run began; 0 where they could not be listed. */
    int openShards() {
        return openShards;
    }

    int maxRecordBytes() {
        return maxRecordBytes;
    }

    Duration retention() {
        return retention;
    }

    /** Looks at the stream anew if an answer names a shard that was not there. */
    void seen(Set<String> shardIds, long now) {
        if (now - nextCheckAt < 0) {
            return;
        }
        nextCheckAt = now + LEAST_NANOS_BETWEEN_CHECKS;
        if (!spreader.partitions().isOutdatedBy(shardIds)) {
            return;
        }
        try {
            spreader.use(deal(sink.describe(request.stream(), notes)), now);
        } catch (RestoreException e) {
            // Records still arrive where they are sent, if less evenly. A stream that is gone says so at the next call.
            nextCheckAt = ticker.nanos() + NANOS_AFTER_A_FAILURE;
            notes.note("The stream's shards have changed and cannot be listed: " + e.getMessage());
        }
    }

    StreamException unavailable(String why, Throwable cause) {
        return new StreamException(
                StreamException.Reason.STREAM_UNAVAILABLE,
                "The stream " + request.stream() + " cannot be written to: " + why + ". Try again later.",
                cause);
    }
}
