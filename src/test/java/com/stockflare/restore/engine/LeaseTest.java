package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.ChainsBench.ID;
import static com.stockflare.restore.engine.ChainsBench.LEASE;
import static com.stockflare.restore.engine.ChainsBench.MOST_SEGMENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.SegmentState;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lease as its holder has it. */
class LeaseTest {
    private static final Checkpoint FURTHER = Checkpoint.START.advance(100, new Counts(3, 1, 0));
    private static final Failure FAILURE = new Failure("STREAM_UNAVAILABLE", "Try again.");

    private final ChainsBench bench = new ChainsBench(SampleBackup.good(10, 50));
    private boolean answersAreLost;
    private Lease lease;

    @BeforeEach
    void take() {
        bench.created();
        Holding holding = new Holding("mine", 0, LEASE);
        lease = new Lease(
                taken(bench.memory.take(ID, bench.segment(), holding).orElseThrow()),
                new FaultyLedger(bench.memory, new LosingAnswers()),
                bench.bench.engine().runtime(),
                MOST_SEGMENTS);
    }

    private Lease.Taken taken(SegmentState held) {
        return new Lease.Taken(bench.restore(), held, bench.simulation().nanos());
    }

    private final class LosingAnswers implements FaultyLedger.Way {
        @Override
        public <T> T call(String name, Supplier<T> method) {
            T answer = method.get();
            if (answersAreLost) {
                throw new LedgerException("memory", true, "by script", null);
            }
            return answer;
        }
    }

    @Test
    void mayCall_twoThirdsOfTheLeaseWithoutRenewal_isFalse() {
        Duration twoThirds = LEASE.multipliedBy(2).dividedBy(3);
        bench.simulation().pass(twoThirds.minusNanos(1));
        assertTrue(lease.mayCall());

        bench.simulation().pass(Duration.ofNanos(1));
        assertFalse(lease.mayCall());
    }

    @Test
    void keep_renewed_countsFromBeforeTheWrite() {
        bench.simulation().pass(LEASE);
        lease.keep(FURTHER, Flow.NONE);

        assertTrue(lease.mayCall());
        assertEquals(FURTHER, bench.segment().checkpoint());
        assertEquals(1, bench.segment().holding().renewals());
    }

    @Test
    void keep_cannotBeWritten_doesNotProlongIt() {
        bench.simulation().pass(LEASE);
        answersAreLost = true;

        assertThrows(LedgerException.class, () -> lease.keep(FURTHER, Flow.NONE));
        assertFalse(lease.mayCall());
    }

    @Test
    void keep_answerOfTheLastOneWasLost_showsAllTheSame() {
        answersAreLost = true;
        assertThrows(LedgerException.class, () -> lease.keep(FURTHER, Flow.NONE));
        Holding written = bench.segment().holding();
        answersAreLost = false;

        lease.keep(FURTHER, Flow.NONE);

        assertNotEquals(written, bench.segment().holding(), "whoever watches it saw it stand still");
    }

    @Test
    void keep_takenOverByAnother_throws() {
        bench.memory.take(ID, bench.segment(), new Holding("other", 0, LEASE));

        assertThrows(LeaseLostException.class, () -> lease.keep(FURTHER, Flow.NONE));
    }

    @Test
    void release_nothingUnderWay_freesItForTheNext() {
        lease.ended(false);
        lease.release(FURTHER.nextHop(), null);

        assertNull(bench.segment().holding());
        assertEquals(FURTHER.nextHop(), bench.segment().checkpoint());
        assertEquals(0, bench.segment().starts());
    }

    @Test
    void release_callsUnderWay_movesTheCheckpointAndKeepsTheLease() {
        lease.ended(true);
        lease.release(FURTHER.nextHop(), bench.now());

        assertEquals("mine", bench.segment().holding().holder());
        assertEquals(FURTHER.nextHop(), bench.segment().checkpoint());
        assertFalse(bench.segment().isHeld());
    }

    @Test
    void release_afterFailure_tellsTheNextWhatItWas() {
        lease.ended(false);
        lease.release(FAILURE);

        assertNull(bench.segment().holding());
        assertEquals(FAILURE, bench.segment().failure());
        assertEquals(1, bench.segment().starts());
    }

    @Test
    void release_afterFailureWithCallsUnderWay_tellsItAndLooksNoYounger() {
        Holding before = bench.segment().holding();
        lease.ended(true);
        lease.release(FAILURE);

        assertEquals(before, bench.segment().holding());
        assertEquals(FAILURE, bench.segment().failure());
    }
}
