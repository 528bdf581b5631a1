package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.ScriptedSink.Fate;
import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing grows with the file, or with how badly the stream does. */
class BoundsTest {
    private static final long PUT_NANOS = Duration.ofMillis(500).toNanos();

    @Test
    void run_manySmallBatches_hasEightCallsInFlight() {
        Bench bench = new Bench(SampleBackup.good(10_000, 10));
        bench.stream.reshard(200);
        bench.simulation.puts(() -> PUT_NANOS);

        bench.run();

        assertEquals(
                8,
                mostInFlight(
                        bench.simulation.puts(),
                        bench.simulation.puts().stream().map(p -> 1L).toList()));
    }

    @Test
    void run_largeBatches_haveLessThan32MebibytesInFlight() {
        Bench bench = new Bench(SampleBackup.good(150, 400_000));
        List<Long> data = new ArrayList<>();
        List<Long> memory = new ArrayList<>();
        runWeighing(bench, data, memory);

        long most = mostInFlight(bench.simulation.puts(), memory);
        assertTrue(most <= 32 << 20, most + " bytes in flight");
        assertTrue(mostInFlight(bench.simulation.puts(), data) > 24 << 20, "only " + data + " bytes in flight");
    }

    /** A batch that has once been large must not be large for small records. */
    @Test
    void run_smallRecordsAmongLargeOnes_haveLessThan32MebibytesInFlight() {
        SampleBackup.Builder backup = new SampleBackup.Builder();
        for (int i = 0; i < 12_000; i++) {
            backup.good(i, (i / 500 % 3 == 0 && i % 10 == 0 ? "x".repeat(380_000) : "x"), item -> item, "\n");
        }
        Bench bench = new Bench(backup.build());
        List<Long> data = new ArrayList<>();
        List<Long> memory = new ArrayList<>();
        runWeighing(bench, data, memory);

        long most = mostInFlight(bench.simulation.puts(), memory);
        assertTrue(most <= 32 << 20, most + " bytes in flight");
    }

    /** With as many calls as there may be, each of which takes half a second. */
    private static void runWeighing(Bench bench, List<Long> data, List<Long> memory) {
        bench.stream.reshard(500);
        bench.simulation.puts(() -> PUT_NANOS);
        bench.calls((number, batch) -> {
            data.add((long) batch.dataBytes());
            memory.add((long) batch.capacity());
            return Fate.TAKEN;
        });
        bench.options = new EngineOptions(8 << 20, 3, 64, Duration.ofSeconds(1), BinaryFormat.NODE, 25);

        assertEquals(Status.COMPLETED, bench.run().status());
    }

    @Test
    void run_recordLargerThanAllThatMayBeInFlight_isSentAlone() {
        SampleBackup.Builder backup = new SampleBackup.Builder();
        for (int i = 0; i < 3; i++) {
            // An item has no more than 400 KB; what is between its parts is sent as it is, too.
            backup.good(i, "x", item -> "{" + " ".repeat(7 << 20) + item.substring(1), "\n");
        }
        Bench bench = new Bench(backup.build());
        bench.stream.setMaxRecordBytes(10 << 20);
        bench.options = Bench.options(1 << 20, Duration.ofSeconds(1));

        assertEquals(Status.COMPLETED, bench.run().status());
        assertEquals(3, bench.simulation.puts().size());
    }

    /** Each call weighs something; the most that all of those in flight at once weigh. */
    private static long mostInFlight(List<Simulation.Span> calls, List<Long> weights) {
        long most = 0;
        for (Simulation.Span begun : calls) {
            long atOnce = 0;
            for (int i = 0; i < calls.size(); i++) {
                Simulation.Span other = calls.get(i);
                atOnce += other.from() <= begun.from() && other.to() > begun.from() ? weights.get(i) : 0;
            }
            most = Math.max(most, atOnce);
        }
        return most;
    }

    @Test
    @Tag("slow")
    void run_everythingIsRefused_readsNoFurtherAheadThanItMayHold() {
        Bench bench = new Bench(SampleBackup.good(800, 100_000));
        bench.stream.reshard(500);
        bench.options = Bench.options(1 << 20, Duration.ofSeconds(1));
        long until = Duration.ofSeconds(5).toNanos();
        bench.calls((number, batch) -> Fate.failing(i -> bench.simulation.nanos() < until, false));
        long[] mostRead = {0};
        bench.watcher = new RecordingListener() {
            @Override
            public void progress(Progress progress) {
                mostRead[0] = bench.simulation.nanos() < until ? progress.bytesRead() : mostRead[0];
            }
        };

        assertEquals(Status.COMPLETED, bench.run().status());
        // What was in flight at first, what may wait to be sent again, a batch, the parts ahead.
        assertTrue(mostRead[0] < (32 + 16 + 5 + 4) << 20, "read " + mostRead[0]);
    }

    @Test
    void run_blankRowsBehindAStuckRecord_readsNoFurtherThanAMillion() {
        SampleBackup.Builder builder = new SampleBackup.Builder().good(0, "stuck", item -> item, "\n");
        SampleBackup backup = builder.blank("\n".repeat(3 << 20), "\n")
                .good(1, "last", item -> item, "\n")
                .build();
        Bench bench = new Bench(backup);
        bench.options = Bench.options(64 << 10, Duration.ofSeconds(1));
        long until = Duration.ofMinutes(1).toNanos();
        long[] readWhileStuck = {0};
        bench.calls((number, batch) -> Fate.failing(i -> bench.simulation.nanos() < until, false));
        bench.watcher = new RecordingListener() {
            @Override
            public void progress(Progress progress) {
                readWhileStuck[0] = bench.simulation.nanos() < until ? progress.bytesRead() : readWhileStuck[0];
            }
        };

        assertEquals(Status.COMPLETED, bench.run().status());
        assertTrue(readWhileStuck[0] < (1 << 20) + (300 << 10), "read " + readWhileStuck[0]);
        assertTrue(readWhileStuck[0] > 1 << 20, "read only " + readWhileStuck[0]);
    }

    @Test
    @Tag("slow")
    void run_oneStuckRecord_othersPassUntilAMillionAreOpen() {
        Bench bench = new Bench(SampleBackup.good(1_200_000, 0));
        bench.stream.reshard(1_000);
        bench.options = Bench.options(1 << 20, Duration.ofSeconds(1));
        long until = Duration.ofMinutes(2).toNanos();
        int[] sentWhileStuck = {0};
        bench.calls((number, batch) -> {
            boolean stuck = bench.simulation.nanos() < until;
            sentWhileStuck[0] += stuck ? batch.size() : 0;
            return Fate.failing(i -> stuck && batch.row(i) == 0, false);
        });

        assertEquals(Status.COMPLETED, bench.run().status());
        assertTrue(sentWhileStuck[0] >= 1 << 20, "only " + sentWhileStuck[0]);
        assertTrue(sentWhileStuck[0] < (1 << 20) + 1_000, "as many as " + sentWhileStuck[0]);
        assertEquals(1_200_000, bench.stream.records().size());
    }

    @Test
    void run_onlyLargeBadRows_holdsFewOfThem() {
        SampleBackup.Builder builder = new SampleBackup.Builder();
        String mebibyte = "!".repeat(1 << 20);
        for (int i = 0; i < 30; i++) {
            builder.bad(mebibyte, "\n");
        }
        Bench bench = new Bench(builder.build());
        bench.options = Bench.options(1 << 20, Duration.ofMinutes(1));

        assertEquals(Status.COMPLETED_WITH_REJECTS, bench.run().status());
        assertEquals(30, bench.rejects.offsets().size());
        assertTrue(bench.rejects.mostBytesAtOnce() <= 5 << 20, bench.rejects.mostBytesAtOnce() + " at once");
    }
}
