package com.stockflare.restore.local;

import java.math.BigInteger;

/** The hash keys of a shard, both ends included, within 0 to 2^128 - 1. */
record HashRange(BigInteger start, BigInteger end) {
    static final BigInteger MAX = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    /** The {@code index}-th of {@code count} equal ranges; the last one takes the remainder. */
    static HashRange equalShare(int index, int count) {
        BigInteger width = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(count));
        BigInteger start = width.multiply(BigInteger.valueOf(index));
        return new HashRange(start, index == count - 1 ? MAX : start.add(width).subtract(BigInteger.ONE));
    }

    /** Whether the other range begins right after this one. */
    boolean touches(HashRange next) {
        return end.add(BigInteger.ONE).equals(next.start);
    }
}
