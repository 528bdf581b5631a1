package com.stockflare.restore.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
    private static final long MS = 1_000_000;

    private static Backoff backoff(long seed) {
        return new Backoff(50 * MS, 5_000 * MS, new Random(seed));
    }

    @ParameterizedTest
    @CsvSource({"1,50", "2,100", "3,200", "7,3200", "8,5000", "9,5000", "21,5000", "64,5000", "1000000,5000"})
    void nanos_anyAttempt_drawnEvenlyUpToItsBound(int attempt, long boundMs) {
        Backoff backoff = backoff(attempt);
        long bound = boundMs * MS;
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            long nanos = backoff.nanos(attempt);
            assertTrue(nanos >= 0 && nanos <= bound, nanos + " of " + bound);
            tenths[(int) Math.min(9, nanos * 10 / bound)]++;
        }
        for (int tenth : tenths) {
            assertTrue(tenth > 850 && tenth < 1_150, "a tenth has " + tenth);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nanos_sameSeed_sameWaits(long seed) {
        Backoff one = backoff(seed);
        Backoff other = backoff(seed);
        for (int attempt = 1; attempt < 50; attempt++) {
            assertEquals(one.nanos(attempt), other.nanos(attempt));
        }
    }

    @Test
    void nanos_noTimeAtAll_zero() {
        assertEquals(0, new Backoff(0, 0, new Random(1)).nanos(5));
    }
}
