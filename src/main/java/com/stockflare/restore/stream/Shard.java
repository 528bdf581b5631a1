package com.stockflare.restore.stream;

import java.math.BigInteger;

/**
 * An open shard of the stream.
 *
 * @param id such as {@code shardId-000000000003}
 * @param from the first hash key that falls into it
 * @param to the last one, inclusive
 */
public record Shard(String id, BigInteger from, BigInteger to) {
    /** What a shard takes ("Quotas and limits" in Kinesis's developer guide). */
    public static final int RECORDS_A_SECOND = 1_000;

    /** Likewise, data and partition keys together. */
    public static final int BYTES_A_SECOND = 1 << 20;

    /** Hash keys are the numbers below 2^128: MD5 of the partition key, or the explicit hash key. */
    static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);

    public Shard {
        if (from.signum() < 0 || to.compareTo(HASH_KEYS) >= 0 || from.compareTo(to) > 0) {
            throw new IllegalArgumentException("not a range of hash keys: " + from + " to " + to);
        }
    }

    /**
     * The hash key at the start of the {@code index}-th of {@code count} equal pieces of the shard's range. Several
     * partitions of one shard so stay apart when it is split under way: of a shard from 0 to 99, piece 1 of 2 starts at
     * 50.
     */
    BigInteger hashKey(int index, int count) {
        BigInteger width = to.subtract(from).add(BigInteger.ONE);
        return from.add(width.multiply(BigInteger.valueOf(index)).divide(BigInteger.valueOf(count)));
    }
}
