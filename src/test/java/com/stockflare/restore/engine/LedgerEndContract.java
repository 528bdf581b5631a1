package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.SampleRestores.COMPLETED;
import static com.stockflare.restore.engine.SampleRestores.FAILED;
import static com.stockflare.restore.engine.SampleRestores.LATER;
import static com.stockflare.restore.engine.SampleRestores.at;
import static com.stockflare.restore.engine.SampleRestores.holding;
import static com.stockflare.restore.engine.SampleRestores.restore;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Restores that end, and who has to look after them. */
interface LedgerEndContract {
    Ledger ledger();

    void setTime(Instant time);

    @Test
    default void end_running_tellsHowAndThatNobodyHoldsALease() {
        RestoreState restore = created("r-1");
        assertTrue(ledger().take("r-1", restore.segment(1), holding("h-1")).isPresent());
        SegmentState free = restore.segment(1).takenBy(holding("h-1")).withoutLease();

        assertTrue(ledger().end("r-1", FAILED));

        RestoreState ended = ledger().find("r-1").orElseThrow();
        assertEquals(restore.withSegment(free).ended(FAILED), ended);
        assertEquals(Status.FAILED, ended.status());
    }

    @Test
    default void end_again_isFalseAndTheFirstEndingStays() {
        RestoreState restore = created("r-1");
        Ending withRejects = new Ending(Status.COMPLETED_WITH_REJECTS, null, LATER);
        assertTrue(ledger().end("r-1", withRejects));

        assertFalse(ledger().end("r-1", FAILED));
        assertFalse(ledger().end("r-1", withRejects));

        assertEquals(Optional.of(restore.ended(withRejects)), ledger().find("r-1"));
    }

    @Test
    default void end_unknown_isFalseAndWritesNothing() {
        assertFalse(ledger().end("r-unknown", FAILED));

        assertEquals(Optional.empty(), ledger().find("r-unknown"));
    }

    @Test
    default void end_leaseIsHeld_isGoodNoMore() {
        RestoreState restore = created("r-1");
        SegmentState held =
                ledger().take("r-1", restore.segment(0), holding("h-1")).orElseThrow();
        assertTrue(ledger().end("r-1", COMPLETED));
        RestoreState before = ledger().find("r-1").orElseThrow();

        assertThrows(LeaseLostException.class, () -> ledger().write("r-1", "h-1", held.renewedAt(at(held, 10))));
        assertThrows(LeaseLostException.class, () -> ledger().write("r-1", "h-1", held.released(at(held, 10), null)));

        assertEquals(Optional.of(before), ledger().find("r-1"));
    }

    @Test
    default void end_leaseIsHeld_tellsUntilWhenItWasGood() {
        RestoreState restore = created("r-1");
        ledger().take("r-1", restore.segment(1), holding("h-1"));
        assertEquals(Optional.empty(), ledger().lastCallsUntil(restore.request()));
        // Later than was meant: the lease was renewed until now.
        setTime(FAILED.at().plusSeconds(20));

        assertTrue(ledger().end("r-1", FAILED));

        Optional<Instant> until = Optional.of(FAILED.at().plusSeconds(20).plus(SampleRestores.LEASE));
        assertEquals(until, ledger().lastCallsUntil(restore.request()));
        created("r-2");
        assertEquals(until, ledger().lastCallsUntil(restore.request()), "still so when another begins");
        assertEquals(
                Optional.empty(),
                ledger().lastCallsUntil(SampleRestores.unusual("r-3").request()));
    }

    @Test
    default void end_leaseWasGivenUp_waitsForNoCalls() {
        RestoreState restore = created("r-1");
        SegmentState held =
                ledger().take("r-1", restore.segment(0), holding("h-1")).orElseThrow();
        ledger().write("r-1", "h-1", held.released(at(held, 10), null));

        assertTrue(ledger().end("r-1", FAILED));

        assertEquals(Optional.empty(), ledger().lastCallsUntil(restore.request()));
    }

    @Test
    default void end_leaseIsFree_cannotBeTakenAnyMore() {
        created("r-1");
        assertTrue(ledger().end("r-1", COMPLETED));
        RestoreState ended = ledger().find("r-1").orElseThrow();

        assertEquals(Optional.empty(), ledger().take("r-1", ended.segment(0), holding("h-1")));
        assertEquals(Optional.of(ended), ledger().find("r-1"));
    }

    @Test
    default void end_runningOne_makesRoomForAnother() {
        RestoreState restore = created("r-1");
        assertTrue(ledger().end("r-1", FAILED));
        assertEquals(Optional.empty(), running(restore));

        assertFalse(ledger().create(restore("r-1"), null), "the same id stays taken");
        assertTrue(ledger().create(restore("r-2"), null));

        assertEquals(Optional.of(restore("r-2")), running(restore));
    }

    @Test
    default void end_oneThatAnotherHasTakenThePlaceOf_leavesTheOtherRunning() {
        created("r-1");
        assertTrue(ledger().create(restore("r-2"), "r-1"));

        assertTrue(ledger().end("r-1", FAILED));

        assertEquals(Optional.of(restore("r-2")), running(restore("r-2")));
    }

    @Test
    default void changeRate_running_isFoundAndChangesNothingElse() {
        RestoreState restore = restore("r-1");
        ledger().create(restore, null);

        assertTrue(ledger().changeRate("r-1", 250));
        assertEquals(Optional.of(restore.withRate(250)), ledger().find("r-1"));
        assertTrue(ledger().changeRate("r-1", 250));

        assertTrue(ledger().changeRate("r-1", 0));
        assertEquals(Optional.of(restore), ledger().find("r-1"));
    }

    @Test
    default void changeRate_endedOrUnknown_isFalseAndWritesNothing() {
        ledger().create(restore("r-1"), null);
        ledger().end("r-1", COMPLETED);
        Optional<RestoreState> ended = ledger().find("r-1");

        assertFalse(ledger().changeRate("r-1", 250));
        assertFalse(ledger().changeRate("r-unknown", 250));

        assertEquals(ended, ledger().find("r-1"));
        assertEquals(Optional.empty(), ledger().find("r-unknown"));
    }

    @Test
    default void watched_running_isAmongThem() {
        RestoreState first = created("r-1");
        RestoreState second = SampleRestores.unusual("r-2");
        assertTrue(ledger().create(second, null));

        assertEquals(Set.of(first, second), Set.copyOf(ledger().watched()));
    }

    @Test
    default void watched_completed_staysUntilItIsUnwatched() {
        RestoreState ended = created("r-1").ended(COMPLETED);
        assertTrue(ledger().end("r-1", COMPLETED));
        assertEquals(List.of(ended), ledger().watched());

        ledger().unwatch(ended, true);

        assertEquals(List.of(), ledger().watched());
        assertEquals(Optional.of(ended.withDrained(true)), ledger().find("r-1"));
    }

    @Test
    default void watched_failed_isNotAmongThem() {
        created("r-1");
        assertTrue(ledger().end("r-1", FAILED));

        assertEquals(List.of(), ledger().watched());
    }

    @Test
    default void watched_moved_tellsHowItStandsNow() {
        RestoreState restore = created("r-1");
        SegmentState held =
                ledger().take("r-1", restore.segment(0), holding("h-1")).orElseThrow();

        assertEquals(List.of(restore.withSegment(held)), ledger().watched());
    }

    @Test
    default void watched_many_areAllOfThem() {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < 30; i++) {
            ids.add("r-" + i);
            assertTrue(ledger().create(restore("r-" + i), i == 0 ? null : "r-" + (i - 1)));
        }

        assertEquals(
                ids, ledger().watched().stream().map(RestoreState::restoreId).collect(Collectors.toSet()));
    }

    @Test
    default void unwatch_notDrained_saysSo() {
        RestoreState ended = created("r-1").ended(COMPLETED);
        assertTrue(ledger().end("r-1", COMPLETED));

        ledger().unwatch(ended, false);

        assertEquals(List.of(), ledger().watched());
        assertEquals(Optional.of(ended), ledger().find("r-1"));
    }

    @Test
    default void unwatch_unknown_writesNothing() {
        ledger().unwatch(restore("r-unknown").ended(COMPLETED), true);

        assertEquals(Optional.empty(), ledger().find("r-unknown"));
    }

    @Test
    default void unwatch_takenUpAgainSince_changesNothing() {
        RestoreState ended = created("r-1").ended(FAILED);
        assertTrue(ledger().end("r-1", FAILED));
        assertTrue(ledger().reopen(ended));

        ledger().unwatch(ended, true);

        assertEquals(List.of(ended.reopened()), ledger().watched());
    }

    /** Nothing was sent that a consumer could read. */
    @Test
    default void watched_dryRunThatHasEnded_isNotAmongThem() {
        RestoreState dry = SampleRestores.dryRun("r-1");
        assertTrue(ledger().create(dry, null));
        assertEquals(List.of(dry), ledger().watched());

        assertTrue(ledger().end("r-1", COMPLETED));

        assertEquals(List.of(), ledger().watched());
        assertEquals(Optional.of(dry.ended(COMPLETED)), ledger().find("r-1"));
        assertEquals(Optional.empty(), running(dry));
    }

    private RestoreState created(String id) {
        RestoreState restore = restore(id);
        assertTrue(ledger().create(restore, null));
        return restore;
    }

    private Optional<RestoreState> running(RestoreState like) {
        return ledger().running(like.request());
    }
}
