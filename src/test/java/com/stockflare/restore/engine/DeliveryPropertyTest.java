package com.stockflare.restore.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.stream.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However the file is cut and whatever fails, every record arrives, exactly as it should be. */
class DeliveryPropertyTest {
    private static final int SEEDS = 20;

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    static Stream<Integer> partSizes() {
        return Stream.of(1, 2, 3, 7, 64, 1_000, 4_096, 1 << 20);
    }

    @ParameterizedTest(name = "parts of {0} bytes")
    @MethodSource("partSizes")
    void run_anyPartSize_sendsTheSameRecords(int partSize) {
        SampleBackup backup = SampleBackup.random(partSize, 200);
        Bench bench = bench(backup, partSize);
        bench.options = Bench.options(partSize, Duration.ofSeconds(1));

        assertComplete(backup, bench, bench.run());
        assertEquals(sorted(backup.payloads()), sorted(bench.stream.records()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_bodiesBreakOffAnywhere_sendsTheSameRecords(int seed) {
        SampleBackup backup = SampleBackup.random(seed, 300);
        Bench bench = bench(backup, seed);
        Random random = new Random(seed);
        FaultySource source = bench.reads((number, range) -> switch (random.nextInt(4)) {
            case 0 -> FaultySource.Fault.shortBody(1 + random.nextInt(500));
            case 1 -> FaultySource.Fault.broken(1 + random.nextInt(500));
            default -> FaultySource.Fault.NONE;
        });

        Outcome outcome = bench.run();

        assertComplete(backup, bench, outcome);
        assertEquals(sorted(backup.payloads()), sorted(bench.stream.records()));
        assertEquals(backup.content().length, outcome.bytesRead(), "a byte was fetched twice");
        assertTrue(source.opened().size() > backup.content().length >> 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_anyRecordsRefused_sendsThoseAgainAndNoOthers(int seed) {
        SampleBackup backup = SampleBackup.random(seed, 400);
        Bench bench = bench(backup, seed);
        Random random = new Random(seed);
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger throttled = new AtomicInteger();
        bench.calls((number, batch) -> {
            double share = random.nextInt(3) * 0.4;
            boolean throttles = random.nextBoolean();
            return ScriptedSink.Fate.failing(
                    i -> random.nextDouble() < share
                            && refused.incrementAndGet() > 0
                            && throttled.addAndGet(throttles ? 1 : 0) >= 0,
                    throttles);
        });

        assertComplete(backup, bench, bench.run());
        assertEquals(sorted(backup.payloads()), sorted(bench.stream.records()));
        Progress end = lastProgress(bench);
        assertEquals(refused.get(), end.resent());
        assertEquals(throttled.get(), end.load().throttled());
        assertEquals(backup.payloads().size(), end.load().records());
        long data = backup.payloads().stream()
                .mapToLong(payload -> payload.getBytes(UTF_8).length)
                .sum();
        double key = (double) (end.load().bytes() - data) / backup.payloads().size();
        assertTrue(key >= "PartitionKey-0".length() && key <= Batch.MAX_KEY_BYTES, key + " bytes a key");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_answersLost_sendsWhatWasInThoseCallsAgain(int seed) {
        SampleBackup backup = SampleBackup.random(seed, 400);
        Bench bench = bench(backup, seed);
        Random random = new Random(seed);
        AtomicInteger lost = new AtomicInteger();
        bench.calls((number, batch) -> {
            if (random.nextInt(3) > 0) {
                return ScriptedSink.Fate.TAKEN;
            }
            lost.addAndGet(batch.size());
            return ScriptedSink.Fate.ANSWER_LOST;
        });

        assertComplete(backup, bench, bench.run());
        List<String> records = bench.stream.records();
        assertEquals(new HashSet<>(backup.payloads()), new HashSet<>(records));
        assertEquals(backup.payloads().size() + lost.get(), records.size());
    }

    /** GETs and calls take any time up to 0.3 s, so that batches are sent at any size and answered in any order. */
    private static Bench bench(SampleBackup backup, long seed) {
        Bench bench = new Bench(backup);
        bench.seed = seed;
        bench.simulation.gets(upTo300Millis(seed)).puts(upTo300Millis(-seed));
        return bench;
    }

    static LongSupplier upTo300Millis(long seed) {
        Random random = new Random(seed);
        return () -> TimeUnit.MILLISECONDS.toNanos(random.nextInt(300));
    }

    private static void assertComplete(SampleBackup backup, Bench bench, Outcome outcome) {
        boolean clean = backup.badOffsets().isEmpty();
        assertEquals(clean ? Status.COMPLETED : Status.COMPLETED_WITH_REJECTS, outcome.status());
        assertEquals(backup.content().length, outcome.checkpoint().offset());
        assertEquals(
                new Counts(backup.payloads().size(), backup.badOffsets().size(), backup.blank()),
                outcome.checkpoint().counts());
        assertEquals(outcome.checkpoint(), lastProgress(bench).checkpoint());
        assertEquals(backup.badOffsets(), bench.rejects.offsets());
    }

    private static Progress lastProgress(Bench bench) {
        List<Progress> all = bench.listener.all();
        return all.get(all.size() - 1);
    }

    static List<String> sorted(List<String> records) {
        List<String> sorted = new ArrayList<>(records);
        sorted.sort(null);
        return sorted;
    }
}
