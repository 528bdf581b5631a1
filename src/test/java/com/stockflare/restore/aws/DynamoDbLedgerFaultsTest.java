package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.aws.ScriptedDynamoDb.Reply;
import com.stockflare.restore.engine.Ledger;
import com.stockflare.restore.engine.SampleRestores;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the service, and a table that is not there or not open to us. */
@Tag("slow")
class DynamoDbLedgerFaultsTest extends DynamoDbLedgerBench {
    private static final String CONFLICT =
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
                    + "\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"%s\"}],\"Message\":\"cancelled\"}";

    @Test
    void find_manyPages_findsAll() {
        scripted.onCall(call -> call.operation().equals("Query")
                ? new Reply.Pass(call.body().replaceFirst("\\{", "{\"Limit\":1,"))
                : Reply.pass(call));
        assertTrue(ledger.create(restore, null));
        RestoreState second = SampleRestores.restore();
        assertTrue(ledger.create(second, id));

        assertEquals(Optional.of(restore), ledger.find(id));
        assertEquals(
                List.of(id, second.restoreId()).stream().sorted().toList(),
                ledger.watched().stream().map(RestoreState::restoreId).sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void write_serviceFailsNowAndThen_isWritten(int failures) {
        SegmentState held = taken("h-1");
        scripted.onCall(first(failures, "UpdateItem", call -> Reply.error(500, "InternalServerError")));

        assertEquals(
                1,
                ledger.write(id, "h-1", held.renewedAt(held.checkpoint()))
                        .holding()
                        .renewals());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void end_othersWriteToTheSameRows_triesAgain(String reason) {
        assertTrue(ledger.create(restore, null));
        scripted.onCall(first(3, "TransactWriteItems", call -> new Reply.Answer(400, CONFLICT.formatted(reason))));

        assertTrue(ledger.end(id, FAILED));
    }

    @Test
    void write_othersWriteToTheSameRow_triesAgain() {
        SegmentState held = taken("h-1");
        scripted.onCall(first(3, "UpdateItem", call -> Reply.error(400, "TransactionConflictException")));

        assertEquals(
                1,
                ledger.write(id, "h-1", held.renewedAt(held.checkpoint()))
                        .holding()
                        .renewals());
    }

    @ParameterizedTest
    @CsvSource({"500, InternalServerError", "503, ServiceUnavailable"})
    void everything_serviceFailsForGood_mayPass(int status, String type) {
        SegmentState held = taken("h-1");
        scripted.onCall(call -> Reply.error(status, type));

        for (Function<Ledger, ?> use : uses(held)) {
            LedgerException e = assertThrows(LedgerException.class, () -> use.apply(ledger));
            assertEquals("The ledger " + table + " cannot be used: the service answered " + type + ".", e.getMessage());
            assertTrue(e.isRetryable());
            Wording.assertClear(e);
        }
    }

    @Test
    void find_throttledForGood_mayPass() {
        scripted.onCall(call -> Reply.error(400, "ThrottlingException"));

        assertTrue(assertThrows(LedgerException.class, () -> ledger.find(id)).isRetryable());
    }

    @Test
    void everything_denied_saysWhatToAllow() {
        SegmentState held = taken("h-1");
        scripted.onCall(call -> Reply.error(400, "AccessDeniedException"));

        for (Function<Ledger, ?> use : uses(held)) {
            isFinal(
                    "access is denied. Allow dynamodb:Query and dynamodb:UpdateItem on it, and dynamodb:Query on its"
                            + " indexes watched and newest.",
                    assertThrows(LedgerException.class, () -> use.apply(ledger)));
        }
    }

    @Test
    void everything_noSuchTable_saysHowToMendIt() {
        SegmentState held = taken("h-1");
        direct.deleteTable(r -> r.tableName(table));

        for (Function<Ledger, ?> use : uses(held)) {
            isFinal(
                    "there is no such table in this account and region. Deploy the stack again, or correct"
                            + " LEDGER_TABLE.",
                    assertThrows(LedgerException.class, () -> use.apply(ledger)));
        }
    }

    @Test
    void watched_tableWithoutItsIndex_saysHowToMendIt() {
        scripted.onCall(call -> Reply.error(400, "ValidationException"));

        isFinal(
                "the service answered ValidationException. Set LEDGER_TABLE to a table that the stack has made, with"
                        + " its indexes watched and newest.",
                assertThrows(LedgerException.class, ledger::watched));
    }

    /** No service does this; should one, it must not be asked for ever. */
    @Test
    @Timeout(60)
    void end_conditionFailsForNoReason_mayPass() {
        assertTrue(ledger.create(restore, null));
        AtomicInteger calls = new AtomicInteger();
        scripted.onCall(first(100, "TransactWriteItems", call -> {
            calls.incrementAndGet();
            return new Reply.Answer(400, CONFLICT.formatted("ConditionalCheckFailed"));
        }));

        LedgerException e = assertThrows(LedgerException.class, () -> ledger.end(id, FAILED));

        assertTrue(e.isRetryable());
        assertEquals(5, calls.get());
        Wording.assertClear(e);
    }

    @Test
    void end_conflictsForGood_mayPass() {
        assertTrue(ledger.create(restore, null));
        scripted.onCall(first(
                100, "TransactWriteItems", call -> new Reply.Answer(400, CONFLICT.formatted("TransactionConflict"))));

        assertTrue(assertThrows(LedgerException.class, () -> ledger.end(id, FAILED))
                .isRetryable());
    }

    private void isFinal(String why, LedgerException e) {
        assertEquals("The ledger " + table + " cannot be used: " + why, e.getMessage());
        assertFalse(e.isRetryable());
        Wording.assertClear(e);
    }

    private List<Function<Ledger, ?>> uses(SegmentState held) {
        return List.of(
                l -> l.find(id),
                l -> l.running(SampleRestores.restore().request()),
                l -> l.create(SampleRestores.restore(), null),
                l -> l.take(id, held, holding("h-2")),
                l -> l.write(id, "h-1", held),
                l -> l.end(id, FAILED),
                Ledger::watched,
                l -> {
                    l.unwatch(restore.ended(FAILED), true);
                    return true;
                },
                l -> l.request(id, Status.PAUSED),
                l -> l.reopen(restore.ended(FAILED)),
                l -> l.newest(10, null));
    }
}
