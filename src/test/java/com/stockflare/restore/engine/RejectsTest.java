package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.backup.RowReader;
import com.stockflare.restore.engine.ScriptedSink.Fate;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.RejectsException;
import com.stockflare.restore.model.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rejected row is settled once it is written down, and not before. */
class RejectsTest {
    private static final SampleBackup GOOD_BAD_GOOD_BAD = new SampleBackup.Builder()
            .good(0, "a", item -> item, "\n")
            .bad("first", "\n")
            .good(1, "b", item -> item, "\n")
            .bad("second", "\n")
            .build();

    @Test
    void run_badRow_isWrittenAsItWasWithItsReason() {
        Bench bench = new Bench(GOOD_BAD_GOOD_BAD);

        bench.run();

        Reject first = bench.rejects.all().get(0);
        assertEquals(GOOD_BAD_GOOD_BAD.badOffsets().get(0), first.offset());
        assertEquals(5, first.length());
        assertEquals(RejectReason.NOT_BASE64, first.reason());
        assertArrayEquals("first".getBytes(StandardCharsets.US_ASCII), first.row());
    }

    @Test
    void run_rowAboveEightMebibytes_isRejectedWithoutItsBytes() {
        SampleBackup backup = new SampleBackup.Builder()
                .bad("!".repeat(RowReader.MAX_ROW_BYTES + 1), "\n")
                .good(0, "", item -> item, "\n")
                .build();
        Bench bench = new Bench(backup);
        bench.options = Bench.options(1 << 20, Duration.ofSeconds(1));

        assertEquals(new Counts(1, 1, 0), bench.run().checkpoint().counts());
        assertEquals(RejectReason.ROW_TOO_LONG, bench.rejects.all().get(0).reason());
        assertEquals(RowReader.MAX_ROW_BYTES + 1, bench.rejects.all().get(0).length());
        assertNull(bench.rejects.all().get(0).row());
    }

    @Test
    void run_everyCheckpoint_comesAfterTheRejectsBeforeIt() {
        SampleBackup backup = SampleBackup.random(7, 500);
        Bench bench = new Bench(backup);
        bench.options = Bench.options(512, Duration.ofMillis(10));
        bench.simulation.gets(DeliveryPropertyTest.upTo300Millis(7)).puts(DeliveryPropertyTest.upTo300Millis(8));
        List<Long> checkpoints = new ArrayList<>();
        bench.watcher = new RecordingListener() {
            @Override
            public void progress(Progress progress) {
                long offset = progress.checkpoint().offset();
                List<Long> before =
                        backup.badOffsets().stream().filter(bad -> bad < offset).toList();
                assertEquals(before, bench.rejects.offsets());
                assertEquals(before.size(), progress.checkpoint().counts().rejected());
                checkpoints.add(offset);
            }
        };

        bench.run();

        assertTrue(checkpoints.stream().distinct().count() > 10, checkpoints.toString());
    }

    @Test
    void run_badRowBehindAnUnsettledOne_waitsForIt() {
        Bench bench = new Bench(GOOD_BAD_GOOD_BAD);
        bench.calls((number, batch) -> Fate.failing(i -> batch.row(i) == 2, false));
        bench.stop = new Deadline(SourceFaultsTest.remainingOf(bench, Duration.ofSeconds(3)), 1_000);

        Outcome outcome = bench.run();

        assertEquals(Status.CONTINUED, outcome.status());
        assertEquals(new Counts(1, 1, 0), outcome.checkpoint().counts());
        assertEquals(List.of(GOOD_BAD_GOOD_BAD.badOffsets().get(0)), bench.rejects.offsets());
    }

    @ParameterizedTest(name = "{0} failures")
    @ValueSource(ints = {1, 7})
    void run_rejectsCannotBeWrittenForAWhile_triesAgain(int failures) {
        Bench bench = new Bench(GOOD_BAD_GOOD_BAD);
        bench.rejects.failNext(failures);

        assertEquals(Status.COMPLETED_WITH_REJECTS, bench.run().status());
        assertEquals(failures + 1, bench.rejects.attempts());
        assertEquals(GOOD_BAD_GOOD_BAD.badOffsets(), bench.rejects.offsets());
    }

    @Test
    void run_rejectsCannotBeWritten_failsAndNoCheckpointPassesThem() {
        Bench bench = new Bench(GOOD_BAD_GOOD_BAD);
        bench.rejects.failNext(Integer.MAX_VALUE);

        RejectsException e = assertThrows(RejectsException.class, bench::run);

        assertEquals("REJECTS_UNWRITABLE", e.code());
        assertEquals(Checkpoint.START, bench.listener.lastOr(Checkpoint.START));
        assertEquals(1, e.getSuppressed().length, "the last checkpoint failed too");
    }

    @Test
    void run_stopWhileTheRejectsAreFull_leavesThemToTheNextHop() {
        SampleBackup.Builder builder = new SampleBackup.Builder().good(0, "stuck", item -> item, "\n");
        for (int i = 0; i < 6; i++) {
            builder.bad("!".repeat(1 << 20), "\n");
        }
        SampleBackup backup = builder.build();
        Bench bench = new Bench(backup);
        bench.calls((number, batch) -> Fate.failing(i -> true, false));
        bench.stop = new Deadline(SourceFaultsTest.remainingOf(bench, Duration.ofSeconds(10)), 3_000);

        Outcome outcome = bench.run();
        assertEquals(Checkpoint.START, outcome.checkpoint());
        assertEquals(List.of(), bench.rejects.all());

        bench.sink = bench.stream;
        bench.stop = StopSignal.NEVER;
        assertEquals(
                new Counts(1, 6, 0),
                bench.run(outcome.checkpoint()).checkpoint().counts());
        assertEquals(backup.badOffsets(), bench.rejects.offsets());
    }
}
