package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.ChainsBench.ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RecordedFailureException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.StreamException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which restore an event is for: a new one, or one that is there. */
class ChainsBeginTest {
    private static final SampleBackup BACKUP = SampleBackup.good(80, 50);

    private final ChainsBench bench = new ChainsBench(BACKUP);

    private List<String> sent() {
        return bench.bench.stream.records();
    }

    private void replaceFile() {
        ((InMemorySource) bench.bench.source)
                .put(bench.bench.request.file(), SampleBackup.good(3, 9).content());
    }

    private Status status(String id) {
        return bench.memory.find(id).orElseThrow().status();
    }

    @Test
    void begin_newEvent_restoresTheFile() {
        HopResult result = bench.begin();

        assertEquals(Status.COMPLETED, result.status());
        assertEquals(ID, result.restoreId());
        assertEquals(BACKUP.content().length, result.bytesRead());
        assertEquals(BACKUP.payloads(), sent());
        assertEquals(Status.COMPLETED, status(ID));
    }

    @Test
    void begin_sameEventAfterTheEnd_tellsHowItEndedAndSendsNothing() {
        HopResult first = bench.begin();

        HopResult again = bench.begin();

        assertEquals(first.withBytesRead(0), again);
        assertEquals(BACKUP.payloads().size(), sent().size());
    }

    @Test
    void begin_sameEventWhileOthersHaveNotBegunToWork_goesOnWithTheirs() {
        bench.created();

        assertEquals(Status.COMPLETED, bench.begin().status());
        assertEquals(BACKUP.payloads(), sent());
    }

    @Test
    void begin_createdByAnotherAtTheSameMoment_joinsIt() {
        bench.beforeNext("create", bench::created);

        assertEquals(ID, bench.begin().restoreId());
        assertEquals(BACKUP.payloads(), sent());
    }

    @Test
    void begin_otherEventForTheSameStateAndTable_joinsTheOneThatRuns() {
        bench.created();

        assertEquals(ID, bench.begin("r-2").restoreId());
        assertTrue(bench.memory.find("r-2").isEmpty());
    }

    /** An event that fails comes again: it would begin a second restore where the one that it joined has ended. */
    @Test
    void begin_otherEventThatJoins_leavesTheWorkAndWhatItFailsWithToTheEventsOfThatOne() {
        bench.created();
        bench.bench.calls((number, batch) -> ScriptedSink.Fate.thrown(
                new StreamException(StreamException.Reason.STREAM_DENIED, "No access.", null)));

        HopResult result = bench.begin("r-2");

        assertEquals(new HopResult(ID, Status.ACCEPTED, bench.segment().checkpoint(), 0), result);
        assertTrue(bench.segment().isUntouched());
        assertThrows(StreamException.class, bench::goOn);
        assertEquals(Status.FAILED, status(ID));
    }

    /** Its holder has not heard of it yet: who joined it would be cancelled with it. */
    @Test
    void begin_otherEventWhileOneIsBeingCancelled_endsThatOneAndStarts() {
        bench.created();
        hold(0);
        bench.memory.request(ID, Status.CANCELLED);

        HopResult result = bench.begin("r-2");

        assertEquals("r-2", result.restoreId());
        assertEquals(Status.COMPLETED, result.status());
        assertEquals(Status.CANCELLED, status(ID));
        assertEquals(
                List.of(Status.CANCELLED, Status.COMPLETED),
                bench.ended.stream().map(RestoreState::status).toList());
        assertTrue(bench.simulation().nanos() >= ChainsBench.LEASE.toNanos(), "it has not waited for the last calls");
        assertEquals(BACKUP.payloads(), sent());
    }

    @Test
    void begin_otherEventAsACancelIsTakenBack_joinsTheOneThatRuns() {
        bench.created();
        bench.memory.request(ID, Status.CANCELLED);
        bench.beforeNext("end", () -> bench.memory.request(ID, Status.RUNNING));

        assertEquals(ID, bench.begin("r-2").restoreId());

        assertTrue(bench.memory.find("r-2").isEmpty());
        assertEquals(Status.ACCEPTED, status(ID));
    }

    @Test
    void begin_otherEventAfterTheEnd_restoresAgain() {
        bench.begin();

        assertEquals("r-2", bench.begin("r-2").restoreId());
        assertEquals(2 * BACKUP.payloads().size(), sent().size());
    }

    @Test
    void begin_forced_startsBesideTheOneThatRuns() {
        bench.created();

        bench.chains().begin(new Chains.Start("r-2", bench.bench.request, true), bench.invocation());

        assertEquals(Status.COMPLETED, status("r-2"));
        assertEquals(Status.ACCEPTED, status(ID));
    }

    @Test
    void begin_fileWasReplaced_endsTheOneThatRunsAndStarts() {
        bench.created();
        replaceFile();

        assertEquals(Status.COMPLETED, bench.begin("r-2").status());

        assertTrue(bench.simulation().nanos() < ChainsBench.LEASE.toNanos(), "nobody was sending");
        assertEquals("SOURCE_CHANGED", bench.restore().ending().failure().code());
        assertEquals(3, sent().size());
        RecordedFailureException e = assertThrows(RecordedFailureException.class, bench::goOn);
        assertEquals("SOURCE_CHANGED", e.code());
    }

    @Test
    void begin_fileWasReplacedAndItsLeaseIsTakenMeanwhile_waitsForTheLastCalls() {
        bench.created();
        replaceFile();
        bench.beforeNext("end", () -> hold(0));

        assertEquals(Status.COMPLETED, bench.begin("r-2").status());

        assertWaitedForALease();
    }

    @Test
    void begin_afterASegmentFoundTheFileReplaced_waitsForTheLastCallsOfTheOther() {
        bench.created(2);
        replaceFile();
        hold(1);
        assertEquals(
                "SOURCE_CHANGED",
                assertThrows(SourceException.class, () -> bench.goOn(0)).code());

        assertEquals(Status.COMPLETED, bench.begin("r-2").status());

        assertWaitedForALease();
    }

    @Test
    void begin_olderOneWasEndedByAClockThatIsBehind_waitsForTheLastCallsAllTheSame() {
        bench.created();
        replaceFile();
        hold(0);
        bench.ledgerIsBehind = Duration.ofSeconds(4);
        endAsChanged();
        bench.ledgerIsBehind = Duration.ZERO;

        assertEquals(Status.COMPLETED, bench.begin("r-2").status());

        assertWaitedForALease();
    }

    /** The function may have been given a shorter lease since. */
    @Test
    void begin_olderOneHadALongerLease_waitsForThat() {
        bench.created();
        replaceFile();
        Duration longer = ChainsBench.LEASE.multipliedBy(4);
        bench.memory.take(ID, bench.segment(), new Holding("another", 0, longer));
        endAsChanged();

        assertEquals(Status.COMPLETED, bench.begin("r-2").status());

        assertTrue(bench.simulation().nanos() > longer.toNanos(), "it has not waited");
    }

    private void endAsChanged() {
        bench.memory.end(ID, Ending.failed(new Failure("SOURCE_CHANGED", "It was put again."), bench.now()));
    }

    @Test
    void begin_longAfterTheLastCalls_doesNotWait() {
        bench.created();
        replaceFile();
        hold(0);
        endAsChanged();
        bench.simulation().pass(ChainsBench.LEASE.plusSeconds(5));

        assertEquals(Status.COMPLETED, bench.begin("r-2").status());

        assertTrue(
                bench.simulation().nanos() < ChainsBench.LEASE.plusSeconds(10).toNanos(), "it has waited");
    }

    @Test
    void begin_noTimeToWaitForTheLastCalls_sendsNothingYet() {
        bench.created();
        replaceFile();
        hold(0);
        bench.stopAfter(Duration.ofSeconds(10));

        assertEquals(Status.ACCEPTED, bench.begin("r-2").status());

        assertEquals(List.of(), sent());
        assertTrue(bench.memory.find("r-2").orElseThrow().segment(0).isUntouched());
    }

    private void hold(int segment) {
        bench.memory.take(ID, bench.restore().segment(segment), SampleRestores.holding("another"));
    }

    private void assertWaitedForALease() {
        assertTrue(bench.simulation().nanos() >= ChainsBench.LEASE.toNanos(), "it has not waited");
        assertEquals(3, sent().size());
    }

    @Test
    void begin_ignoringTheLagWhileOneWaitsForIt_takesOver() {
        RestoreRequest ignoring = bench.bench.request;
        bench.bench.request = Bench.HEEDING_LAG;
        bench.created();
        bench.bench.request = ignoring;

        assertEquals("r-2", bench.begin("r-2").restoreId());

        assertEquals("SUPERSEDED", bench.restore().ending().failure().code());
        assertEquals(BACKUP.payloads(), sent());
    }

    @Test
    void begin_lateWithAnOlderStateOfTheFile_joinsTheNewerRestore() {
        // Between two calls of ours the file is replaced, and its new state's restore begins.
        bench.beforeNext("running", () -> {
            replaceFile();
            bench.created();
        });

        assertEquals(ID, bench.begin("late").restoreId());
        assertTrue(bench.memory.find("late").isEmpty());
        assertEquals(Status.ACCEPTED, status(ID));
    }

    /** An event that comes so late that its restore is forgotten must not put older items over newer ones. */
    @Test
    void goOn_restoreThatTheLedgerDoesNotKnowWhileAnotherRuns_isRefused() {
        RestoreJob late =
                new RestoreJob("late", bench.bench.request, bench.created().file(), Checkpoint.START);

        InvalidRequestException e =
                assertThrows(InvalidRequestException.class, () -> bench.chains().goOn(late, bench.invocation()));

        assertEquals(
                "The restore late is not in the ledger, and another of its file and table is running", e.getMessage());
        assertEquals(List.of(), sent());
        assertEquals(Status.COMPLETED, bench.goOn().status());
    }

    @Test
    void goOn_restoreThatTheLedgerDoesNotKnow_isTakenUpWhereItIs() {
        bench.stopAfter(Duration.ofMillis(500));
        RestoreState elsewhere = bench.created();
        bench.goOn();
        RestoreJob job = bench.invoked.get(0);
        assertTrue(job.checkpoint().offset() > 0);
        ChainsBench other = new ChainsBench(BACKUP);

        HopResult result = other.chains().goOn(job, other.invocation());

        assertEquals(Status.COMPLETED, result.status());
        assertEquals(
                BACKUP.payloads().size() - job.checkpoint().counts().sent(),
                other.bench.stream.records().size());
        assertEquals(elsewhere.restoreId(), result.restoreId());
    }

    @Test
    void begin_failedBefore_throwsWhatItFailedWith() {
        bench.created();
        bench.memory.end(ID, Ending.failed(new Failure("STREAM_DENIED", "No access."), bench.now()));

        RecordedFailureException e = assertThrows(RecordedFailureException.class, bench::begin);

        assertEquals("STREAM_DENIED", e.code());
        assertEquals("No access.", e.getMessage());
        assertEquals(List.of(), sent());
    }
}
