package com.stockflare.restore.stream;

/**
 * What one shard takes: 1,000 records and 1 MiB a second (Kinesis quotas for a shard), or a worker's part of it, as two
 * token buckets. When the stream refuses a record all the same, because others write to it too, the rate is halved, and
 * then grows by a tenth of the full rate every second: additive increase, multiplicative decrease.
 *
 * <p>Time is an argument, in nanoseconds of a clock that never goes back.
 */
final class ShardBudget {
    /** How much may be sent at once after a pause, in seconds of the full rate. Below the second that a shard allows. */
    private static final double BURST_SECONDS = 0.5;

    private static final double LEAST_SHARE = 1.0 / 32;
    private static final double GROWTH_A_SECOND = 0.1;

    /** One answer can refuse many records: they are one sign, not many. */
    private static final long REACTION_NANOS = 250_000_000;

    private final Tokens records;
    private final Tokens bytes;
    private int workers = 1;
    private double share = 1;
    private long grownAt;
    private long reactedAt;

    ShardBudget(long now) {
        records = new Tokens(Shard.RECORDS_A_SECOND, BURST_SECONDS * Shard.RECORDS_A_SECOND, now);
        bytes = new Tokens(Shard.BYTES_A_SECOND, BURST_SECONDS * Shard.BYTES_A_SECOND, now);
        grownAt = now;
        reactedAt = now - REACTION_NANOS;
    }

    /** From now on the shard is so many workers', and one part of it this one's. */
    void divideAmong(int newWorkers, long now) {
        workers = newWorkers;
        change(now);
    }

    /** Takes a record's room if there is any. One larger than the bucket may go when the bucket is full. */
    boolean take(int recordBytes, long now) {
        grow(now);
        if (!records.has(1, now) || !bytes.has(recordBytes, now)) {
            return false;
        }
        records.take(1);
        bytes.take(recordBytes);
        return true;
    }

    void throttled(long now) {
        grow(now);
        if (now - reactedAt >= REACTION_NANOS) {
            share = Math.max(LEAST_SHARE, share / 2);
            reactedAt = now;
            change(now);
        }
        records.empty(now);
        bytes.empty(now);
    }

    private void grow(long now) {
        if (share < 1) {
            share = Math.min(1, share + (now - grownAt) / 1e9 * GROWTH_A_SECOND);
            change(now);
        }
        grownAt = now;
    }

    private void change(long now) {
        double part = 1.0 / workers;
        records.change(
                share * part * Shard.RECORDS_A_SECOND, Math.max(1, BURST_SECONDS * part * Shard.RECORDS_A_SECOND), now);
        bytes.change(share * part * Shard.BYTES_A_SECOND, BURST_SECONDS * part * Shard.BYTES_A_SECOND, now);
    }
}
