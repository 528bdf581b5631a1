package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.ChainsBench.ID;
import static com.stockflare.restore.engine.ChainsBench.LEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.RecordedFailureException;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.StreamException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Of several invocations at once, one works. */
class ChainsLeaseTest {
    private static final SampleBackup BACKUP = SampleBackup.good(200, 50);

    private final ChainsBench bench = new ChainsBench(BACKUP);

    private void takenBy(String holder) {
        assertTrue(bench.memory
                .take(ID, bench.segment(), new Holding(holder, 0, LEASE))
                .isPresent());
    }

    private void renewedBy(String holder) {
        SegmentState now = bench.segment();
        bench.memory.write(ID, holder, now.renewedAt(now.checkpoint()));
    }

    private void assertLeftAlone(HopResult result) {
        assertEquals(Status.RUNNING, result.status());
        assertEquals(0, result.bytesRead());
        assertEquals(List.of(), bench.bench.stream.records());
        assertEquals(List.of(), bench.invoked);
    }

    /** Something happens at each look at the ledger, from some time on. */
    private void whenLookedAtAfter(Duration time, Runnable what) {
        bench.onTheWay(new FaultyLedger.Way() {
            private boolean done;

            @Override
            public <T> T call(String name, Supplier<T> method) {
                if (name.equals("find") && !done && bench.simulation().nanos() >= time.toNanos()) {
                    done = true;
                    what.run();
                }
                return method.get();
            }
        });
    }

    @Test
    void goOn_holderLives_endsQuietlyAtOnce() {
        bench.created();
        takenBy("alive");
        whenLookedAtAfter(Duration.ofSeconds(1), () -> renewedBy("alive"));

        assertLeftAlone(bench.goOn());
        assertTrue(bench.simulation().nanos() < LEASE.toNanos() / 10);
        assertEquals("alive", bench.segment().holding().holder());
    }

    @Test
    void goOn_holderIsSilentForLessThanALease_isLeftAlone() {
        bench.created();
        takenBy("slow");
        whenLookedAtAfter(LEASE.minusSeconds(1), () -> renewedBy("slow"));

        assertLeftAlone(bench.goOn());
        assertEquals("slow", bench.segment().holding().holder());
    }

    @Test
    void goOn_holderIsDead_takesOverAfterOneLeaseAndNotBefore() {
        bench.created();
        takenBy("dead");
        long[] tookOverAt = {0};
        bench.beforeNext("take", () -> tookOverAt[0] = bench.simulation().nanos());

        assertEquals(Status.COMPLETED, bench.goOn().status());

        assertTrue(tookOverAt[0] > LEASE.toNanos(), "taken over after " + tookOverAt[0]);
        assertTrue(tookOverAt[0] < LEASE.toNanos() * 11 / 10, "taken over after " + tookOverAt[0]);
        assertEquals(BACKUP.payloads(), bench.bench.stream.records());
    }

    @Test
    void goOn_holderIsLateAndRenewsBeforeItIsTakenOver_isLeftAlone() {
        bench.created();
        takenBy("late");
        bench.beforeNext("take", () -> renewedBy("late"));

        assertLeftAlone(bench.goOn());
        assertEquals("late", bench.segment().holding().holder());
    }

    @Test
    void goOn_holderHandsOver_endsQuietly() {
        bench.created();
        takenBy("first");
        SegmentState held = bench.segment();
        whenLookedAtAfter(
                Duration.ofSeconds(1),
                () -> bench.memory.write(
                        ID, "first", held.released(held.checkpoint().nextHop(), null)));

        assertLeftAlone(bench.goOn());
    }

    @Test
    void goOn_anotherTakesTheFreeLeaseAtTheSameMoment_endsQuietly() {
        bench.created();
        bench.beforeNext("take", () -> takenBy("faster"));

        assertLeftAlone(bench.goOn());
        assertEquals("faster", bench.segment().holding().holder());
    }

    @Test
    void goOn_timeEndsBeforeTheLeaseDoes_leavesItAlone() {
        bench.created();
        takenBy("dead");
        bench.stopAfter(Duration.ofSeconds(20));

        assertLeftAlone(bench.goOn());
        assertEquals("dead", bench.segment().holding().holder());
    }

    @Test
    void goOn_losesTheLeaseWhileItWorks_stopsAndSaysNothing() {
        bench.created();
        bench.beforeNext("write", () -> takenBy("other"));

        HopResult result = bench.goOn();

        assertEquals(Status.RUNNING, result.status());
        assertEquals("other", bench.segment().holding().holder());
        assertTrue(bench.bench.stream.records().size() < BACKUP.payloads().size());
    }

    @Test
    void goOn_failsForGoodWhenTheLeaseIsLost_endsNothing() {
        bench.created();
        StreamException denied = new StreamException(StreamException.Reason.STREAM_DENIED, "No access.", null);
        bench.bench.calls((number, batch) -> {
            takenBy("other");
            return ScriptedSink.Fate.thrown(denied);
        });

        assertThrows(StreamException.class, bench::goOn);

        assertFalse(bench.restore().isOver());
        assertEquals("other", bench.segment().holding().holder());
    }

    @Test
    void goOn_restoreIsEndedWhileItWorks_stopsWithTheReason() {
        bench.created();
        bench.beforeNext(
                "write",
                () -> bench.memory.end(ID, Ending.failed(new Failure("SOURCE_CHANGED", "Put again."), bench.now())));

        assertEquals(
                "SOURCE_CHANGED",
                assertThrows(RecordedFailureException.class, bench::goOn).code());
        assertTrue(bench.bench.stream.records().size() < BACKUP.payloads().size());
    }

    @Test
    void goOn_twoFindItFailedFourTimesAtOnce_endsOnlyWhatStandsStill() {
        bench.created();
        for (int i = 0; i < Chains.MOST_STARTS; i++) {
            takenBy("dead-" + i);
        }
        String last = "dead-" + (Chains.MOST_STARTS - 1);
        bench.beforeNext("take", () -> renewedBy(last));

        assertLeftAlone(bench.goOn());
        assertEquals(last, bench.segment().holding().holder());
    }
}
