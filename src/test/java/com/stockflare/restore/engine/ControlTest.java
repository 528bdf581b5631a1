package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.ChainsBench.ID;
import static com.stockflare.restore.engine.ChainsBench.LEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.ContinuationException;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.NotPossibleException;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person has restores begin, stop and go on. */
class ControlTest {
    private static final SampleBackup BACKUP = SampleBackup.good(400, 50);

    private final ChainsBench bench = new ChainsBench(BACKUP);

    private Control control() {
        return new Control(bench.bench.engine(), bench.ledger, bench.continuation, bench.rules());
    }

    /** Has something done when so many checkpoints have been written. */
    private void afterCheckpoints(int count, Runnable what) {
        afterCheckpoints(Map.of(count, what));
    }

    private void afterCheckpoints(Map<Integer, Runnable> what) {
        bench.onTheWay(new FaultyLedger.Way() {
            private int written;

            @Override
            public <T> T call(String name, Supplier<T> call) {
                T result = call.get();
                if (name.equals("write")) {
                    what.getOrDefault(++written, () -> {}).run();
                }
                return result;
            }
        });
    }

    private void runInvoked() {
        while (!bench.invoked.isEmpty()) {
            bench.chains().goOn(bench.invoked.remove(0), bench.invocation());
        }
    }

    private static NotPossibleException.Reason refused(Runnable call) {
        NotPossibleException e = assertThrows(NotPossibleException.class, call::run);
        return NotPossibleException.Reason.valueOf(e.code());
    }

    @Test
    void start_new_isAcceptedAndSomebodyIsInvoked() {
        RestoreState restore = control().start(bench.start(ID));

        assertEquals(Status.ACCEPTED, restore.status());
        assertEquals(List.of(restore.job(0)), bench.invoked);
        runInvoked();
        assertEquals(Status.COMPLETED, bench.restore().status());
        assertEquals(BACKUP.payloads(), bench.bench.stream.records());
    }

    @Test
    void start_emptyFile_isCompletedAtOnce() {
        bench.bench.source = InMemorySource.of(new byte[0]);

        assertEquals(Status.COMPLETED, control().start(bench.start(ID)).status());
        assertEquals(List.of(), bench.invoked);
        assertEquals(1, bench.ended.size());
    }

    @Test
    void start_nobodyCanBeInvoked_isAcceptedAllTheSame() {
        bench.continuation = job -> {
            throw new ContinuationException("restore", "by script", null);
        };

        assertEquals(Status.ACCEPTED, control().start(bench.start(ID)).status());
    }

    @Test
    void start_sameIdAgain_isTheSameRestore() {
        control().start(bench.start(ID));
        runInvoked();

        assertEquals(Status.COMPLETED, control().start(bench.start(ID)).status());
        assertEquals(List.of(), bench.invoked);
    }

    @Test
    void start_sameIdInOtherWords_isRefused() {
        control().start(bench.start(ID));
        bench.bench.request = Bench.request(7);

        assertEquals(
                NotPossibleException.Reason.NOT_POSSIBLE,
                refused(() -> control().start(bench.start(ID))));
    }

    @Test
    void start_sameFileAndTableIsRunning_isRefusedUnlessForced() {
        control().start(bench.start("r-0"));

        NotPossibleException e =
                assertThrows(NotPossibleException.class, () -> control().start(bench.start(ID)));
        assertEquals("ALREADY_RUNNING", e.code());
        assertEquals("r-0", e.restoreId());

        Chains.Start forced = new Chains.Start(ID, bench.bench.request, true);
        assertEquals(ID, control().start(forced).restoreId());
    }

    @Test
    void start_sameFileAndTableIsBeingCancelled_saysToWait() {
        bench.created();
        bench.memory.take(ID, bench.segment(), new Holding("working", 0, LEASE));
        control().cancel(ID);

        NotPossibleException e =
                assertThrows(NotPossibleException.class, () -> control().start(bench.start("r-2")));

        assertTrue(e.getMessage().contains("is being cancelled: wait until it has ended, or"), e.getMessage());
    }

    @Test
    void pause_whileItRuns_stopsAtACheckpointAndSendsNothingTwice() {
        bench.created();
        afterCheckpoints(
                2, () -> assertEquals(Status.RUNNING, control().pause(ID).status()));

        assertEquals(Status.PAUSED, bench.goOn().status());

        RestoreState paused = bench.restore();
        assertEquals(Status.PAUSED, paused.status());
        long sent = paused.counts().sent();
        assertTrue(sent > 0 && sent < BACKUP.payloads().size(), sent + " sent");
        assertEquals(sent, bench.bench.stream.records().size());
        assertEquals(List.of(), bench.invoked);

        control().resume(ID);
        runInvoked();
        assertEquals(Status.COMPLETED, bench.restore().status());
        assertEquals(BACKUP.payloads(), bench.bench.stream.records());
    }

    @Test
    void pause_whileItSendsARecordASecond_stopsWithinSecondsToo() {
        bench.bench.request = bench.bench.request.withRate(1);
        bench.created();
        afterCheckpoints(3, () -> control().pause(ID));
        long before = bench.simulation().nanos();

        assertEquals(Status.PAUSED, bench.goOn().status());

        // A checkpoint a second, and the wish is found with the one after the next.
        Duration took = Duration.ofNanos(bench.simulation().nanos() - before);
        assertTrue(took.compareTo(Duration.ofSeconds(6)) < 0, () -> "it took " + took);
    }

    @Test
    void pause_thenAnybodyIsInvoked_leavesItAlone() {
        bench.created();
        assertEquals(Status.PAUSED, control().pause(ID).status());

        assertEquals(Status.PAUSED, bench.goOn().status());
        bench.simulation().pass(Duration.ofHours(1));
        assertEquals(0, look().started());

        assertEquals(List.of(), bench.bench.stream.records());
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"PAUSED", "CANCELLED"})
    void request_afterTheLastStartThatThereMayBe_isHeededAndNothingIsFailed(Status wanted) {
        bench.created();
        for (int i = 0; i < Chains.MOST_STARTS; i++) {
            bench.memory.take(ID, bench.segment(), new Holding("gone-" + i, 0, LEASE));
        }
        bench.memory.request(ID, wanted);
        bench.simulation().pass(LEASE);

        assertEquals(1, look().started());
        runInvoked();

        assertEquals(wanted, bench.restore().status());
        control().resume(ID);
        runInvoked();
        assertEquals(Status.COMPLETED, bench.restore().status());
    }

    @Test
    void pause_oneThatIsBeingCancelled_isRefusedAndStillCancelled() {
        bench.created();
        afterCheckpoints(2, () -> {
            control().cancel(ID);
            assertEquals(
                    NotPossibleException.Reason.NOT_POSSIBLE,
                    refused(() -> control().pause(ID)));
        });

        bench.goOn();

        assertEquals(Status.CANCELLED, bench.restore().status());
    }

    private Watchdog.Round look() {
        return new Watchdog(
                        bench.chains(),
                        new Watchdog.Ports(bench.ledger, bench.continuation, ConsumerLag.UNKNOWN),
                        bench.rules())
                .look(bench.bench.listener);
    }

    @Test
    void resume_beforeThePauseWasSeen_goesOn() {
        bench.created();
        afterCheckpoints(2, () -> {
            control().pause(ID);
            control().resume(ID);
        });

        assertEquals(Status.COMPLETED, bench.goOn().status());
    }

    @Test
    void resume_betweenTheLastCheckpointAndTheRelease_isNotForgotten() {
        bench.created();
        afterCheckpoints(2, () -> control().pause(ID));
        bench.continuation = job -> {
            if (bench.segment().holding() == null) {
                bench.invoked.add(job);
            }
        };
        bench.bench.watcher = new RecordingListener() {
            @Override
            public void progress(Progress progress) {
                if (bench.restore().requested() == Status.PAUSED && isStopping(progress)) {
                    control().resume(ID);
                }
            }

            private boolean isStopping(Progress progress) {
                return progress.checkpoint().counts().sent()
                        == bench.bench.stream.records().size();
            }
        };

        bench.goOn();
        runInvoked();

        assertEquals(Status.COMPLETED, bench.restore().status());
    }

    /** Before anything has been settled: the last checkpoint already finds that it is to go on. */
    @Test
    void resume_asTheHopStopsWithNothingSettled_goesOnAndIsNoStandstill() {
        bench.created();
        int[] parts = {3};
        bench.simulation()
                .gets(() -> Duration.ofMillis(parts[0]-- > 0 ? 10_000 : 1).toNanos());
        afterCheckpoints(Map.of(1, () -> control().pause(ID), 2, () -> control().resume(ID)));
        bench.invoked.clear();

        assertEquals(Status.RUNNING, bench.goOn().status());

        bench.invoked.retainAll(List.of(bench.restore().job(0)));
        assertEquals(1, bench.invoked.size());
        runInvoked();
        assertEquals(Status.COMPLETED, bench.restore().status());
        assertEquals(BACKUP.payloads(), bench.bench.stream.records());
    }

    @Test
    void cancel_whileItRuns_endsAtACheckpointAndIsResumedThere() {
        bench.created();
        afterCheckpoints(
                2, () -> assertEquals(Status.RUNNING, control().cancel(ID).status()));

        assertEquals(Status.CANCELLED, bench.goOn().status());
        long sent = bench.restore().counts().sent();
        assertEquals(sent, bench.bench.stream.records().size());
        assertTrue(sent < BACKUP.payloads().size());

        bench.ledger = bench.memory;
        assertEquals(Status.RUNNING, control().resume(ID).status());
        runInvoked();
        assertEquals(Status.COMPLETED, bench.restore().status());
        assertEquals(BACKUP.payloads(), bench.bench.stream.records());
    }

    @Test
    void cancel_nobodyWorksOnIt_endsAtOnce() {
        bench.created();

        assertEquals(Status.CANCELLED, control().cancel(ID).status());

        assertTrue(bench.restore().isOver());
        assertEquals(Status.CANCELLED, bench.goOn().status());
    }

    @Test
    void cancel_holderIsGone_endsWhenTheLeaseHasRunOut() {
        bench.created();
        bench.memory.take(ID, bench.segment(), new Holding("gone", 0, LEASE));
        assertEquals(Status.RUNNING, control().cancel(ID).status());
        bench.simulation().pass(LEASE);

        assertEquals(1, look().started());
        runInvoked();

        assertEquals(Status.CANCELLED, bench.restore().status());
        assertEquals(List.of(), bench.bench.stream.records());
    }

    @Test
    void resume_failed_goesOnWhereItStood() {
        bench.created();
        bench.memory.end(ID, Ending.failed(new Failure("TABLE_MISSING", "gone"), bench.now()));

        assertFalse(control().resume(ID).isOver());
        runInvoked();

        assertEquals(Status.COMPLETED, bench.restore().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOURCE_CHANGED", "COMPLETED"})
    void resume_changedOrCompleted_isRefused(String how) {
        bench.created();
        Ending ending = how.equals("COMPLETED")
                ? new Ending(Status.COMPLETED, null, bench.now())
                : Ending.failed(new Failure(SourceException.Reason.SOURCE_CHANGED.name(), "put again"), bench.now());
        bench.memory.end(ID, ending);

        assertEquals(
                NotPossibleException.Reason.NOT_POSSIBLE,
                refused(() -> control().resume(ID)));
        assertTrue(bench.restore().isOver());
    }

    /** Its old version may still be there to be read, but a newer one may have been restored by now. */
    @Test
    void resume_fileWasPutAgainSince_isRefused() {
        bench.created();
        control().cancel(ID);
        ((InMemorySource) bench.bench.source).put(bench.bench.request.file(), BACKUP.content());

        assertEquals(
                NotPossibleException.Reason.NOT_POSSIBLE,
                refused(() -> control().resume(ID)));
        assertTrue(bench.restore().isOver());
        assertEquals(List.of(), bench.invoked);
    }

    @Test
    void resume_fileIsGone_saysSo() {
        bench.created();
        control().cancel(ID);
        bench.bench.source = new InMemorySource();

        SourceException e = assertThrows(SourceException.class, () -> control().resume(ID));

        assertEquals("SOURCE_NOT_FOUND", e.code());
        assertTrue(bench.restore().isOver());
    }

    @Test
    void resume_anotherOneHasBegunSince_isRefused() {
        bench.created();
        control().cancel(ID);
        control().start(bench.start("r-2"));

        assertEquals(
                NotPossibleException.Reason.ALREADY_RUNNING,
                refused(() -> control().resume(ID)));
    }

    @Test
    void resume_anotherOneIsBeingCancelled_saysToWait() {
        bench.created();
        control().cancel(ID);
        control().start(bench.start("r-2"));
        bench.memory.take("r-2", bench.memory.find("r-2").orElseThrow().segment(0), new Holding("working", 0, LEASE));
        control().cancel("r-2");

        NotPossibleException e =
                assertThrows(NotPossibleException.class, () -> control().resume(ID));

        assertTrue(e.getMessage().endsWith(". That one is being cancelled: wait until it has ended"), e.getMessage());
    }

    @Test
    void anything_unknownOrEnded_isRefused() {
        List<Consumer<String>> calls = List.of(
                id -> control().pause(id),
                id -> control().cancel(id),
                id -> control().resume(id),
                id -> control().changeRate(id, 5));
        bench.created();
        bench.memory.end(ID, new Ending(Status.COMPLETED, null, bench.now()));
        for (Consumer<String> call : calls) {
            assertEquals(NotPossibleException.Reason.NOT_FOUND, refused(() -> call.accept("r-unknown")));
            assertEquals(NotPossibleException.Reason.NOT_POSSIBLE, refused(() -> call.accept(ID)));
        }
    }
}
