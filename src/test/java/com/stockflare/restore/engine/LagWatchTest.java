package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.LagReading;
import com.stockflare.restore.model.LagReading.Behind;
import com.stockflare.restore.model.LagReading.NoReader;
import com.stockflare.restore.model.LagReading.Unknown;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.stream.StreamShape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a restore waits for its consumer. 150 parts come one after the other, each in a second: time for three looks. */
class LagWatchTest {
    private static final SampleBackup BACKUP = SampleBackup.good(3_700, 1);

    /** A quarter, as the bench has it. */
    private static final Duration MOST_AGE = StreamShape.DEFAULT_RETENTION.dividedBy(4);

    private final Bench bench = new Bench(BACKUP);
    private int looks;

    LagWatchTest() {
        bench.request = Bench.HEEDING_LAG;
        bench.stream.reshard(100);
        bench.options = options(25);
        bench.simulation.gets(() -> Duration.ofSeconds(1).toNanos());
    }

    private static EngineOptions options(int maxConsumerLagPercent) {
        return new EngineOptions(1 << 10, 1, 8, Duration.ofSeconds(1), BinaryFormat.NODE, maxConsumerLagPercent);
    }

    /** What each look finds, by the seconds since the run began. */
    private void lag(LongFunction<LagReading> script) {
        bench.lag = stream -> {
            assertEquals(Bench.REQUEST.stream(), stream);
            looks++;
            return script.apply(Duration.ofNanos(bench.simulation.nanos()).toSeconds());
        };
    }

    private static LagReading behind(Duration age) {
        return new Behind(age, Instant.EPOCH);
    }

    @Test
    void run_lagAboveTheShareAfterAMinute_isHeldWithAllSettledAndSaysWhy() {
        lag(second -> behind(second < 60 ? MOST_AGE : MOST_AGE.plusMinutes(3)));

        Outcome held = bench.run();

        assertEquals(Status.HELD, held.status());
        assertEquals(
                List.of("The consumer of put-stream is 363 minutes behind; more than 360 are too much for the stream's"
                        + " retention. The restore goes on when it has caught up."),
                bench.listener.notes());
        long seconds = Duration.ofNanos(bench.simulation.nanos()).toSeconds();
        assertTrue(seconds >= 60 && seconds < 65, seconds + " s");
        assertEquals(bench.stream.records().size(), held.checkpoint().counts().sent());
        assertEquals(held.checkpoint(), bench.listener.lastOr(null));
    }

    @Test
    void run_heldAndThenCaughtUp_sendsEachRecordOnce() {
        lag(second -> behind(second < 60 ? MOST_AGE.plusSeconds(1) : Duration.ZERO));

        Outcome outcome = bench.run();
        assertEquals(Status.HELD, outcome.status());
        bench.simulation.pass(Duration.ofMinutes(1));
        outcome = bench.run(outcome.checkpoint());

        assertEquals(Status.COMPLETED, outcome.status());
        assertEquals(BACKUP.payloads().size(), outcome.checkpoint().counts().sent());
        assertEquals(
                DeliveryPropertyTest.sorted(BACKUP.payloads()), DeliveryPropertyTest.sorted(bench.stream.records()));
    }

    @ParameterizedTest(name = "{0} % of the retention")
    @ValueSource(ints = {1, 25, 100})
    void run_lagAtTheShare_goesOnAndLooksEveryMinute(int percent) {
        bench.options = options(percent);
        lag(second -> behind(StreamShape.DEFAULT_RETENTION.multipliedBy(percent).dividedBy(100)));

        assertEquals(Status.COMPLETED, bench.run().status());
        assertEquals(List.of(), bench.listener.notes());
        assertEquals(3, looks);
    }

    @Test
    void run_longerRetention_letsTheConsumerBeFurtherBehind() {
        bench.stream.setRetention(Duration.ofDays(7));
        lag(second -> behind(Duration.ofHours(42)));

        assertEquals(Status.COMPLETED, bench.run().status());
    }

    @ParameterizedTest(name = "running for {0} s")
    @CsvSource({"0, COMPLETED, 0", "475, COMPLETED, 0", "480, HELD, 120", "540, HELD, 60", "600, HELD, 0"})
    void run_nobodyReads_isHeldAfterTenMinutesOfTheRestore(long runningFor, Status status, long heldAt) {
        lag(second -> new NoReader());

        Outcome outcome = runningFor(Duration.ofSeconds(runningFor));

        assertEquals(status, outcome.status());
        if (status == Status.HELD) {
            assertEquals(
                    List.of(
                            "Nobody has read the stream put-stream for ten minutes. Switch its consumer on; if it reads"
                                    + " by enhanced fan-out, which is not measured, stop the restore and start it again with ignoreLag (--ignore-lag)."),
                    bench.listener.notes());
            long seconds = Duration.ofNanos(bench.simulation.nanos()).toSeconds();
            assertTrue(seconds >= heldAt && seconds < heldAt + 5, seconds + " s");
        }
    }

    private Outcome runningFor(Duration runningFor) {
        return run(runningFor, false);
    }

    private Outcome run(Duration runningFor, boolean afterHold) {
        return bench.engine()
                .run(
                        bench.job().withCheckpoint(Checkpoint.START),
                        new RestoreEngine.Watch(bench.stop, bench.tenure, bench.watcher, runningFor, afterHold));
    }

    @Test
    void run_afterAHoldAndStillBehind_sendsNothing() {
        lag(second -> behind(Duration.ofHours(7)));
        bench.simulation.gets(() -> Duration.ofSeconds(2).toNanos());

        assertEquals(Status.HELD, run(Duration.ofHours(1), true).status());
        assertEquals(List.of(), bench.stream.records());
    }

    @Test
    void run_afterAHoldAndCaughtUp_goesOn() {
        lag(second -> behind(Duration.ZERO));

        assertEquals(Status.COMPLETED, run(Duration.ofHours(1), true).status());
    }

    @Test
    void run_lagUnknown_saysSoOnceAndGoesOn() {
        lag(second -> new Unknown("by script."));

        assertEquals(Status.COMPLETED, bench.run().status());
        assertEquals(3, looks);
        assertEquals(
                List.of("How far the consumer is behind is not known, so nothing waits for it: by script."),
                bench.listener.notes());
    }

    @Test
    void run_lookThrows_isAnUnknownLag() {
        lag(second -> {
            throw new IllegalStateException("by script");
        });

        assertEquals(Status.COMPLETED, bench.run().status());
        assertEquals(1, bench.listener.notes().size());
    }

    @Test
    void run_ignoreLag_neverLooks() {
        bench.request = Bench.REQUEST;
        assertTrue(bench.request.ignoreLag());
        lag(second -> behind(Duration.ofDays(1)));

        assertEquals(Status.COMPLETED, runningFor(Duration.ofHours(1)).status());
        assertEquals(0, looks);
    }
}
