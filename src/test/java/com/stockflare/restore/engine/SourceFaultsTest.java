package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.FaultySource.Fault;
import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.SourceException.Reason;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a restore whose file cannot be read. */
class SourceFaultsTest {
    private static final SampleBackup BACKUP = SampleBackup.good(100, 60);
    private static final int SIZE = BACKUP.content().length;
    private static final int PART = 1 << 10;

    @Test
    void run_bodyBreaksOff_isContinuedAtTheExactByte() {
        Bench bench = new Bench(BACKUP);
        FaultySource source = bench.reads((number, range) -> range.from() == PART ? Fault.broken(77) : Fault.NONE);

        assertEquals(Status.COMPLETED, bench.run().status());

        assertTrue(source.opened().contains(new ByteRange(PART + 77, 2 * PART)));
        assertEquals(1 + (SIZE + PART - 1) / PART, source.opened().size());
        assertEquals(BACKUP.payloads(), bench.stream.records());
    }

    @Test
    void run_bodyComesByteByByte_neverGivesUp() {
        Bench bench = new Bench(SampleBackup.good(2, 10));
        FaultySource source = bench.reads((number, range) -> Fault.broken(1));

        assertEquals(Status.COMPLETED, bench.run().status());
        assertEquals(bench.job().file().size(), source.opened().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void run_aMinuteWithoutAByte_failsThereAndKeepsWhatCameBefore(boolean silently) {
        Bench bench = slowly();
        long stuckAt = 3 * PART + 100;
        FaultySource source = bench.reads((number, range) -> fault(range, stuckAt, silently));

        SourceException e = assertThrows(SourceException.class, bench::run);

        assertEquals("SOURCE_UNREADABLE", e.code());
        assertEquals(stuckAt, e.offset());
        assertTrue(
                e.getMessage()
                        .startsWith("s3://backups/Rates/Rates_1.csv cannot be read at offset " + stuckAt + ": "
                                + (silently ? "the connection broke off" : "Connection reset")),
                e.getMessage());
        assertTrue(source.opened().stream().filter(r -> r.from() == stuckAt).count() > 10);
        long tried =
                bench.simulation.sleeps().stream().mapToLong(Long::longValue).sum();
        assertTrue(
                tried >= Duration.ofMinutes(1).toNanos()
                        && tried < Duration.ofSeconds(65).toNanos(),
                tried + " ns");
        assertKeptUpTo(bench, 3 * PART);
    }

    private static Fault fault(ByteRange range, long stuckAt, boolean silently) {
        if (range.from() > stuckAt || range.to() <= stuckAt) {
            return Fault.NONE;
        }
        return silently ? Fault.shortBody(stuckAt - range.from()) : Fault.broken(stuckAt - range.from());
    }

    @Test
    void run_refusedForAWhile_triesAgain() {
        Bench bench = new Bench(BACKUP);
        bench.reads((number, range) -> number <= 4 ? Fault.refused(Reason.SOURCE_UNREADABLE) : Fault.NONE);

        assertEquals(Status.COMPLETED, bench.run().status());
        assertEquals(4, bench.simulation.sleeps().size());
    }

    /** As long as S3 may well take to stand up again, however fast it refuses meanwhile. */
    @Test
    void run_refusedAtOnceForHalfAMinute_goesOn() {
        Bench bench = new Bench(BACKUP);
        long end = Duration.ofSeconds(30).toNanos();
        bench.reads((number, range) ->
                number > 3 && bench.simulation.nanos() < end ? Fault.refused(Reason.SOURCE_UNREADABLE) : Fault.NONE);

        assertEquals(Status.COMPLETED, bench.run().status());

        assertTrue(bench.simulation.nanos() >= end);
        assertEquals(BACKUP.payloads(), bench.stream.records());
    }

    @Test
    void run_fileChanges_failsAtOnceAndSendsNothingThatComesAfter() {
        Bench bench = slowly();
        bench.reads((number, range) -> range.from() >= 2 * PART ? Fault.refused(Reason.SOURCE_CHANGED) : Fault.NONE);

        SourceException e = assertThrows(SourceException.class, bench::run);

        assertEquals("SOURCE_CHANGED", e.code());
        assertEquals(2 * PART, e.offset());
        assertEquals(List.of(), bench.simulation.sleeps());
        assertKeptUpTo(bench, 2 * PART);
    }

    @Test
    void run_unexpectedFailure_isNotHidden() {
        Bench bench = new Bench(BACKUP);
        IllegalStateException bug = new IllegalStateException("a bug");
        bench.reads((number, range) -> Fault.thrown(bug));

        assertSame(bug, assertThrows(IllegalStateException.class, bench::run));
    }

    @Test
    void run_errorWhileFetching_endsTheRun() {
        Bench bench = new Bench(BACKUP);
        Error error = new OutOfMemoryError("by script");
        bench.reads((number, range) -> (body, r) -> {
            throw error;
        });

        assertSame(error, assertThrows(IllegalStateException.class, bench::run).getCause());
    }

    @Test
    void run_partThatDoesNotCome_doesNotHoldUpTheDeadline() {
        Bench bench = new Bench(BACKUP);
        bench.simulation.gets(afterParts(2, Simulation.NEVER.getAsLong()));
        bench.stop = new Deadline(remainingOf(bench, Duration.ofSeconds(60)), 20_000);

        Outcome outcome = bench.run();

        assertEquals(Status.CONTINUED, outcome.status());
        assertKeptUpTo(bench, 2 * PART);
        assertEquals(lastRowBefore(2 * PART), outcome.checkpoint().offset());
        assertTrue(bench.simulation.nanos() < Duration.ofSeconds(47).toNanos());
    }

    @Test
    void run_partThatDoesNotCome_holdsUpNoRecordAndNoCheckpoint() {
        Bench bench = new Bench(BACKUP);
        bench.simulation.gets(afterParts(2, Duration.ofSeconds(10).toNanos()));

        bench.run();

        Progress first = bench.listener.all().get(0);
        assertEquals(lastRowBefore(2 * PART), first.checkpoint().offset());
        assertTrue(bench.listener.all().size() > 9, "no checkpoint while it waited");
    }

    /** A second a part, so that what a part holds is sent before the next one comes. */
    private static Bench slowly() {
        Bench bench = new Bench(BACKUP);
        bench.options = new EngineOptions(PART, 1, 8, Duration.ofSeconds(1), BinaryFormat.NODE, 25);
        bench.simulation.gets(() -> Duration.ofSeconds(1).toNanos());
        return bench;
    }

    /** The first parts come at once. */
    private static LongSupplier afterParts(int parts, long nanos) {
        int[] number = {0};
        return () -> number[0]++ < parts ? 0 : nanos;
    }

    static LongSupplier remainingOf(Bench bench, Duration timeout) {
        return () -> timeout.toMillis() - bench.simulation.nanos() / 1_000_000;
    }

    private static long lastRowBefore(long offset) {
        return BACKUP.ends().stream().filter(end -> end <= offset).reduce(0L, Math::max);
    }

    /** Everything that was read is sent and in the last checkpoint, and nothing else. */
    private static void assertKeptUpTo(Bench bench, long offset) {
        Checkpoint kept = bench.listener.lastOr(Checkpoint.START);
        assertEquals(lastRowBefore(offset), kept.offset());
        assertEquals(BACKUP.payloads().subList(0, (int) kept.counts().sent()), bench.stream.records());
    }
}
