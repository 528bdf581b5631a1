package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.aws.ScriptedDynamoDb.Reply;
import com.stockflare.restore.engine.SampleRestores;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls that are made and whose answer is lost, and what others do between two of ours. */
@Tag("slow")
class DynamoDbLedgerLostAnswersTest extends DynamoDbLedgerBench {
    @Test
    void create_answerLost_hasBegun() {
        scripted.onCall(loseFirst("TransactWriteItems", () -> {}));

        assertTrue(ledger.create(restore, null));

        assertEquals(Optional.of(restore), ledger.find(id));
    }

    @Test
    void take_answerLost_isHeldAndBegunOnce() {
        assertTrue(ledger.create(restore, null));
        scripted.onCall(loseFirst("UpdateItem", () -> {}));

        SegmentState held = take("h-1").orElseThrow();

        assertEquals(1, held.starts());
        assertEquals(held, segment());
    }

    @Test
    void take_answerLostAndTakenOverSince_isEmpty() {
        assertTrue(ledger.create(restore, null));
        scripted.onCall(loseFirst("UpdateItem", () -> takeOver("h-2")));

        assertEquals(Optional.empty(), take("h-1"));

        assertEquals("h-2", segment().holding().holder());
    }

    @Test
    void write_renewalsAnswerLost_isRenewedOnce() {
        SegmentState held = taken("h-1");
        scripted.onCall(loseFirst("UpdateItem", () -> {}));

        SegmentState written = ledger.write(id, "h-1", held.renewedAt(held.checkpoint()));

        assertEquals(1, written.holding().renewals());
        assertEquals(written, segment());
    }

    @Test
    void write_releasesAnswerLost_isReleased() {
        SegmentState held = taken("h-1");
        scripted.onCall(loseFirst("UpdateItem", () -> {}));

        SegmentState written =
                ledger.write(id, "h-1", held.released(held.checkpoint().nextHop(), CLOCK.instant()));

        assertEquals(written, segment());
        assertEquals(1, written.checkpoint().hop());
    }

    @Test
    void write_releasesAnswerLostAndEndedSince_isReleased() {
        SegmentState held = taken("h-1");
        scripted.onCall(loseFirst("UpdateItem", () -> others.end(id, FAILED)));

        SegmentState written =
                ledger.write(id, "h-1", held.released(held.checkpoint().nextHop(), null));

        assertEquals(written, segment());
    }

    @Test
    void write_renewalsAnswerLostAndEndedSince_isLost() {
        SegmentState held = taken("h-1");
        scripted.onCall(loseFirst("UpdateItem", () -> others.end(id, FAILED)));

        assertThrows(LeaseLostException.class, () -> ledger.write(id, "h-1", held.renewedAt(held.checkpoint())));
    }

    @Test
    void write_answerLostAndTakenOverSince_isLost() {
        SegmentState held = taken("h-1");
        scripted.onCall(loseFirst("UpdateItem", () -> takeOver("h-2")));

        assertThrows(LeaseLostException.class, () -> ledger.write(id, "h-1", held.renewedAt(held.checkpoint())));

        assertEquals("h-2", segment().holding().holder());
    }

    @Test
    void end_answerLost_isEndedByUs() {
        assertTrue(ledger.create(restore, null));
        scripted.onCall(loseFirst("TransactWriteItems", () -> {}));

        assertTrue(ledger.end(id, FAILED));

        assertEquals(FAILED, others.find(id).orElseThrow().ending());
    }

    @Test
    void unwatch_answerLost_isNotWatched() {
        assertTrue(ledger.create(restore, null));
        assertTrue(ledger.end(id, new Ending(Status.COMPLETED, null, CLOCK.instant())));
        scripted.onCall(loseFirst("UpdateItem", () -> {}));

        ledger.unwatch(ledger.find(id).orElseThrow(), true);

        assertEquals(List.of(), ledger.watched());
        assertTrue(ledger.find(id).orElseThrow().drained());
    }

    /** Another takes the place of the running one after it was seen to be that, and before it is ended. */
    @Test
    void end_anotherHasTakenThePlaceMeanwhile_endsThisOneOnly() {
        assertTrue(ledger.create(restore, null));
        RestoreState second = SampleRestores.restore();
        scripted.onCall(first("TransactWriteItems", call -> {
            assertTrue(others.create(second, id));
            return Reply.pass(call);
        }));

        assertTrue(ledger.end(id, FAILED));

        assertEquals(Optional.of(second), running());
        assertTrue(ledger.find(id).orElseThrow().isOver());
    }

    @Test
    void end_endedMeanwhile_isFalse() {
        assertTrue(ledger.create(restore, null));
        scripted.onCall(first("TransactWriteItems", call -> {
            assertTrue(others.end(id, FAILED));
            return Reply.pass(call);
        }));

        assertFalse(ledger.end(id, Ending.failed(new Failure("G", "Failed."), CLOCK.instant())));

        assertEquals(FAILED, ledger.find(id).orElseThrow().ending());
    }

    @Test
    void running_endedAfterItWasFound_isEmpty() {
        assertTrue(ledger.create(restore, null));
        AtomicInteger queries = new AtomicInteger();
        scripted.onCall(call -> {
            if (call.operation().equals("Query") && queries.incrementAndGet() == 2) {
                assertTrue(others.end(id, FAILED));
            }
            return Reply.pass(call);
        });

        assertEquals(Optional.empty(), running());
    }
}
