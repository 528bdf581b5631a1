package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.SampleRestores.LATER;
import static com.stockflare.restore.engine.SampleRestores.at;
import static com.stockflare.restore.engine.SampleRestores.fresh;
import static com.stockflare.restore.engine.SampleRestores.holding;
import static com.stockflare.restore.engine.SampleRestores.restore;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Who may work on a segment. */
interface LedgerLeaseContract {
    Failure FAILURE = new Failure("STREAM_UNAVAILABLE", "The stream cannot be reached.");

    Ledger ledger();

    void setTime(Instant time);

    @Test
    default void take_free_isHeldByWhoTookIt() {
        SegmentState free = created();
        setTime(LATER);

        SegmentState held = take(free, "h-1");

        assertEquals(free.takenBy(holding("h-1")).changedAt(LATER), held);
        assertEquals(held, segment());
    }

    @Test
    default void take_heldAndStandsStill_isTakenOver() {
        SegmentState dead = take(created(), "h-1");

        SegmentState held = take(dead, "h-2");

        assertEquals(2, held.starts());
        assertEquals("h-2", held.holding().holder());
        assertEquals(held, segment());
    }

    @Test
    default void take_heldOne_wakesItAndKeepsItsFailure() {
        SegmentState first = take(created(), "h-1");
        SegmentState failed = ledger().write("r-1", "h-1", first.releasedWith(FAILURE));
        assertEquals(FAILURE, take(failed, "h-2").failure());
        SegmentState held = ledger().write("r-1", "h-2", segment().released(nextHop(segment()), LATER));

        assertEquals(null, take(held, "h-3").wakeAt());
    }

    @Test
    default void take_takenSinceItWasSeen_isEmpty() {
        SegmentState seen = created();
        take(seen, "h-1");

        isNotTaken(seen);
    }

    @Test
    default void take_renewedSinceItWasSeen_isEmpty() {
        SegmentState seen = take(created(), "h-1");
        ledger().write("r-1", "h-1", seen.renewedAt(seen.checkpoint()));

        isNotTaken(seen);
    }

    @Test
    default void take_releasedSinceItWasSeen_isEmpty() {
        SegmentState seen = take(created(), "h-1");
        ledger().write("r-1", "h-1", seen.released(nextHop(seen), null));

        isNotTaken(seen);
    }

    @Test
    default void take_anotherHadItSinceItWasSeenFree_isEmpty() {
        SegmentState seen = created();
        ledger().write("r-1", "h-1", take(seen, "h-1").releasedWith(FAILURE));

        isNotTaken(seen);
    }

    @Test
    default void take_anotherHopHadItSinceItWasSeenFree_isEmpty() {
        SegmentState seen = created();
        SegmentState held = take(seen, "h-1");
        ledger().write("r-1", "h-1", held.released(nextHop(held), LATER));

        isNotTaken(seen);
    }

    @Test
    default void take_otherCountsThanWereSeen_isEmpty() {
        SegmentState seen = created();
        ledger().write("r-1", "h-1", take(seen, "h-1").released(at(seen, 0), null));

        isNotTaken(seen);
    }

    @Test
    default void take_unknownRestore_isEmpty() {
        assertEquals(Optional.empty(), ledger().take("r-unknown", fresh(0, 0, 10), holding("h-1")));
        assertEquals(Optional.empty(), ledger().find("r-unknown"));
    }

    private void isNotTaken(SegmentState seen) {
        SegmentState before = segment();

        assertEquals(Optional.empty(), ledger().take("r-1", seen, holding("h-9")));

        assertEquals(before, segment());
    }

    @Test
    default void write_moved_isWrittenAndTold() {
        SegmentState held = take(created(), "h-1");
        setTime(LATER);

        SegmentState written = ledger().write("r-1", "h-1", held.renewedAt(at(held, 20)));

        assertEquals(held.renewedAt(at(held, 20)).changedAt(LATER), written);
        assertEquals(written, segment());
    }

    @Test
    default void write_sameCheckpoint_renews() {
        SegmentState held = take(created(), "h-1");

        SegmentState written = ledger().write("r-1", "h-1", held.renewedAt(held.checkpoint()));

        assertEquals(1, written.holding().renewals());
        assertEquals(written, segment());
    }

    @Test
    default void write_released_isFree() {
        writes(held -> held.released(nextHop(held), null));
    }

    @Test
    default void write_held_isFreeUntilItIsWoken() {
        writes(held -> held.released(nextHop(held), LATER));
    }

    @Test
    default void write_failed_isFreeAndTellsWhy() {
        writes(held -> held.releasedWith(FAILURE));
    }

    private void writes(UnaryOperator<SegmentState> change) {
        SegmentState held = take(created(), "h-1");

        ledger().write("r-1", "h-1", change.apply(held));

        assertEquals(change.apply(held), segment());
    }

    @Test
    default void write_oneSegment_leavesTheOthers() {
        SegmentState held = take(created(), "h-1");
        RestoreState before = ledger().find("r-1").orElseThrow();

        SegmentState written = ledger().write("r-1", "h-1", held.renewedAt(at(held, 20)));

        assertEquals(Optional.of(before.withSegment(written)), ledger().find("r-1"));
    }

    @Test
    default void write_backwards_isLostAndChangesNothing() {
        SegmentState held = take(created(), "h-1");
        SegmentState moved = ledger().write("r-1", "h-1", held.renewedAt(at(held, 20)));
        Checkpoint behind = at(held, 19);

        isLost("h-1", moved.renewedAt(behind));
        isLost("h-1", moved.released(behind, null));
    }

    @Test
    default void write_byAnother_isLostAndChangesNothing() {
        SegmentState held = take(created(), "h-1");

        isLost("h-2", held.renewedAt(at(held, 20)));
    }

    @Test
    default void write_nobodyHoldsIt_isLostAndChangesNothing() {
        SegmentState free = created();

        isLost("h-1", free.takenBy(holding("h-1")));
    }

    @Test
    default void write_takenOver_isLostAndChangesNothing() {
        SegmentState held = take(created(), "h-1");
        take(held, "h-2");

        isLost("h-1", held.renewedAt(at(held, 20)));
        isLost("h-1", held.released(at(held, 20), null));
    }

    @Test
    default void write_afterItWasReleased_isLostAndChangesNothing() {
        SegmentState held = take(created(), "h-1");
        SegmentState released = held.released(nextHop(held), null);
        ledger().write("r-1", "h-1", released);

        isLost("h-1", released);
        isLost("h-1", held.renewedAt(at(held, 20)));
    }

    @Test
    default void write_unknownRestore_isLostAndWritesNothing() {
        SegmentState held = fresh(0, 0, 10).takenBy(holding("h-1"));

        assertThrows(LeaseLostException.class, () -> ledger().write("r-unknown", "h-1", held));

        assertEquals(Optional.empty(), ledger().find("r-unknown"));
    }

    private void isLost(String holder, SegmentState next) {
        SegmentState before = segment();

        assertThrows(LeaseLostException.class, () -> ledger().write("r-1", holder, next));

        assertEquals(before, segment());
    }

    private SegmentState created() {
        assertTrue(ledger().create(restore("r-1"), null));
        return segment();
    }

    private SegmentState segment() {
        return ledger().find("r-1").orElseThrow().segment(0);
    }

    private SegmentState take(SegmentState seen, String holder) {
        return ledger().take("r-1", seen, holding(holder)).orElseThrow();
    }

    private static Checkpoint nextHop(SegmentState segment) {
        return segment.checkpoint().nextHop();
    }
}
