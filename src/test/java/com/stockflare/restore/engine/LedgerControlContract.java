package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.SampleRestores.COMPLETED;
import static com.stockflare.restore.engine.SampleRestores.FAILED;
import static com.stockflare.restore.engine.SampleRestores.LATER;
import static com.stockflare.restore.engine.SampleRestores.at;
import static com.stockflare.restore.engine.SampleRestores.holding;
import static com.stockflare.restore.engine.SampleRestores.restore;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores that somebody has stop and go on, and all of them in a list. */
interface LedgerControlContract {
    Ledger ledger();

    @ParameterizedTest
    @ValueSource(strings = {"PAUSED", "CANCELLED"})
    default void request_running_isFoundUntilItIsTakenBack(Status wanted) {
        RestoreState restore = restore("r-1");
        ledger().create(restore, null);

        assertTrue(ledger().request("r-1", wanted));
        assertEquals(Optional.of(restore.withRequested(wanted)), ledger().find("r-1"));
        assertTrue(ledger().request("r-1", wanted));

        assertTrue(ledger().request("r-1", Status.RUNNING));
        assertEquals(Optional.of(restore), ledger().find("r-1"));
    }

    @Test
    default void request_pauseOfOneThatIsToBeCancelled_isFalseAndLeavesIt() {
        RestoreState restore = restore("r-1");
        ledger().create(restore, null);
        assertTrue(ledger().request("r-1", Status.CANCELLED));

        assertFalse(ledger().request("r-1", Status.PAUSED));

        assertEquals(Optional.of(restore.withRequested(Status.CANCELLED)), ledger().find("r-1"));
        assertTrue(ledger().request("r-1", Status.RUNNING));
        assertTrue(ledger().request("r-1", Status.PAUSED));
        assertTrue(ledger().request("r-1", Status.CANCELLED));
    }

    @Test
    default void request_endedOrUnknown_isFalseAndWritesNothing() {
        ledger().create(restore("r-1"), null);
        ledger().end("r-1", COMPLETED);
        Optional<RestoreState> ended = ledger().find("r-1");

        assertFalse(ledger().request("r-1", Status.PAUSED));
        assertFalse(ledger().request("r-unknown", Status.PAUSED));

        assertEquals(ended, ledger().find("r-1"));
        assertEquals(Optional.empty(), ledger().find("r-unknown"));
    }

    @Test
    default void end_cancelled_onlyAsLongAsThatIsWanted() {
        Ending cancelled = new Ending(Status.CANCELLED, null, LATER);
        ledger().create(restore("r-1"), null);
        assertFalse(ledger().end("r-1", cancelled));
        ledger().request("r-1", Status.PAUSED);
        assertFalse(ledger().end("r-1", cancelled));

        ledger().request("r-1", Status.CANCELLED);
        assertTrue(ledger().end("r-1", cancelled));

        RestoreState ended = ledger().find("r-1").orElseThrow();
        assertEquals(Status.CANCELLED, ended.status());
        assertNull(ended.requested());
    }

    @Test
    default void reopen_failed_goesOnWhereItStoodAsTheRunningOne() {
        ledger().create(restore("r-1"), null);
        SegmentState held =
                ledger().take("r-1", restore("r-1").segment(0), holding("h-1")).orElseThrow();
        ledger().write("r-1", "h-1", held.renewedAt(at(held, 10)));
        ledger().write("r-1", "h-1", held.renewedAt(at(held, 10)).releasedWith(new Failure("X", "x")));
        ledger().end("r-1", FAILED);
        RestoreState ended = ledger().find("r-1").orElseThrow();

        assertTrue(ledger().reopen(ended));

        RestoreState reopened = ledger().find("r-1").orElseThrow();
        assertEquals(ended.reopened(), reopened);
        assertEquals(10, reopened.segment(0).checkpoint().offset());
        assertEquals(0, reopened.segment(0).starts());
        assertFalse(reopened.isOver());
        assertEquals(Optional.of(reopened), ledger().running(ended.request()));
        assertEquals(List.of(reopened), ledger().watched());
        assertTrue(ledger().take("r-1", reopened.segment(0), holding("h-2")).isPresent());
        assertTrue(ledger().end("r-1", COMPLETED));
    }

    @Test
    default void reopen_drained_isNotAnyMore() {
        ledger().create(restore("r-1"), null);
        ledger().end("r-1", FAILED);
        ledger().unwatch(ledger().find("r-1").orElseThrow(), true);
        RestoreState ended = ledger().find("r-1").orElseThrow();

        assertTrue(ledger().reopen(ended));

        assertTrue(ended.drained());
        assertFalse(ledger().find("r-1").orElseThrow().drained());
    }

    @Test
    default void reopen_twiceOrNotAsItWas_changesNothing() {
        ledger().create(restore("r-1"), null);
        assertFalse(ledger().reopen(restore("r-1").ended(FAILED)), "it has not ended");
        ledger().end("r-1", FAILED);
        RestoreState ended = ledger().find("r-1").orElseThrow();
        assertTrue(ledger().reopen(ended));

        assertFalse(ledger().reopen(ended));

        assertEquals(Optional.of(ended.reopened()), ledger().find("r-1"));
        assertFalse(ledger().reopen(restore("r-unknown").ended(FAILED)));
        assertEquals(Optional.empty(), ledger().find("r-unknown"));
    }

    @Test
    default void reopen_anotherOneRuns_changesNothing() {
        ledger().create(restore("r-1"), null);
        ledger().end("r-1", FAILED);
        RestoreState ended = ledger().find("r-1").orElseThrow();
        assertTrue(ledger().create(restore("r-2"), null));

        assertFalse(ledger().reopen(ended));

        assertEquals(Optional.of(ended), ledger().find("r-1"));
        assertEquals("r-2", ledger().running(ended.request()).orElseThrow().restoreId());
    }

    @Test
    default void newest_many_areListedPageByPage() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RestoreState at = restore("r-" + i);
            Instant created = at.createdAt().plusSeconds(i);
            RestoreState restore = new RestoreState(
                    at.restoreId(), at.request(), at.file(), created, null, null, false, at.segments());
            ledger().create(restore, i == 0 ? null : "r-" + (i - 1));
            expected.add(0, "r-" + i);
        }
        ledger().end("r-3", FAILED);

        List<String> found = new ArrayList<>();
        String next = null;
        do {
            RestorePage page = ledger().newest(2, next);
            assertTrue(page.restores().size() <= 2);
            page.restores().forEach(restore -> found.add(restore.restoreId()));
            next = page.next();
        } while (next != null);
        assertEquals(expected, found);
        assertEquals(Status.FAILED, ledger().newest(2, null).restores().get(1).status());
    }

    @Test
    default void newest_none_isTheLastPage() {
        assertEquals(new RestorePage(List.of(), null), ledger().newest(10, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "/", "2026/", "/r-1", "2026/r-1", "2026-01-01T00:00:00Z/", "2026-01-01T00:00:00Z/r_1"})
    default void newest_afterNoPagesEnd_isRefused(String after) {
        assertThrows(InvalidRequestException.class, () -> ledger().newest(10, after));
    }
}
