package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.ChainsBench.ID;
import static com.stockflare.restore.engine.ChainsBench.LEASE;
import static com.stockflare.restore.engine.ChainsBench.MOST_SEGMENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ContinuationException;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.TooManyRejectsException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is cut into segments, each with a chain of its own. */
class SegmentsTest {
    private ChainsBench bench;

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    private void cut(SampleBackup backup, int segments) {
        cut(backup, segments, "100%");
    }

    private void cut(SampleBackup backup, int segments, String maxRejects) {
        bench = new ChainsBench(backup);
        bench.bench.request = Bench.cut(Bench.REQUEST, segments, MaxRejects.parse(maxRejects));
    }

    /** Has every invocation done that was asked for, in any order, until no more are. */
    private void runAll(Random order) {
        while (!bench.invoked.isEmpty()) {
            RestoreJob next = bench.invoked.remove(order.nextInt(bench.invoked.size()));
            bench.chains().goOn(next, bench.invocation());
        }
    }

    private void assertAllOnce(SampleBackup backup) {
        assertEquals(
                DeliveryPropertyTest.sorted(backup.payloads()),
                DeliveryPropertyTest.sorted(bench.bench.stream.records()));
        assertEquals(
                backup.badOffsets(),
                bench.bench.rejects.offsets().stream().sorted().toList());
        RestoreState restore = bench.restore();
        assertEquals(
                backup.badOffsets().isEmpty() ? Status.COMPLETED : Status.COMPLETED_WITH_REJECTS, restore.status());
        assertEquals(
                new Counts(backup.payloads().size(), backup.badOffsets().size(), backup.blank()), restore.counts());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void begin_anyCutsOfAnyRows_eachRowOnceAndAllJoined(int seed) {
        Random random = new Random(seed);
        SampleBackup backup = SampleBackup.random(seed, 1 + random.nextInt(200));
        cut(backup, 1 + random.nextInt(98));
        bench.bench.options = Bench.options(1 + random.nextInt(300), Duration.ofMillis(20));

        bench.begin();
        runAll(random);

        assertAllOnce(backup);
    }

    /** Of a file this small nearly every byte is a cut: in a row, in its line ending, at its start. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void begin_cutAtEveryByte_eachRowOnceAndAllJoined(String ending) {
        for (int text = 0; text < 20; text += 7) {
            SampleBackup.Builder builder = new SampleBackup.Builder();
            builder.good(1, "x".repeat(text), item -> item, ending);
            SampleBackup backup = builder.blank("", "\n").bad("!", ending).build();
            for (int segments = 1; segments <= 98; segments++) {
                cut(backup, segments);
                bench.begin();
                runAll(new Random(segments));
                assertAllOnce(backup);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 98})
    void begin_oneGiantRowAcrossAllCuts_belongsToWhereItStarts(int segments) {
        SampleBackup.Builder builder = new SampleBackup.Builder();
        builder.good(1, "first", item -> item, "\n");
        builder.good(2, "x".repeat(300_000), item -> item, "\n");
        SampleBackup backup = builder.good(3, "last", item -> item, "").build();
        cut(backup, segments);
        bench.bench.options = Bench.options(100 << 10, Duration.ofMillis(20));

        bench.begin();
        runAll(new Random(1));

        assertAllOnce(backup);
        assertEquals(2, bench.restore().segment(0).checkpoint().counts().sent());
    }

    @Test
    void begin_moreSegmentsThanBytes_hasAsManyAsBytes() {
        SampleBackup backup = new SampleBackup.Builder().bad("!!!", "").build();
        cut(backup, 98);

        bench.begin();
        runAll(new Random(1));

        assertEquals(3, bench.restore().segments().size());
        assertAllOnce(backup);
    }

    @Test
    void begin_moreSegmentsThanMayRun_theRestWaitsForItsTurn() {
        SampleBackup backup = SampleBackup.good(400, 50);
        cut(backup, 5);
        RestoreState created = bench.created(5);

        // Whoever is asked for it before its turn leaves it alone.
        assertEquals(Status.ACCEPTED, bench.goOn(MOST_SEGMENTS).status());
        assertTrue(bench.restore().segment(MOST_SEGMENTS).isUntouched());

        bench.begin();
        assertEquals(
                List.of(1, 1, 2),
                bench.invoked.stream().map(j -> j.checkpoint().segment()).toList());
        assertEquals(created.job(2), bench.invoked.get(2));
        runAll(new Random(1));
        assertAllOnce(backup);
    }

    @Test
    void begin_othersCannotBeInvoked_theWatchdogStartsThem() {
        SampleBackup backup = SampleBackup.good(200, 50);
        cut(backup, 2);
        bench.continuation = job -> {
            throw new ContinuationException("restore", "by script", null);
        };
        assertEquals(Status.RUNNING, bench.begin().status());
        bench.continuation = bench.invoked::add;

        bench.simulation().pass(LEASE);
        new Watchdog(
                        bench.chains(),
                        new Watchdog.Ports(bench.ledger, bench.continuation, ConsumerLag.UNKNOWN),
                        bench.rules())
                .look(bench.bench.listener);
        runAll(new Random(1));

        assertAllOnce(backup);
    }

    @Test
    void look_segmentThatWaitsForItsTurn_isNotStarted() {
        cut(SampleBackup.good(200, 50), 5);
        bench.created(5);
        bench.simulation().pass(Duration.ofHours(1));

        Watchdog.Round round = new Watchdog(
                        bench.chains(),
                        new Watchdog.Ports(bench.ledger, bench.continuation, ConsumerLag.UNKNOWN),
                        bench.rules())
                .look(bench.bench.listener);

        assertEquals(MOST_SEGMENTS, round.started());
        assertEquals(
                List.of(0, 1),
                bench.invoked.stream().map(j -> j.checkpoint().segment()).toList());
    }

    @Test
    void goOn_timeEndsInTheMiddle_theNextHopGoesOnThere() {
        SampleBackup backup = SampleBackup.good(400, 100);
        cut(backup, 2);
        bench.stopAfter(Duration.ofMillis(700));
        bench.begin();
        int hops = 0;
        while (!bench.invoked.isEmpty()) {
            bench.stopAfter(Duration.ofMillis(700));
            bench.chains().goOn(bench.invoked.remove(0), bench.invocation());
            hops++;
        }
        assertTrue(hops > 4, hops + " hops");
        assertAllOnce(backup);
    }

    /** 2 of 200 rows are bad, all in the second half: of the whole 1 percent, of the second segment 2 percent. */
    @ParameterizedTest
    @CsvSource({"1%, COMPLETED_WITH_REJECTS", "0.9%, FAILED", "2, COMPLETED_WITH_REJECTS", "1, FAILED"})
    void conclude_maxRejects_isHeldAgainstTheWholeRestore(String most, Status expected) {
        SampleBackup.Builder builder = new SampleBackup.Builder();
        for (int i = 0; i < 198; i++) {
            builder.good(i, "x", item -> item, "\n");
        }
        SampleBackup backup = builder.bad("!", "\n").bad("!", "\n").build();
        cut(backup, 2, most);

        bench.begin();
        if (expected == Status.FAILED) {
            assertThrows(TooManyRejectsException.class, () -> runAll(new Random(1)));
        } else {
            runAll(new Random(1));
        }

        assertEquals(expected, bench.restore().status());
    }

    @Test
    void terms_areReadAgainWithEachCheckpoint() throws InterruptedException {
        cut(SampleBackup.good(50, 50), 3);
        RestoreState restore = bench.created(3);
        Lease lease = new Leases(bench.ledger, bench.bench.engine().runtime(), bench.rules())
                .take(restore, restore.segment(0), StopSignal.NEVER)
                .orElseThrow();
        assertEquals(new Terms(2, 0, Counts.NONE, false, false), lease.terms(bench.bench.request));

        bench.memory.changeRate(ID, 70);
        for (int other = 1; other < 3; other++) {
            bench.invoked.add(restore.job(other));
        }
        runAll(new Random(1));
        assertEquals(new Terms(2, 0, Counts.NONE, false, false), lease.terms(bench.bench.request));
        lease.keep(lease.segment().checkpoint(), Flow.NONE);
        bench.simulation()
                .poll(new LinkedBlockingQueue<>(), Duration.ofSeconds(1).toNanos());
        lease.keep(lease.segment().checkpoint(), Flow.NONE);

        SegmentState second = bench.restore().segment(1);
        SegmentState third = bench.restore().segment(2);
        assertTrue(second.isDone() && third.isDone());
        assertEquals(
                new Terms(
                        1,
                        70,
                        second.checkpoint().counts().plus(third.checkpoint().counts()),
                        true,
                        false),
                lease.terms(bench.bench.request));
    }

    /** 100 records a second from the start, then half of that. */
    @Test
    void run_withARate_sendsNoMoreThanThat() {
        cut(SampleBackup.good(400, 50), 1);
        bench.bench.request = bench.bench.request.withRate(100);
        bench.onTheWay(new FaultyLedger.Way() {
            private int writes;

            @Override
            public <T> T call(String name, Supplier<T> call) {
                if (name.equals("write") && ++writes == 2) {
                    bench.memory.changeRate(ID, 50);
                }
                return call.get();
            }
        });

        bench.begin();

        double seconds = bench.simulation().nanos() / 1e9;
        // 100 a second for a few seconds with a quarter of a second at once, then 50 a second.
        assertTrue(seconds > 4.5 && seconds < 6.5, "it took " + seconds + " s");
        assertFalse(bench.bench.stream.records().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "100, 1000, 0, 4, 4",
        "100, 1000, 0, 98, 4",
        "100, 1000, 0, 2, 2",
        "100, 100, 0, 4, 1",
        "100, 128, 0, 4, 2",
        "10, 1000, 0, 4, 1",
        "33, 1000, 0, 4, 2",
        "100, 1000, 33000, 4, 2",
        "100, 1000, 10, 4, 1",
    })
    void segmentsFor_auto_asManyAsTheStreamNeeds(int shards, long mebibytes, int rate, int most, int expected) {
        Bench engine = new Bench(SampleBackup.good(1, 1));
        engine.stream.reshard(shards);
        BackupFile file = new BackupFile("backups", "a", null, "\"e\"", mebibytes << 20);

        assertEquals(expected, engine.engine().segmentsFor(Bench.REQUEST.withRate(rate), file, most));
    }
}
