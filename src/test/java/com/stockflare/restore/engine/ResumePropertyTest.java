package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stopped or killed at any moment and gone on from its checkpoint, a restore loses nothing. */
class ResumePropertyTest {
    private static final int SEEDS = 30;
    private static final int ROWS = 400;

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_stoppedCleanlyAnywhere_sendsEachRecordOnce(int seed) {
        SampleBackup backup = SampleBackup.random(seed, ROWS);
        Bench bench = bench(backup, seed);
        Random random = new Random(seed);
        Outcome outcome = new Outcome(Status.CONTINUED, Checkpoint.START, 0);
        int hops = 0;
        while (outcome.status() == Status.CONTINUED) {
            Checkpoint before = outcome.checkpoint();
            bench.stop = CountedStop.clean(1 + random.nextInt(ROWS / 2));
            outcome = bench.run(before);
            assertSettledExactly(backup, bench, outcome.checkpoint());
            hops++;
        }

        assertTrue(hops > 1, "it was never stopped");
        assertEquals(sorted(backup.payloads()), sorted(bench.stream.records()));
        assertWhole(backup, bench, outcome.checkpoint());
        assertEquals(backup.badOffsets(), bench.rejects.offsets());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_stoppedBeforeAllIsSettled_losesNothing(int seed) {
        SampleBackup backup = SampleBackup.random(seed, ROWS);
        Bench bench = bench(backup, seed);
        Random random = new Random(seed);
        bench.calls((number, batch) -> ScriptedSink.Fate.failing(i -> random.nextInt(4) == 0, random.nextBoolean()));
        Outcome outcome = new Outcome(Status.CONTINUED, Checkpoint.START, 0);
        while (outcome.status() == Status.CONTINUED) {
            Checkpoint before = outcome.checkpoint();
            bench.stop = new CountedStop(1 + random.nextInt(ROWS), random.nextInt(20));
            outcome = bench.run(before);
            assertSettled(backup, bench, outcome.checkpoint());
        }

        assertEquals(new HashSet<>(backup.payloads()), new HashSet<>(bench.stream.records()));
        assertWhole(backup, bench, outcome.checkpoint());
        assertEquals(backup.badOffsets(), bench.rejects.offsets());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_killedAnywhere_losesNothingAndRepeatsNothingBeforeItsCheckpoint(int seed) {
        SampleBackup backup = SampleBackup.random(seed, ROWS);
        Bench bench = bench(backup, seed);
        Random random = new Random(seed);
        KilledWorld world = new KilledWorld(bench);
        Checkpoint checkpoint = Checkpoint.START;
        int killed = 0;
        for (boolean done = false; !done; ) {
            world.liveFor(killed < 10 ? 1 + random.nextInt(60) : Integer.MAX_VALUE);
            try {
                done = bench.run(checkpoint).status() != Status.CONTINUED;
            } catch (KilledWorld.Killed e) {
                killed++;
            }
            assertNothingRepeatedBefore(checkpoint, backup, world.takenInThisLife());
            checkpoint = world.kept();
            assertSettled(backup, bench, checkpoint);
            bench.simulation = simulation(seed + killed);
        }

        assertTrue(killed > 0, "it was never killed");
        assertEquals(new HashSet<>(backup.payloads()), new HashSet<>(bench.stream.records()));
        assertWhole(backup, bench, checkpoint);
        assertEquals(backup.badOffsets(), bench.rejects.offsets());
    }

    /** A checkpoint every 20 ms, so that there are many. */
    private static Bench bench(SampleBackup backup, long seed) {
        Bench bench = new Bench(backup);
        bench.seed = seed;
        bench.options = Bench.options(512, Duration.ofMillis(20));
        bench.simulation = simulation(seed);
        return bench;
    }

    private static Simulation simulation(long seed) {
        return new Simulation()
                .gets(DeliveryPropertyTest.upTo300Millis(seed))
                .puts(DeliveryPropertyTest.upTo300Millis(-seed));
    }

    private static List<String> sorted(List<String> records) {
        return DeliveryPropertyTest.sorted(records);
    }

    /** Every row before the checkpoint has arrived, or is in the rejects, and its counts say so. */
    private static void assertSettled(SampleBackup backup, Bench bench, Checkpoint checkpoint) {
        List<String> settled = payloadsBefore(checkpoint.offset(), backup);
        assertTrue(new HashSet<>(bench.stream.records()).containsAll(settled), "a row before the checkpoint is lost");
        assertEquals(settled.size(), checkpoint.counts().sent());
        List<Long> bad = backup.badOffsets().stream()
                .filter(o -> o < checkpoint.offset())
                .toList();
        assertTrue(bench.rejects.offsets().containsAll(bad), "a reject before the checkpoint is lost");
        assertEquals(bad.size(), checkpoint.counts().rejected());
    }

    /** The same, and nothing behind the checkpoint has. */
    private static void assertSettledExactly(SampleBackup backup, Bench bench, Checkpoint checkpoint) {
        assertSettled(backup, bench, checkpoint);
        assertEquals(sorted(payloadsBefore(checkpoint.offset(), backup)), sorted(bench.stream.records()));
    }

    private static void assertWhole(SampleBackup backup, Bench bench, Checkpoint checkpoint) {
        assertEquals(backup.content().length, checkpoint.offset());
        assertEquals(
                new Counts(backup.payloads().size(), backup.badOffsets().size(), backup.blank()), checkpoint.counts());
        assertEquals(backup.rows(), checkpoint.counts().rows());
        assertEquals(checkpoint, bench.listener.lastOr(null));
    }

    private static void assertNothingRepeatedBefore(Checkpoint checkpoint, SampleBackup backup, List<String> taken) {
        Map<String, Long> ends = new HashMap<>();
        for (int i = 0; i < backup.payloads().size(); i++) {
            ends.put(backup.payloads().get(i), backup.ends().get(i));
        }
        taken.forEach(record -> assertTrue(ends.get(record) > checkpoint.offset(), "repeated: " + record));
    }

    private static List<String> payloadsBefore(long offset, SampleBackup backup) {
        return IntStream.range(0, backup.payloads().size())
                .filter(i -> backup.ends().get(i) <= offset)
                .mapToObj(backup.payloads()::get)
                .toList();
    }
}
