package com.stockflare.restore.stream;

/**
 * What one shard takes: 1,000 records and 1 MiB a second (Kinesis quotas for a shard), as two token buckets. When the
 * stream refuses a record all the same, because others write to it too, the rate is halved, and then grows by a tenth
 * of the full rate every second: additive increase, multiplicative decrease.
 *
 * <p>Time is an argument, in nanoseconds of a clock that never goes back.
 */
final class ShardBudget {
    static final double RECORDS_A_SECOND = 1_000;
    static final double BYTES_A_SECOND = 1 << 20;

    /** How much may be sent at once after a pause, in seconds of the full rate. Below the second that a shard allows. */
    private static final double BURST_SECONDS = 0.5;

    private static final double LEAST_SHARE = 1.0 / 32;
    private static final double GROWTH_A_SECOND = 0.1;

    /** One answer can refuse many records: they are one sign, not many. */
    private static final long REACTION_NANOS = 250_000_000;

    private double records = BURST_SECONDS * RECORDS_A_SECOND;
    private double bytes = BURST_SECONDS * BYTES_A_SECOND;
    private double share = 1;
    private long refilledAt;
    private long reactedAt;

    ShardBudget(long now) {
        refilledAt = now;
        reactedAt = now - REACTION_NANOS;
    }

    /** Takes a record's room if there is any. One larger than the bucket may go when the bucket is full. */
    boolean take(int recordBytes, long now) {
        refill(now);
        if (nanosUntilRoom(recordBytes) > 0) {
            return false;
        }
        records -= 1;
        bytes -= recordBytes;
        return true;
    }

    long nanosUntilRoom(int recordBytes) {
        double missingRecords = 1 - records;
        double missingBytes = Math.min(recordBytes, BURST_SECONDS * BYTES_A_SECOND) - bytes;
        double seconds = Math.max(missingRecords / RECORDS_A_SECOND, missingBytes / BYTES_A_SECOND) / share;
        return (long) Math.ceil(Math.max(0, seconds) * 1e9);
    }

    void throttled(long now) {
        refill(now);
        if (now - reactedAt >= REACTION_NANOS) {
            share = Math.max(LEAST_SHARE, share / 2);
            reactedAt = now;
        }
        records = Math.min(records, 0);
        bytes = Math.min(bytes, 0);
    }

    private void refill(long now) {
        double seconds = (now - refilledAt) / 1e9;
        refilledAt = now;
        records = Math.min(BURST_SECONDS * RECORDS_A_SECOND, records + seconds * share * RECORDS_A_SECOND);
        bytes = Math.min(BURST_SECONDS * BYTES_A_SECOND, bytes + seconds * share * BYTES_A_SECOND);
        share = Math.min(1, share + seconds * GROWTH_A_SECOND);
    }
}
