package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.ChainsBench.ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RecordedFailureException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.TablePatterns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No file is read for a table that may not be restored into. */
class TablesAllowedTest {
    private static final TablePatterns OTHERS = TablePatterns.parse("Others-*");

    private final ChainsBench bench = new ChainsBench(SampleBackup.good(400, 50));
    private int gets;

    @BeforeEach
    void countGets() {
        bench.simulation().gets(() -> {
            gets++;
            return Duration.ofMillis(300).toNanos();
        });
    }

    private Control control() {
        return new Control(bench.bench.engine(), bench.ledger, bench.continuation, bench.rules());
    }

    private static void assertRefused(Runnable call) {
        InvalidRequestException e = assertThrows(InvalidRequestException.class, call::run);
        assertEquals("TABLE_NOT_ALLOWED", e.faults().get(0).code());
    }

    private void assertNothingDone() {
        assertEquals(0, gets);
        assertEquals(List.of(), bench.bench.stream.records());
    }

    @Test
    void begin_otherTable_isRefusedBeforeItIsWrittenDown() {
        bench.tables = OTHERS;
        assertRefused(bench::begin);
        assertRefused(() -> control().start(bench.start(ID)));
        assertEquals(Optional.empty(), bench.memory.find(ID));
        assertEquals(List.of(), bench.invoked);
        assertNothingDone();
    }

    @Test
    void goOn_allowedNoMore_isFailed() {
        bench.created();
        bench.tables = OTHERS;
        RecordedFailureException e = assertThrows(RecordedFailureException.class, bench::goOn);
        assertEquals("TABLE_NOT_ALLOWED", e.code());
        assertEquals(Status.FAILED, bench.restore().status());
        assertNothingDone();
    }

    @Test
    void goOn_notInTheLedger_isFailed() {
        RestoreJob job = bench.created().job(0);
        ChainsBench other = new ChainsBench(SampleBackup.good(400, 50));
        other.tables = OTHERS;
        assertThrows(RecordedFailureException.class, () -> other.chains().goOn(job, other.invocation()));
        assertEquals(List.of(), other.bench.stream.records());
    }

    @Test
    void resume_allowedNoMore_isRefused() {
        bench.created();
        control().pause(ID);
        bench.tables = OTHERS;
        assertRefused(() -> control().resume(ID));
        assertEquals(Status.PAUSED, bench.restore().status());
        assertEquals(List.of(), bench.invoked);
    }

    @Test
    void begin_tableAmongThem_isRestored() {
        bench.tables = TablePatterns.parse("Others-*," + Bench.REQUEST.table());
        assertEquals(Status.COMPLETED, Status.valueOf(bench.begin().status().name()));
    }
}
