package com.stockflare.restore.lambda;

import com.stockflare.restore.model.Status;

/** What this service counts and measures in CloudWatch, beside what AWS does. */
enum Metric {
    /** Rows settled: sent, rejected or blank. */
    ROWS("Rows", "Count"),
    REJECTS("Rejects", "Count"),
    /** Of backup files, settled. */
    BYTES("Bytes", "Bytes"),
    /** Records that the stream refused because their shard had enough, each time counted. */
    THROTTLES("Throttles", "Count"),
    /** Records sent again for whatever reason, each time counted. */
    RETRIES("Retries", "Count"),
    /** Invocations that worked on a segment. */
    HOPS("Hops", "Count"),
    /** How far the stream's consumer is behind. */
    CONSUMER_LAG("ConsumerLag", "Milliseconds"),
    /** What was sent, of what the stream takes in records or in bytes, whichever is more. Its average is the stream's. */
    SHARE_OF_CEILING("ShareOfCeiling", "Percent"),
    /** Segments that stood still, and that the watchdog has started again. */
    WATCHDOG_STARTS("WatchdogStarts", "Count"),
    RESTORES_COMPLETED("RestoresCompleted", "Count"),
    RESTORES_COMPLETED_WITH_REJECTS("RestoresCompletedWithRejects", "Count"),
    RESTORES_CANCELLED("RestoresCancelled", "Count"),
    RESTORES_FAILED("RestoresFailed", "Count");

    private final String title;
    private final String unit;

    Metric(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** Its name in CloudWatch. */
    String title() {
        return title;
    }

    /** As CloudWatch calls it. */
    String unit() {
        return unit;
    }

    /** Of restores that end so. */
    static Metric of(Status ending) {
        return valueOf("RESTORES_" + ending.name());
    }
}
