package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.SourceException.Reason;
import com.stockflare.restore.model.Status;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreEngineTest {
    private static final SampleBackup THREE = SampleBackup.good(3, 10);

    @Test
    void run_emptyFile_isCompletedWithoutAGet() {
        Bench bench = new Bench(InMemorySource.of(new byte[0]));
        FaultySource source = bench.reads((number, range) -> FaultySource.Fault.NONE);

        Outcome outcome = bench.run();

        assertEquals(new Outcome(Status.COMPLETED, Checkpoint.START, 0), outcome);
        assertEquals(List.of(), source.opened());
        assertEquals(List.of(), bench.stream.records());
    }

    @Test
    void run_checkpointAtTheEnd_isCompletedWithoutAGet() {
        Bench bench = new Bench(THREE);
        FaultySource source = bench.reads((number, range) -> FaultySource.Fault.NONE);
        Checkpoint end = new Checkpoint(0, 4, THREE.content().length, new Counts(3, 0, 0));

        assertEquals(new Outcome(Status.COMPLETED, end, 0), bench.run(end));
        assertEquals(List.of(), source.opened());
    }

    @Test
    void run_rejectsInAnEarlierHop_isCompletedWithRejects() {
        Bench bench = new Bench(THREE);
        Checkpoint middle = new Checkpoint(0, 1, THREE.ends().get(0), new Counts(0, 1, 0));

        Outcome outcome = bench.run(middle);

        assertEquals(Status.COMPLETED_WITH_REJECTS, outcome.status());
        assertEquals(new Counts(2, 1, 0), outcome.checkpoint().counts());
        assertEquals(1, outcome.checkpoint().hop());
    }

    @Test
    void run_moreShardsThanPartitions_saysHowManyStayIdle() {
        Bench bench = new Bench(THREE);
        bench.request = Bench.request(4);

        bench.run();

        assertEquals(1, bench.listener.notes().size());
        assertTrue(bench.listener.notes().get(0).startsWith("6 of the stream's 10 shards stay idle"));
    }

    @Test
    void run_shardsNotTold_sendsOverTenPartitions() {
        Bench bench = new Bench(SampleBackup.good(100, 10));
        bench.stream.hideShards();

        bench.run();

        assertEquals(10, bench.stream.countsByShard().size());
        bench.stream.countsByShard().values().forEach(count -> assertEquals(10, count));
        assertEquals(1, bench.stream.looks());
        assertEquals(List.of("The shards are hidden."), bench.listener.notes());
    }

    @Test
    void run_noSuchStream_failsBeforeAnythingIsRead() {
        Bench bench = new Bench(THREE);
        FaultySource source = bench.reads((number, range) -> FaultySource.Fault.NONE);
        bench.request = new RestoreRequest("Rates", "backups", "Rates/Rates_1.csv", null, "other", 0, Decode.AUTO);

        RestoreException e = assertThrows(RestoreException.class, bench::run);

        assertEquals("STREAM_NOT_FOUND", e.code());
        assertEquals(List.of(), source.opened());
    }

    @Test
    void run_payloadLargerThanTheStreamTakes_isARejectThatNamesTheLimit() {
        SampleBackup backup = new SampleBackup.Builder()
                .good(0, "small", item -> item, "\n")
                .bad("{\"id\":{\"S\":\"" + "x".repeat(2_000) + "\"}}", "\n")
                .build();
        Bench bench = new Bench(backup);
        bench.stream.setMaxRecordBytes(1_000);

        assertEquals(Status.COMPLETED_WITH_REJECTS, bench.run().status());
        assertEquals("RECORD_TOO_LARGE", bench.rejects.all().get(0).reason().name());
        assertEquals(backup.payloads(), bench.stream.records());
    }

    @Test
    void run_withoutTimeEvenToSettle_isContinuedWhereItBegan() {
        Bench bench = new Bench(THREE);
        bench.stop = new CountedStop(0, 0);

        assertEquals(new Outcome(Status.CONTINUED, Checkpoint.START, 0), bench.run());
    }

    @Test
    void run_stoppedBeforeTheFirstRow_settlesSomethingFirst() {
        SampleBackup backup = SampleBackup.good(20_000, 11);
        Bench bench = new Bench(backup);
        bench.stop = CountedStop.clean(0);

        Outcome outcome = bench.run();
        assertEquals(Status.CONTINUED, outcome.status());
        assertTrue(outcome.checkpoint().counts().sent() > 0);
        assertTrue(outcome.checkpoint().offset() < backup.content().length);
        assertEquals(
                outcome.checkpoint().counts().sent(), bench.stream.records().size());
    }

    @ParameterizedTest(name = "{0} failures")
    @ValueSource(ints = {0, 1, 4, 5})
    void find_passingFailures_triesUpToFiveTimes(int failures) {
        Bench bench = new Bench(THREE);
        FailingHeads heads = new FailingHeads(bench.source, failures);
        bench.source = heads;

        if (failures < 5) {
            assertEquals(
                    THREE.content().length, bench.engine().find(Bench.REQUEST).size());
        } else {
            assertThrows(SourceException.class, () -> bench.engine().find(Bench.REQUEST));
        }

        assertEquals(Math.min(5, failures + 1), heads.calls);
        assertEquals(Math.min(4, failures), bench.simulation.sleeps().size());
    }

    @Test
    void find_missingFile_failsAtOnce() {
        Bench bench = new Bench(new InMemorySource());

        SourceException e =
                assertThrows(SourceException.class, () -> bench.engine().find(Bench.REQUEST));

        assertEquals("SOURCE_NOT_FOUND", e.code());
        assertEquals(List.of(), bench.simulation.sleeps());
    }

    @Test
    void isRowStart_everyOffset_isTrueJustBehindLineEndings() {
        Bench bench = new Bench(THREE);
        RestoreEngine engine = bench.engine();

        List<Long> starts = IntStream.rangeClosed(0, THREE.content().length)
                .filter(offset -> engine.isRowStart(bench.job().file(), offset))
                .mapToObj(Long::valueOf)
                .toList();

        assertEquals(
                List.of(
                        0L,
                        THREE.ends().get(0),
                        THREE.ends().get(1),
                        THREE.ends().get(2)),
                starts);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void isRowStart_connectionBreaks_triesAgain(int failures) {
        Bench bench = new Bench(THREE);
        bench.reads((number, range) -> number > failures
                ? FaultySource.Fault.NONE
                : number == 2 ? FaultySource.Fault.shortBody(0) : FaultySource.Fault.broken(0));

        assertTrue(bench.engine().isRowStart(bench.job().file(), THREE.ends().get(0)));
        assertFalse(bench.engine().isRowStart(bench.job().file(), 1));
    }

    /** Cannot be looked at so many times. */
    private static final class FailingHeads implements BackupSource {
        private final BackupSource source;
        private final int failures;
        private int calls;

        FailingHeads(BackupSource source, int failures) {
            this.source = source;
            this.failures = failures;
        }

        @Override
        public BackupFile head(RestoreRequest request) {
            if (calls++ < failures) {
                throw new SourceException(Reason.SOURCE_UNREADABLE, 0, "by script", null);
            }
            return source.head(request);
        }

        @Override
        public InputStream open(BackupFile file, ByteRange range) {
            return source.open(file, range);
        }
    }
}
