package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Findings;
import com.stockflare.restore.model.Findings.Rejected;
import com.stockflare.restore.model.LagReading;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A dry run finds what the restore will find, and does nothing. */
class DryRunTest {
    private static final int ROWS = 400;

    static IntStream seeds() {
        return IntStream.range(0, 30);
    }

    private static Bench dry(SampleBackup backup) {
        Bench bench = new Bench(backup);
        bench.request = Bench.dry(bench.request);
        bench.options = Bench.options(1 << 10, Duration.ofMillis(20));
        bench.simulation.gets(() -> Duration.ofMillis(7).toNanos());
        return bench;
    }

    private static void assertNothingDone(Bench bench) {
        assertEquals(List.of(), bench.stream.records());
        assertEquals(0, bench.rejects.attempts());
    }

    /** Told from what the real restore of the same file has sent and rejected. */
    private static Findings expected(SampleBackup backup) {
        Bench real = new Bench(backup);
        real.run();
        List<Integer> sizes = backup.payloads().stream()
                .map(payload -> payload.getBytes(StandardCharsets.UTF_8).length)
                .toList();
        assertEquals(backup.payloads().size(), real.stream.records().size());
        int largest = sizes.stream().mapToInt(i -> i).max().orElse(0);
        Map<RejectReason, List<Reject>> byReason = real.rejects.all().stream()
                .collect(Collectors.groupingBy(Reject::reason, TreeMap::new, Collectors.toList()));
        List<Rejected> rejects = byReason.entrySet().stream()
                .map(entry -> new Rejected(
                        entry.getKey(),
                        entry.getValue().size(),
                        entry.getValue().stream().map(Reject::offset).limit(3).toList()))
                .toList();
        return new Findings(
                sizes.stream().mapToLong(i -> i).sum(),
                largest,
                largest == 0 ? 0 : startOf(backup, sizes.indexOf(largest)),
                10,
                rejects);
    }

    /** Of a good row: behind the line ending before its last byte but its own. */
    private static long startOf(SampleBackup backup, int good) {
        int last = (int) (backup.ends().get(good) - 2);
        while (last > 0 && backup.content()[last - 1] != '\n') {
            last--;
        }
        return last;
    }

    private static Counts counts(SampleBackup backup) {
        return new Counts(backup.payloads().size(), backup.badOffsets().size(), backup.blank());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_anyRows_findsWhatTheRestoreRejectsAndSends(int seed) {
        SampleBackup backup = SampleBackup.random(seed, ROWS);
        Bench bench = dry(backup);

        Outcome outcome = bench.run();

        assertEquals(Status.COMPLETED_WITH_REJECTS, outcome.status());
        assertEquals(counts(backup), outcome.checkpoint().counts());
        assertEquals(expected(backup), outcome.checkpoint().findings());
        assertNothingDone(bench);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_stoppedAnywhereAndGoneOn_findsTheSame(int seed) {
        SampleBackup backup = SampleBackup.random(seed, ROWS);
        Bench bench = dry(backup);
        Random random = new Random(seed);
        Outcome outcome = new Outcome(Status.CONTINUED, Checkpoint.START, 0);
        int hops = 0;
        while (outcome.status() == Status.CONTINUED) {
            bench.stop = CountedStop.clean(1 + random.nextInt(8));
            outcome = bench.run(outcome.checkpoint().nextHop());
            hops++;
        }

        assertTrue(hops > 1, "it was never stopped");
        assertEquals(counts(backup), outcome.checkpoint().counts());
        assertEquals(expected(backup), outcome.checkpoint().findings());
        assertNothingDone(bench);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void begin_anyCutsAndHops_findTogetherWhatOneRunFinds(int seed) {
        Random random = new Random(seed);
        SampleBackup backup = SampleBackup.random(seed, ROWS);
        ChainsBench bench = new ChainsBench(backup);
        bench.bench.request = Bench.cut(Bench.dry(Bench.REQUEST), 1 + random.nextInt(98), MaxRejects.parse("0"));
        bench.stopAfter(Duration.ofMillis(700));

        HopResult last = bench.begin();
        while (!bench.invoked.isEmpty()) {
            RestoreJob next = bench.invoked.remove(random.nextInt(bench.invoked.size()));
            bench.stopAfter(Duration.ofMillis(700));
            last = bench.chains().goOn(next, bench.invocation());
        }

        RestoreState restore = bench.restore();
        assertEquals(Status.COMPLETED_WITH_REJECTS, restore.status());
        assertEquals(counts(backup), restore.counts());
        assertEquals(expected(backup), restore.findings());
        assertEquals(Status.COMPLETED_WITH_REJECTS, last.status());
        assertEquals(expected(backup), last.checkpoint().findings());
        assertNothingDone(bench.bench);
        assertEquals(List.of(), bench.memory.watched());
    }

    /** What ends or holds a real restore is for a dry run to look beyond. */
    @Test
    void run_rejectsAboveTheLimitAndAConsumerBehind_goesOnToTheEnd() {
        SampleBackup.Builder builder = new SampleBackup.Builder();
        for (int i = 0; i < 5; i++) {
            builder.bad("!", "\n");
        }
        Bench bench = dry(builder.good(1, "x", item -> item, "\n").build());
        bench.request = Bench.cut(Bench.dry(Bench.HEEDING_LAG), 1, MaxRejects.parse("0"));
        bench.lag = stream -> new LagReading.Behind(Duration.ofDays(1), Instant.EPOCH);

        Outcome outcome = bench.engine()
                .run(
                        bench.job(),
                        new RestoreEngine.Watch(bench.stop, bench.tenure, bench.watcher, Duration.ZERO, true));

        assertEquals(Status.COMPLETED_WITH_REJECTS, outcome.status());
        assertEquals(
                List.of(new Rejected(RejectReason.NOT_BASE64, 5, List.of(0L, 2L, 4L))),
                outcome.checkpoint().findings().rejects());
    }

    /** 20,000 records are two seconds of ten shards; looked at, they take no more time than their GETs do. */
    @Test
    void run_moreThanTheStreamTakes_doesNotWaitForIt() {
        Bench bench = dry(SampleBackup.good(20_000, 1));
        bench.options = Bench.options(1 << 20, Duration.ofSeconds(1));

        bench.run();

        assertTrue(bench.simulation.nanos() < Duration.ofMillis(100).toNanos(), bench.simulation.nanos() + " ns");
    }

    @Test
    void begin_besideARestoreOfTheSameFile_neitherJoinsNorHindersIt() {
        SampleBackup backup = SampleBackup.good(50, 50);
        ChainsBench bench = new ChainsBench(backup);
        bench.created();
        bench.bench.request = Bench.dry(bench.bench.request);

        HopResult dry = bench.begin("r-dry");

        assertEquals("r-dry", dry.restoreId());
        assertEquals(Status.COMPLETED, dry.status());
        assertFalse(bench.restore().isOver());
        assertTrue(bench.bench.stream.records().isEmpty());
        bench.goOn();
        assertEquals(Status.COMPLETED, bench.restore().status());
        assertEquals(50, bench.bench.stream.records().size());
    }

    @ParameterizedTest
    @CsvSource({
        "300000, 120000000, 10, 0, 0, 30",
        "300000, 629145600, 10, 0, 0, 60",
        "300001, 120000000, 10, 0, 0, 31",
        "300000, 120000000, 10, 3, 0, 100",
        "300000, 120000000, 10, 30, 0, 30",
        "300000, 120000000, 10, 0, 1000, 300",
        "300000, 120000000, 10, 0, 99999, 30",
        "0, 0, 10, 0, 0, 0",
        "0, 0, 0, 0, 0, 0",
    })
    void report_estimate_isWhatBoundsTheRestoreFirst(
            long records, long bytes, int shards, int partitions, int rate, long seconds) {
        Findings findings = new Findings(bytes, Math.min(bytes, 400), 0, shards, List.of());

        DryRunReport report =
                DryRunReport.of(Bench.request(partitions).withRate(rate), new Counts(records, 2, 1), findings);

        assertEquals(seconds, report.estimatedSeconds());
        assertEquals(records + 3, report.rows());
        assertEquals(records == 0 ? 0 : Math.round((double) bytes / records), report.meanItemBytes());
        assertEquals(records == 0 ? null : 0L, report.largestItemOffset());
    }

    @Test
    void report_noStreamKnown_estimatesNothing() {
        SampleBackup backup = SampleBackup.good(5, 5);
        Bench bench = dry(backup);
        bench.sink = RecordSink.NOWHERE;

        Checkpoint reached = bench.run().checkpoint();

        assertEquals(0, reached.findings().shards());
        assertNull(DryRunReport.of(bench.request, reached.counts(), reached.findings())
                .estimatedSeconds());
    }
}
