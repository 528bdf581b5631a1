package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.ChainsBench.LEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.ScriptedSink.Fate;
import com.stockflare.restore.model.ContinuationException;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.RecordedFailureException;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.SourceException.Reason;
import com.stockflare.restore.model.StalledException;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.StreamException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How one invocation ends, and what the next one finds. */
class ChainsHopTest {
    private static final SampleBackup BACKUP = SampleBackup.good(400, 50);

    private final ChainsBench bench = new ChainsBench(BACKUP);

    private RestoreException failsToGoOn() {
        return assertThrows(RestoreException.class, bench::goOn);
    }

    @Test
    void goOn_timeEnds_givesTheLeaseUpBeforeItInvokesTheNext() {
        bench.created();
        bench.stopAfter(Duration.ofSeconds(1));
        bench.continuation = job -> {
            bench.invoked.add(job);
            assertNull(bench.segment().holding(), "the lease is still held");
            assertEquals(job.checkpoint(), bench.segment().checkpoint());
        };

        HopResult result = bench.goOn();

        assertEquals(Status.CONTINUED, result.status());
        assertEquals(1, bench.invoked.get(0).checkpoint().hop());
        assertTrue(bench.segment().checkpoint().offset() > 0);
        assertEquals(0, bench.segment().starts());
    }

    @Test
    void goOn_nextCannotBeInvoked_failsAndLosesNothing() {
        bench.created();
        bench.stopAfter(Duration.ofSeconds(1));
        bench.continuation = job -> {
            throw new ContinuationException("restore", "by script", null);
        };

        assertEquals("CONTINUATION_FAILED", failsToGoOn().code());

        assertNull(bench.segment().holding());
        assertNull(bench.segment().failure(), "what went well is no failed start");
        bench.stop = StopSignal.NEVER;
        assertEquals(Status.COMPLETED, bench.goOn().status());
        assertEquals(BACKUP.payloads(), bench.bench.stream.records());
    }

    @Test
    void goOn_failsInAWayThatMayPass_isTriedFourTimesAndThenFailed() {
        bench.created();
        bench.bench.reads((number, range) -> FaultySource.Fault.refused(Reason.SOURCE_UNREADABLE));
        for (int start = 1; start < Chains.MOST_STARTS; start++) {
            failsToGoOn();
            assertFalse(bench.restore().isOver());
            assertEquals(start, bench.segment().starts());
            assertEquals("SOURCE_UNREADABLE", bench.segment().failure().code());
        }

        failsToGoOn();

        assertEquals("SOURCE_UNREADABLE", bench.restore().ending().failure().code());
        assertThrows(RecordedFailureException.class, bench::goOn);
    }

    @Test
    void goOn_progressBetweenFailures_countsThemAnew() {
        bench.created();
        StreamException away = new StreamException(StreamException.Reason.STREAM_UNAVAILABLE, "Try again later.", null);
        bench.bench.calls((number, batch) -> number % 2 == 0 ? Fate.thrown(away) : Fate.TAKEN);
        for (int i = 0; i <= Chains.MOST_STARTS; i++) {
            assertEquals("STREAM_UNAVAILABLE", failsToGoOn().code());
            assertFalse(bench.restore().isOver());
            assertEquals(1, bench.segment().starts());
        }
    }

    @Test
    void goOn_killedFourTimesAtOneCheckpoint_isFailedByTheNext() {
        bench.created();
        for (int i = 0; i < Chains.MOST_STARTS; i++) {
            killedAsItBegins();
            assertFalse(bench.restore().isOver());
        }

        RecordedFailureException e = assertThrows(RecordedFailureException.class, bench::goOn);

        assertEquals("KILLED", e.code());
        assertTrue(e.getMessage().contains("offset 0 of s3://backups/"), e.getMessage());
        assertEquals(List.of(), bench.bench.stream.records());
    }

    /** It takes the lease, and ends there. */
    private void killedAsItBegins() {
        bench.simulation().pass(LEASE);
        Holding dead = new Holding("dead-" + bench.segment().starts(), 0, LEASE);
        assertTrue(bench.memory.take(ChainsBench.ID, bench.segment(), dead).isPresent());
    }

    @Test
    void goOn_failsForGood_isFailedAtOnce() {
        bench.created();
        bench.bench.calls((number, batch) ->
                Fate.thrown(new StreamException(StreamException.Reason.STREAM_DENIED, "No access.", null)));

        assertEquals("STREAM_DENIED", failsToGoOn().code());

        assertEquals(
                new Failure("STREAM_DENIED", "No access."),
                bench.restore().ending().failure());
        assertEquals("No access.", failsToGoOn().getMessage());
    }

    @Test
    void goOn_faultOfTheProgram_isWrittenDownWithoutItsMessage() {
        bench.created();
        bench.bench.calls((number, batch) -> Fate.thrown(new IllegalStateException("secret")));

        assertThrows(IllegalStateException.class, bench::goOn);

        assertEquals("INTERNAL", bench.segment().failure().code());
        assertFalse(bench.segment().failure().message().contains("secret"));
    }

    @Test
    void goOn_settlesNothing_failsAndInvokesNobody() {
        bench.created();
        bench.bench.calls((number, batch) -> Fate.failing(i -> true, true));
        bench.stopAfter(Duration.ofSeconds(20));

        StalledException e = assertThrows(StalledException.class, bench::goOn);

        assertEquals(0, e.offset());
        assertEquals(List.of(), bench.invoked);
        assertEquals("STALLED", bench.segment().failure().code());
    }

    @Test
    void goOn_callsUnderWayAtTheEnd_leavesTheLeaseToRunOut() {
        bench.created();
        bench.simulation().puts(() -> Duration.ofSeconds(9).toNanos());
        bench.stopAfter(Duration.ofSeconds(6));

        failsToGoOn();

        SegmentState left = bench.segment();
        assertNotNull(left.holding(), "records may still arrive");
        assertEquals("STALLED", left.failure().code());
    }

    @Test
    void goOn_ledgerIsAway_failsAndSendsNothingMore() {
        bench.created();
        long away = Duration.ofSeconds(2).toNanos();
        long[] sentWhenAway = {0};
        bench.onTheWay(new FaultyLedger.Way() {
            @Override
            public <T> T call(String name, Supplier<T> method) {
                if (bench.simulation().nanos() > away) {
                    sentWhenAway[0] = bench.bench.stream.records().size();
                    throw new LedgerException("memory", true, "by script", null);
                }
                return method.get();
            }
        });

        assertThrows(LedgerException.class, bench::goOn);

        int sent = bench.bench.stream.records().size();
        assertTrue(sent > 0 && sent < BACKUP.payloads().size(), sent + " were sent");
        assertEquals(sentWhenAway[0], sent);
        assertNotNull(bench.segment().holding());
    }

    /** A call that is under way when the function is frozen could arrive when it is thawed. */
    @Test
    void goOn_leaseIsLost_leavesNoCallBehind() throws InterruptedException {
        bench.created();
        bench.simulation().puts(() -> Duration.ofSeconds(3).toNanos());
        long lost = Duration.ofSeconds(2).toNanos();
        bench.onTheWay(new FaultyLedger.Way() {
            @Override
            public <T> T call(String name, Supplier<T> method) {
                if (name.equals("write") && bench.simulation().nanos() > lost) {
                    throw new LeaseLostException(ChainsBench.ID, 0);
                }
                return method.get();
            }
        });

        assertEquals(Status.RUNNING, bench.goOn().status());

        int answered = bench.simulation().puts().size();
        assertTrue(answered > 0, "calls were under way");
        bench.simulation()
                .poll(new LinkedBlockingQueue<>(), Duration.ofMinutes(1).toNanos());
        assertEquals(answered, bench.simulation().puts().size());
    }

    @Test
    void goOn_answerOfTheHandOverIsLost_failsAndTheNextGoesOn() {
        bench.created();
        bench.stopAfter(Duration.ofSeconds(1));
        bench.onTheWay(new FaultyLedger.Way() {
            @Override
            public <T> T call(String name, Supplier<T> method) {
                T answer = method.get();
                if (name.equals("write") && bench.segment().holding() == null) {
                    throw new LedgerException("memory", true, "by script", null);
                }
                return answer;
            }
        });

        assertThrows(LedgerException.class, bench::goOn);

        assertEquals(List.of(), bench.invoked);
        bench.stop = StopSignal.NEVER;
        bench.ledger = bench.memory;
        assertEquals(Status.COMPLETED, bench.goOn().status());
        assertEquals(BACKUP.payloads(), bench.bench.stream.records());
    }
}
