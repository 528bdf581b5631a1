package com.stockflare.restore.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Holds what a shard is sent against its limits: in any window of t seconds no more than the burst and t times the rate.
 * A leaky bucket tells that for all windows at once: its level never rises above the burst.
 */
final class ShardMeter {
    private static final double BURST_SECONDS = 0.5;
    private static final double MIB = 1 << 20;

    private double records;
    private double bytes;
    private long at;
    private long sent;

    ShardMeter(long start) {
        at = start;
    }

    /** A record larger than the burst may stand for all of it. */
    void add(int recordBytes, long now) {
        double seconds = (now - at) / 1e9;
        at = now;
        records = Math.max(0, records - seconds * 1_000) + 1;
        bytes = Math.max(0, bytes - seconds * MIB) + recordBytes;
        sent++;
        assertTrue(records <= 1_000 * BURST_SECONDS + 1e-3, records + " records at once");
        assertTrue(bytes <= Math.max(MIB * BURST_SECONDS, recordBytes) + 1, bytes + " bytes at once");
    }

    long sent() {
        return sent;
    }
}
