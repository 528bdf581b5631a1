package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.ChainsBench.ID;
import static com.stockflare.restore.engine.ChainsBench.LEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.model.TableException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whoever ends a restore has it heard, once. */
class EndingsTest {
    private static final SampleBackup BACKUP = SampleBackup.good(400, 50);

    private final ChainsBench bench = new ChainsBench(BACKUP);

    private Control control() {
        return new Control(bench.bench.engine(), bench.ledger, bench.continuation, bench.rules());
    }

    private void assertHeardOnce(Status status, Counts counts) {
        assertEquals(
                List.of(status), bench.ended.stream().map(RestoreState::status).toList());
        assertEquals(bench.restore().ending(), bench.ended.get(0).ending());
        assertEquals(counts, bench.ended.get(0).counts());
    }

    @Test
    void ended_completedOverHopsAndSegments_isHeardOnceWithAllCounts() {
        bench.bench.request = Bench.cut(Bench.REQUEST, 3, Bench.REQUEST.maxRejects());
        bench.stopAfter(Duration.ofMillis(700));
        bench.begin();
        for (int hop = 0; !bench.invoked.isEmpty(); hop++) {
            bench.stopAfter(Duration.ofMillis(700));
            bench.chains().goOn(bench.invoked.get(hop % bench.invoked.size()), bench.invocation());
            if (bench.restore().isOver()) {
                break;
            }
        }
        bench.begin();

        assertHeardOnce(Status.COMPLETED, new Counts(400, 0, 0));
    }

    @Test
    void ended_failedForGood_isHeardOnceWithWhatWasSettled() {
        bench.bench.calls((number, batch) -> {
            if (number < 3) {
                return ScriptedSink.Fate.TAKEN;
            }
            throw new StreamException(StreamException.Reason.STREAM_DENIED, "denied", null);
        });
        assertThrows(RestoreException.class, bench::begin);
        assertThrows(RestoreException.class, bench::begin);

        assertHeardOnce(Status.FAILED, bench.restore().counts());
    }

    @Test
    void ended_failedOnceAndResumed_isHeardForEachEnding() {
        TableCatalog there = bench.bench.tables;
        bench.bench.tables = (table, notes) -> {
            throw new TableException(TableException.Reason.TABLE_NOT_FOUND, "not there", null);
        };
        assertThrows(RestoreException.class, bench::begin);
        bench.bench.tables = there;
        control().resume(ID);
        bench.goOn();

        assertEquals(
                List.of(Status.FAILED, Status.COMPLETED),
                bench.ended.stream().map(RestoreState::status).toList());
    }

    @Test
    void ended_cancelledWhileNobodyWorks_isHeardFromWhoCancels() {
        bench.created();
        control().cancel(ID);
        bench.goOn();
        assertHeardOnce(Status.CANCELLED, Counts.NONE);
    }

    @Test
    void ended_supersededByAnotherOfTheFile_isHeard() {
        bench.created();
        ((InMemorySource) bench.bench.source)
                .put(bench.bench.request.file(), SampleBackup.good(3, 9).content());
        bench.begin("r-2");
        assertEquals(
                List.of(ID, "r-2"),
                bench.ended.stream().map(RestoreState::restoreId).toList());
        assertEquals(Status.FAILED, bench.ended.get(0).status());
    }

    @Test
    void ended_foundByTheWatchdog_isHeardOnce() {
        bench.created();
        bench.bench.tables = (table, notes) -> {
            throw new TableException(TableException.Reason.TABLE_NOT_ACTIVE, "not yet", null);
        };
        for (int i = 0; i <= Chains.MOST_STARTS; i++) {
            assertThrows(RestoreException.class, bench::goOn);
            bench.simulation().pass(LEASE);
        }
        new Watchdog(
                        bench.chains(),
                        new Watchdog.Ports(bench.ledger, bench.continuation, ConsumerLag.UNKNOWN),
                        bench.rules())
                .look(bench.bench.listener);
        assertHeardOnce(Status.FAILED, Counts.NONE);
    }

    /** It is ended all the same, so what is known without looking has to do. */
    @Test
    void ended_ledgerCannotBeReadAfterIt_isHeardAllTheSame() {
        bench.created();
        bench.onTheWay(new FaultyLedger.Way() {
            private boolean ended;

            @Override
            public <T> T call(String name, Supplier<T> call) {
                if (name.equals("find") && ended) {
                    ended = false;
                    throw new LedgerException("memory", true, "by script", null);
                }
                T result = call.get();
                ended = name.equals("end");
                return result;
            }
        });
        assertEquals(Status.COMPLETED, bench.goOn().status());
        assertHeardOnce(Status.COMPLETED, new Counts(400, 0, 0));
    }
}
