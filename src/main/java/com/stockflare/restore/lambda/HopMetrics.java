package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.engine.Progress;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.stream.Shard;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The metrics of one invocation that works on a segment: a line a minute, and one at its end, each with what is new since
 * the line before. Only what lies before a checkpoint that was kept is counted, from the one that the invocation began at:
 * so no row is counted twice, however often it is read. An invocation that is killed leaves its last minute uncounted.
 */
final class HopMetrics {
    private static final long PERIOD_NANOS = Duration.ofMinutes(1).toNanos();

    /** A rate over less says nothing. */
    private static final long LEAST_NANOS_OF_A_RATE = Duration.ofSeconds(1).toNanos();

    private final Metrics metrics;
    private final LongSupplier nanoClock;
    private final Supplier<ObjectNode> line;
    private final long rangeFrom;
    private Progress written;
    private Progress latest;
    private long writtenAt;

    /**
     * @param job at the checkpoint that the invocation begins at
     * @param nanoClock never goes back
     * @param line makes a line of the log to put the metrics into
     */
    HopMetrics(Metrics metrics, RestoreJob job, LongSupplier nanoClock, Supplier<ObjectNode> line) {
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        this.line = line;
        this.rangeFrom = job.range().from();
        this.written = new Progress(job.checkpoint(), 0, 0, 0);
        this.latest = written;
        this.writtenAt = nanoClock.getAsLong();
    }

    void progress(Progress progress) {
        if (written.checkpoint().offset() < rangeFrom && progress.checkpoint().offset() >= rangeFrom) {
            // What lies before the first row is the segment's before this one.
            written = new Progress(progress.checkpoint(), 0, 0, 0, written.load());
        }
        latest = progress;
        if (nanoClock.getAsLong() - writtenAt >= PERIOD_NANOS) {
            write(new EnumMap<>(Metric.class));
        }
    }

    /** The invocation works on it no more. */
    void ended() {
        write(new EnumMap<>(Map.of(Metric.HOPS, 1)));
    }

    private void write(Map<Metric, Number> values) {
        Counts before = written.checkpoint().counts();
        Counts now = latest.checkpoint().counts();
        values.put(Metric.ROWS, now.rows() - before.rows());
        values.put(Metric.REJECTS, now.rejected() - before.rejected());
        values.put(
                Metric.BYTES,
                latest.checkpoint().offset() - written.checkpoint().offset());
        values.put(Metric.THROTTLES, latest.load().throttled() - written.load().throttled());
        values.put(Metric.RETRIES, latest.resent() - written.resent());
        if (latest.load().lag() != null) {
            values.put(Metric.CONSUMER_LAG, latest.load().lag().toMillis());
        }
        long at = nanoClock.getAsLong();
        if (latest.shards() > 0 && at - writtenAt >= LEAST_NANOS_OF_A_RATE) {
            values.put(Metric.SHARE_OF_CEILING, shareOfCeiling((at - writtenAt) / 1e9));
        }
        written = latest;
        writtenAt = at;
        metrics.write(line.get(), values);
    }

    /**
     * Of this invocation's part of the shards: 2 workers at 10 shards, this one sent 2,500 records a second of the 5,000
     * that are its part, so 50 %. The average over both is the stream's.
     */
    private double shareOfCeiling(double seconds) {
        double part = seconds * latest.shards() / latest.load().workers();
        double records = latest.load().records() - written.load().records();
        double bytes = latest.load().bytes() - written.load().bytes();
        double share = Math.max(records / (part * Shard.RECORDS_A_SECOND), bytes / (part * Shard.BYTES_A_SECOND));
        return Math.round(share * 1_000) / 10.0;
    }
}
