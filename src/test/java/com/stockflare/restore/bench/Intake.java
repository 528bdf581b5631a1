package com.stockflare.restore.bench;

import com.stockflare.restore.local.LocalStream;
import com.stockflare.restore.local.StreamCounts;
import java.time.Duration;
import java.util.Map;

/**
 * Watches what a stream takes, from the first record to the last, and apart from that from two seconds after the first:
 * by then the burst that a shard allows at the start is used up, and nothing that its limits do not grant by the second
 * makes the figure any better.
 */
final class Intake {
    private static final Duration BURST = Duration.ofSeconds(2);

    /** Between two looks. Small enough beside the time that is measured. */
    private static final Duration PERIOD = Duration.ofMillis(5);

    private final LocalStream stream;
    private Look first;
    private Look afterBurst;
    private Look last;

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
        last = now;
        if (first == null) {
            first = now;
        }
        if (afterBurst == null && now.nanos - first.nanos >= BURST.toNanos()) {
            afterBurst = now;
        }
    }

    /**
     * The {@code records} and {@code bytes} taken in {@code nanos} and those in {@code steadyNanos}, and how many records
     * were {@code throttled}.
     */
    synchronized Report report() {
        look();
        if (afterBurst == null) {
            throw new IllegalStateException("the stream took no records for " + BURST);
        }
        StreamCounts all = last.counts;
        StreamCounts before = afterBurst.counts;
        return new Report(Map.of(
                "nanos", last.nanos - first.nanos,
                "records", all.recordsAccepted(),
                "bytes", all.bytesAccepted(),
                "steadyNanos", last.nanos - afterBurst.nanos,
                "steadyRecords", all.recordsAccepted() - before.recordsAccepted(),
                "steadyBytes", all.bytesAccepted() - before.bytesAccepted(),
                "throttled", all.recordsThrottled()));
    }
}
