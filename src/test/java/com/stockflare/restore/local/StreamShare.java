package com.stockflare.restore.local;

/**
 * How much of what a stream could take it has been given. Each shard takes 1,000 records and 1 MiB a second; what it was
 * not given can be given later, up to a second's worth. So the share is never above 1.
 */
final class StreamShare {
    private static final double BYTES = 1 << 20;
    private static final double RECORDS = 1_000;

    private final int shards;
    private double recordsLeft;
    private double bytesLeft;

    /** A stream that has not been used for a second. */
    StreamShare(int shards) {
        this.shards = shards;
        this.recordsLeft = RECORDS * shards;
        this.bytesLeft = BYTES * shards;
    }

    /** The share, 0 to 1, of a time in which so much was given. */
    double of(long records, long bytes, double seconds) {
        double recordsPossible = recordsLeft + RECORDS * shards * seconds;
        double bytesPossible = bytesLeft + BYTES * shards * seconds;
        recordsLeft = Math.max(0, Math.min(RECORDS * shards, recordsPossible - records));
        bytesLeft = Math.max(0, Math.min(BYTES * shards, bytesPossible - bytes));
        return Math.min(1, Math.max(records / recordsPossible, bytes / bytesPossible));
    }
}
