package com.stockflare.restore.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ShardBudgetTest {
    private static final long SECOND = 1_000_000_000;

    private long now = -5 * SECOND;
    private final ShardBudget budget = new ShardBudget(now);

    /** Takes records of 100 bytes as fast as they go. */
    private int takenIn(long nanos) {
        long end = now + nanos;
        int taken = 0;
        while (now < end) {
            if (budget.take(100, now)) {
                taken++;
            } else {
                now += Math.min(50_000, end - now);
            }
        }
        return taken;
    }

    private static void assertAbout(int expected, int taken) {
        assertTrue(Math.abs(taken - expected) <= expected / 20, "about " + expected + ", but " + taken);
    }

    @RepeatedTest(20)
    void take_anySizesAtAnyTimes_neverOverTheLimits(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        ShardMeter meter = new ShardMeter(now);
        for (int i = 0; i < 50_000; i++) {
            int size = 1 + random.nextInt(1 << random.nextInt(1, 20));
            if (budget.take(size, now)) {
                meter.add(size, now);
            }
            now += random.nextInt(5) == 0 ? random.nextLong(1L << random.nextInt(1, 31)) : 0;
            if (random.nextInt(5_000) == 0) {
                budget.throttled(now);
            }
        }
        assertTrue(meter.sent() > 1_000, "took " + meter.sent());
    }

    @Test
    void take_afterAPause_onlyTheBurst() {
        now += 3_600 * SECOND;
        int taken = 0;
        while (budget.take(100, now)) {
            taken++;
        }
        assertEquals(500, taken);
    }

    @Test
    void take_oneOfFourWorkers_aQuarterAndItsBurst() {
        budget.divideAmong(4, now);
        assertEquals(125, takenIn(1));
        assertAbout(250, takenIn(SECOND));
        budget.divideAmong(1, now);
        assertAbout(1_000, takenIn(SECOND));
    }

    @Test
    void take_recordLargerThanAWorkersBurst_whenItsBucketIsFull() {
        budget.divideAmong(98, now);
        now += SECOND;
        assertTrue(budget.take(1 << 20, now));
        assertFalse(budget.take(1, now + 90 * SECOND));
        assertTrue(budget.take(1, now + 99 * SECOND));
    }

    @Test
    void throttled_once_halfTheRateThenATenthMoreASecond() {
        takenIn(10 * SECOND);
        budget.throttled(now);
        assertFalse(budget.take(1, now));
        for (int rate = 550; rate <= 950; rate += 100) {
            assertAbout(rate, takenIn(SECOND));
        }
        assertAbout(1_000, takenIn(SECOND));
    }

    @Test
    void throttled_manyRecordsOfOneAnswer_oneSign() {
        takenIn(10 * SECOND);
        for (int i = 0; i < 500; i++) {
            budget.throttled(now + i * 400_000L);
        }
        now += 200_000_000;
        assertAbout(570, takenIn(SECOND));
    }

    @Test
    void throttled_againAndAgain_neverSilentAndBackWithinTenSeconds() {
        for (int i = 0; i < 40; i++) {
            budget.throttled(now);
            now += 250_000_000;
        }
        budget.throttled(now);
        int inTheFirst = takenIn(SECOND);
        assertTrue(inTheFirst > 20 && inTheFirst < 120, "took " + inTheFirst);
        takenIn(9 * SECOND);
        assertAbout(1_000, takenIn(SECOND));
    }

    @Test
    void throttled_inDebtFromALargeRecord_debtIsKept() {
        assertTrue(budget.take(2 << 20, now));
        budget.throttled(now);
        // 1.5 MiB of debt at a rate that grows from 50 % to 100 % in five seconds.
        assertFalse(budget.take(1, now + 1_900_000_000));
        now += 1_900_000_000;
        takenIn(3 * SECOND);
        assertAbout(1_000, takenIn(SECOND));
    }
}
