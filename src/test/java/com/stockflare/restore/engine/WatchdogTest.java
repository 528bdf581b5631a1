package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.ChainsBench.ID;
import static com.stockflare.restore.engine.ChainsBench.LEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.ContinuationException;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.LagReading;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchdogTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final SampleBackup BACKUP = SampleBackup.good(80, 50);

    private final ChainsBench bench = new ChainsBench(BACKUP);
    private LagReading lag = new LagReading.Unknown("nobody looks");

    private Watchdog.Round look() {
        Watchdog.Ports ports = new Watchdog.Ports(bench.ledger, bench.continuation, stream -> lag);
        return new Watchdog(bench.chains(), ports, bench.rules()).look(bench.bench.listener);
    }

    private void pass(Duration time) {
        bench.simulation().pass(time);
    }

    private void createdToo(String id) {
        RestoreState first = bench.restore();
        RestoreJob job = new RestoreJob(id, first.request(), first.file(), Checkpoint.START);
        assertTrue(bench.memory.create(RestoreState.of(job, bench.now()), ID));
    }

    @Test
    void look_begunAndLeftAlone_isStartedAfterALeaseAndNotBefore() {
        RestoreState created = bench.created();
        pass(LEASE.minusMillis(1));
        assertEquals(new Watchdog.Round(1, 0, 0, 0), look());

        pass(Duration.ofMillis(1));
        assertEquals(new Watchdog.Round(1, 1, 0, 0), look());
        assertEquals(List.of(created.job(0)), bench.invoked);
    }

    @Test
    void look_holderRenewsItsLease_isLeftAlone() {
        bench.created();
        bench.memory.take(ID, bench.segment(), new Holding("alive", 0, LEASE));
        for (int i = 0; i < 10; i++) {
            pass(LEASE.dividedBy(2));
            SegmentState now = bench.segment();
            bench.memory.write(ID, "alive", now.renewedAt(now.checkpoint()));
            assertEquals(0, look().started());
        }
    }

    @Test
    void look_lostInvocation_isStartedAgainAndSendsEachRecordOnce() {
        bench.created();
        bench.stopAfter(Duration.ofMillis(500));
        bench.goOn();
        bench.invoked.clear();
        bench.stop = StopSignal.NEVER;
        pass(MINUTE);

        look();

        assertEquals(1, bench.invoked.size());
        bench.chains().goOn(bench.invoked.get(0), bench.invocation());
        assertEquals(Status.COMPLETED, bench.restore().status());
        assertEquals(BACKUP.payloads(), bench.bench.stream.records());
    }

    @Test
    void look_held_isWokenWhenItIsTimeAndNotBefore() {
        bench.bench.request = RestoreWorld.REQUEST;
        bench.bench.lag = stream -> new LagReading.Behind(Duration.ofHours(7), bench.now());
        bench.created();

        assertEquals(Status.HELD, bench.goOn().status());

        Checkpoint held = bench.segment().checkpoint();
        assertEquals(bench.now().plus(MINUTE), bench.segment().wakeAt());
        assertEquals(List.of(), bench.invoked, "nobody is to wait in a function");
        pass(MINUTE.minusMillis(1));
        assertEquals(0, look().woken());
        assertEquals(Status.HELD, bench.goOn().status());
        assertEquals(held, bench.segment().checkpoint(), "it was woken before its time");
        pass(Duration.ofMillis(1));
        assertEquals(new Watchdog.Round(1, 0, 1, 0), look());
        bench.bench.lag = ConsumerLag.UNKNOWN;
        assertEquals(Status.COMPLETED, bench.goOn().status());
        assertEquals(BACKUP.payloads(), bench.bench.stream.records());
    }

    @Test
    void look_lastSegmentDoneAndNobodyHasSaidSo_endsIt() {
        bench.created();
        bench.memory.take(ID, bench.segment(), new Holding("killed", 0, LEASE));
        Checkpoint end = Checkpoint.START.advance(BACKUP.content().length, new Counts(80, 0, 0));
        bench.memory.write(ID, "killed", bench.segment().released(end, null));

        look();

        assertEquals(Status.COMPLETED, bench.restore().status());
        assertEquals(List.of(), bench.invoked);
    }

    /** Of a file of 1,000 bytes: what the first segment has consumed, and where the second, which is at the end, began. */
    @ParameterizedTest
    @CsvSource({
        "0, 500, 500, COMPLETED",
        "0, 512, 512, COMPLETED",
        "0, 500, 512, FAILED",
        "0, 512, 500, FAILED",
        "12, 500, 500, FAILED"
    })
    void look_allSegmentsDone_isCompletedOnlyIfTheyJoin(long start, long end, long next, Status expected) {
        BackupFile file = bench.created().file();
        BackupFile thousand = new BackupFile(file.bucket(), file.key(), null, file.etag(), 1_000);
        Instant now = bench.now();
        bench.memory.create(
                new RestoreState(
                        "r-2",
                        bench.restore().request(),
                        thousand,
                        now,
                        null,
                        null,
                        false,
                        List.of(done(0, start, end, now), done(1, next, 1_000, now))),
                ID);

        look();

        RestoreState restore = bench.memory.find("r-2").orElseThrow();
        assertEquals(expected, restore.status());
        if (expected == Status.FAILED) {
            assertEquals("NOT_JOINED", restore.ending().failure().code());
        }
    }

    private static SegmentState done(int number, long from, long to, Instant now) {
        return SegmentState.fresh(new ByteRange(from, to), new Checkpoint(number, 0, to, Counts.NONE), now);
    }

    @Test
    void look_invocationIsRefused_saysSoAndLooksAfterTheOthers() {
        bench.created();
        createdToo("r-2");
        pass(MINUTE);
        bench.continuation = job -> {
            if (job.restoreId().equals(ID)) {
                throw new ContinuationException("restore", "by script", null);
            }
            bench.invoked.add(job);
        };

        assertEquals(new Watchdog.Round(2, 1, 0, 0), look());

        assertEquals("r-2", bench.invoked.get(0).restoreId());
        assertTrue(bench.bench.listener.notes().get(0).startsWith("The restore r-1 stands still: "));
    }

    @Test
    void look_ledgerFailsForOne_saysSoAndLooksAfterTheOthers() {
        failOnceToUnwatch(new LedgerException("memory", true, "by script", null));

        assertEquals(new Watchdog.Round(2, 0, 0, 1), look());

        assertSaidOfOne("cannot be looked after now: The ledger memory cannot be used: by script");
    }

    @Test
    void look_faultOfTheProgramForOne_looksAfterTheOthersBeforeItFails() {
        RuntimeException fault = new IllegalStateException("an item");
        failOnceToUnwatch(fault);

        assertSame(fault, assertThrows(IllegalStateException.class, this::look));

        assertSaidOfOne("cannot be looked after, by a fault of the program.");
        assertEquals(
                1,
                bench.memory.newest(2, null).restores().stream()
                        .filter(RestoreState::drained)
                        .count());
    }

    /** Of two restores that have ended, the one that is looked at first. */
    private void failOnceToUnwatch(RuntimeException failure) {
        bench.begin();
        bench.begin("r-2");
        pass(MINUTE);
        lag = new LagReading.Behind(Duration.ZERO, bench.now());
        boolean[] failed = {false};
        bench.onTheWay(new FaultyLedger.Way() {
            @Override
            public <T> T call(String name, Supplier<T> method) {
                if (name.equals("unwatch") && !failed[0]) {
                    failed[0] = true;
                    throw failure;
                }
                return method.get();
            }
        });
    }

    private void assertSaidOfOne(String what) {
        assertEquals(1, bench.bench.listener.notes().size());
        String note = bench.bench.listener.notes().get(0);
        assertTrue(note.matches("The restore r-[12] .*"), note);
        assertEquals(what, note.substring("The restore r-1 ".length()));
    }

    @Test
    void look_ended_isDrainedOnceTheOldestUnreadRecordIsYoungerThanItsEnd() {
        bench.begin();
        Instant ended = bench.restore().ending().at();
        Instant measured = ended.plus(Duration.ofMinutes(3));
        lag = new LagReading.Behind(Duration.ofMinutes(3), measured);
        assertEquals(0, look().drained());
        assertFalse(bench.restore().drained());

        lag = new LagReading.Behind(Duration.ofMinutes(3).minusNanos(1), measured);

        assertEquals(new Watchdog.Round(1, 0, 0, 1), look());
        assertTrue(bench.restore().drained());
        assertEquals(new Watchdog.Round(0, 0, 0, 0), look());
    }

    @Test
    void look_readerIsNotMeasured_isAskedAboutForAWeekAndNoLonger() {
        bench.begin();
        lag = new LagReading.NoReader();
        pass(Duration.ofDays(7));
        assertEquals(1, look().watched());

        pass(Duration.ofNanos(1));
        look();

        assertEquals(0, look().watched());
        assertFalse(bench.restore().drained());
    }
}
