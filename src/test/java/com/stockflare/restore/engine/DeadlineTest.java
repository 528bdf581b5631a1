package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.Status;
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
        "3001, false, false, false",
        "3000, false, false, false",
        "2999, true, false, false",
        "2000, true, false, false",
        "1999, true, true, false",
        "1000, true, true, false",
        "999, true, true, true",
        "0, true, true, true"
    })
    void stop_byTheTimeLeft_fetchesUntilTheMarginAndSettlesUntilItsLastThird(
            long remaining, boolean stopFetching, boolean stopReading, boolean stopSettling) {
        Deadline deadline = new Deadline(() -> remaining, 3_000);

        assertEquals(stopFetching, deadline.stopFetching());
        assertEquals(stopReading, deadline.stopReading());
        assertEquals(stopSettling, deadline.stopSettling());
    }

    @Test
    void never_always_goesOn() {
        assertFalse(StopSignal.NEVER.stopFetching());
        assertFalse(StopSignal.NEVER.stopReading());
        assertFalse(StopSignal.NEVER.stopSettling());
    }

    /** Whatever the pace at which a stream takes the rows, from less than a part in a second to many. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 8", "2, 1", "3, 1", "10, 6"})
    void run_hopAfterHop_readsAtMostOnePartTwiceEach(int shards, int workers) {
        int partBytes = 1 << 20;
        Bench bench = new Bench(SampleBackup.good(4_000, 10_000));
        bench.options = Bench.options(partBytes, Duration.ofSeconds(1));
        bench.stream.reshard(shards);
        bench.simulation.gets(() -> Duration.ofMillis(60).toNanos());
        bench.simulation.puts(() -> Duration.ofMillis(20).toNanos());
        bench.tenure = new SharedStream(workers);
        Outcome outcome = new Outcome(Status.CONTINUED, Checkpoint.START, 0);
        long bytesRead = 0;
        int hops = 0;
        while (outcome.status() == Status.CONTINUED && hops < 100) {
            long end = bench.simulation.nanos() + Duration.ofSeconds(40).toNanos();
            bench.stop = new Deadline(
                    () -> Duration.ofNanos(end - bench.simulation.nanos()).toMillis(), 30_000);
            outcome = bench.run(outcome.checkpoint());
            bytesRead += outcome.bytesRead();
            hops++;
        }

        assertTrue(hops > 1, "it was never stopped");
        long twice = bytesRead - bench.job().file().size();
        assertTrue(twice <= (hops - 1L) * partBytes, twice + " bytes were read twice in " + hops + " hops");
        assertEquals(4_000, bench.stream.records().size());
    }

    /** As if others sent, too. */
    private record SharedStream(int workers) implements Tenure {
        @Override
        public void keep(Checkpoint reached, Flow flow) {}

        @Override
        public Terms terms(RestoreRequest request) {
            return new Terms(workers, 0, Counts.NONE, false, false);
        }

        @Override
        public boolean mayCall() {
            return true;
        }

        @Override
        public void ended(boolean callsUnderWay) {}
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
