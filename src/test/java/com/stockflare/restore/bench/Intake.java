package com.stockflare.restore.bench;

import com.stockflare.restore.local.LocalStream;
import com.stockflare.restore.local.StreamCounts;
import java.time.Duration;
import java.util.Map;

/**
 * Watches what share of its ceiling a stream takes, from the first record to the last.
 *
 * <p>A shard allows a burst beyond its rate, a second's worth here, which alone would be 6 % of a run of 16 seconds. So
 * the time is cut into windows of four seconds, and none counts for more than what the shards grant in it: a burst
 * neither adds anything nor makes up for what was left unused before or after.
 */
final class Intake {
    /** What a shard grants in a second: Kinesis quotas. */
    static final double SHARD_RECORDS = 1_000;

    static final double SHARD_BYTES = 1 << 20;

    private static final long WINDOW_NANOS = Duration.ofSeconds(4).toNanos();

    /** Between two looks. Small enough beside a window. */
    private static final Duration PERIOD = Duration.ofMillis(5);

    private final LocalStream stream;
    private Look windowBegin;
    private Look last;
    private long begunAt;

    /** Of the windows that are over, in seconds of the ceiling. */
    private double used;

    private long longestPause;

    /** The counts at a time. */
    private record Look(long nanos, StreamCounts counts) {}

    private Intake(LocalStream stream) {
        this.stream = stream;
        this.last = new Look(System.nanoTime(), stream.counts());
    }

    /** Looks at a stream from now on. */
    static Intake watch(LocalStream stream) {
        Intake intake = new Intake(stream);
        Thread thread = new Thread(intake::lookOn, "intake");
        thread.setDaemon(true);
        thread.start();
        return intake;
    }

    private void lookOn() {
        try {
            while (true) {
                look();
                Thread.sleep(PERIOD.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        Look now = new Look(System.nanoTime(), stream.counts());
        if (now.counts.recordsAccepted() == last.counts.recordsAccepted()) {
            return;
        }
        if (windowBegin == null) {
            begunAt = now.nanos;
            windowBegin = new Look(now.nanos, last.counts);
        } else {
            longestPause = Math.max(longestPause, now.nanos - last.nanos);
        }
        last = now;
        if (now.nanos - windowBegin.nanos >= WINDOW_NANOS) {
            used += usedSince(windowBegin);
            windowBegin = now;
        }
    }

    /** Records or bytes, whichever are nearer to their limit, in seconds of the ceiling; no more than have passed. */
    private double usedSince(Look begin) {
        long records = last.counts.recordsAccepted() - begin.counts.recordsAccepted();
        long bytes = last.counts.bytesAccepted() - begin.counts.bytesAccepted();
        double seconds = Math.max(records / SHARD_RECORDS, bytes / SHARD_BYTES)
                / stream.options().shards();
        return Math.min(seconds, (last.nanos - begin.nanos) / 1e9);
    }

    /**
     * The {@code used} of the {@code nanos} that have passed, and the longest {@code pause} in them; the {@code records}
     * taken and those {@code throttled}.
     */
    synchronized Report report() {
        look();
        return new Report(Map.of(
                "nanos",
                last.nanos - begunAt,
                "used",
                (long) (1e9 * (used + usedSince(windowBegin))),
                "pause",
                longestPause,
                "records",
                last.counts.recordsAccepted(),
                "throttled",
                last.counts.recordsThrottled()));
    }
}
