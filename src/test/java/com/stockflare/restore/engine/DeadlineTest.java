package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {
    @ParameterizedTest
    @CsvSource({"900000, 30000", "150000, 30000", "149995, 29999", "15000, 3000", "10, 2", "4, 1", "0, 1", "-5, 1"})
    void of_noMargin_isTheSmallerOf30SecondsAndAFifth(long remaining, long margin) {
        assertEquals(margin, Deadline.of(() -> remaining, null).marginMillis());
    }

    @Test
    void of_margin_isTaken() {
        assertEquals(45_000, Deadline.of(() -> 60_000, Duration.ofSeconds(45)).marginMillis());
    }

    @Test
    void new_noMargin_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Deadline(() -> 1, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "3001, false, false",
        "3000, false, false",
        "2999, true, false",
        "1000, true, false",
        "999, true, true",
        "0, true, true"
    })
    void stop_byTheTimeLeft_readsUntilTheMarginAndSettlesUntilItsLastThird(
            long remaining, boolean stopReading, boolean stopSettling) {
        Deadline deadline = new Deadline(() -> remaining, 3_000);

        assertEquals(stopReading, deadline.stopReading());
        assertEquals(stopSettling, deadline.stopSettling());
    }

    @Test
    void never_always_goesOn() {
        assertFalse(StopSignal.NEVER.stopReading());
        assertFalse(StopSignal.NEVER.stopSettling());
    }

    @Test
    void run_deadline_endsBeforeTheLastThirdAndSettlesAll() {
        Bench bench = new Bench(SampleBackup.good(50_000, 20));
        bench.stream.reshard(1);
        bench.simulation.puts(() -> Duration.ofMillis(100).toNanos());
        bench.stop = Deadline.of(SourceFaultsTest.remainingOf(bench, Duration.ofSeconds(15)), null);

        long sent = bench.run().checkpoint().counts().sent();

        assertEquals(sent, bench.stream.records().size());
        // A shard takes 1,000 a second for 12 s, and half a second's more at the start.
        assertTrue(sent > 12_000 && sent <= 12_600, "sent " + sent);
        assertTrue(bench.simulation.nanos() < Duration.ofSeconds(14).toNanos());
    }
}
