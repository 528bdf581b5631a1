package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.Ledger;
import com.stockflare.restore.engine.LedgerContract;
import com.stockflare.restore.engine.SampleRestores;
import com.stockflare.restore.local.LedgerTable;
import com.stockflare.restore.local.LocalDynamoDb;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Tag("slow")
class DynamoDbLedgerTest extends LedgerContract {
    private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");

    /** 90 days after {@link #END}. */
    private static final String EXPIRY =
            Long.toString(Instant.parse("2026-05-02T00:00:00Z").getEpochSecond());

    private static LocalDynamoDb local;
    private static SdkSettings settings;
    private static DynamoDbClient client;

    private final String table = "Ledger-" + UUID.randomUUID();
    private final List<String> notes = new ArrayList<>();

    @BeforeAll
    static void start() {
        local = LocalDynamoDb.start();
        settings = SdkSettings.dynamoDb(local.endpoint());
        client = settings.clients().dynamoDbWithRetries();
    }

    @AfterAll
    static void stop() {
        client.close();
        settings.close();
        local.close();
    }

    @Override
    protected Ledger open(InstantSource clock) {
        LedgerTable.create(client, table);
        return new DynamoDbLedger(client, table, clock, notes::add);
    }

    @Test
    void create_moreSegmentsThanATransactionTakes_isRefused() {
        RestoreState restore = SampleRestores.restore();
        List<SegmentState> segments = IntStream.rangeClosed(0, RestoreRequest.MAX_SEGMENTS)
                .mapToObj(i -> SegmentState.fresh(
                        new ByteRange(i, i + 1), new Checkpoint(i, 0, i, Counts.NONE), restore.createdAt()))
                .toList();
        RestoreState tooMany = new RestoreState(
                "r-1", restore.request(), restore.file(), restore.createdAt(), null, null, false, segments);

        assertThrows(IllegalArgumentException.class, () -> ledger().create(tooMany, null));
    }

    @Test
    void end_completed_hasDynamoDbDeleteAllRowsNinetyDaysLater() {
        RestoreState restore = SampleRestores.restore();
        assertTrue(ledger().create(restore, null));
        assertEquals(4, rows().size());
        assertFalse(rows().stream().anyMatch(row -> row.containsKey("expiresAt")));

        assertTrue(ledger().end(restore.restoreId(), new Ending(Status.COMPLETED, null, END)));

        assertEquals(4, rows().size());
        rows().forEach(row -> assertEquals(EXPIRY, row.get("expiresAt").n()));
    }

    /** DynamoDB deletes rows whose time is up one by one. */
    @Test
    void create_rowsOfAnEndedOneAreLeft_beginsAnew() {
        RestoreState restore = SampleRestores.restore();
        assertTrue(ledger().create(restore, null));
        assertTrue(ledger().end(restore.restoreId(), Ending.failed(new Failure("F", "Failed."), END)));
        delete(restore.restoreId(), "restore");
        delete(restore.restoreId(), "segment#00000");

        assertTrue(ledger().create(restore, null));

        assertEquals(Optional.of(restore), ledger().find(restore.restoreId()));
        assertFalse(rows().stream().anyMatch(row -> row.containsKey("expiresAt")));
    }

    /** So it may look while it is being created: a query sees a transaction's rows one by one. */
    @Test
    void find_notAllOfItsRowsAreThere_isEmpty() {
        RestoreState restore = SampleRestores.restore();
        assertTrue(ledger().create(restore, null));
        delete(restore.restoreId(), "segment#00001");

        assertEquals(Optional.empty(), ledger().find(restore.restoreId()));
        assertEquals(List.of(), ledger().watched());
    }

    @Test
    void find_writtenByAnotherRelease_saysWhatToDo() {
        RestoreState restore = writtenByAnotherRelease();

        LedgerException e = assertThrows(LedgerException.class, () -> ledger().find(restore.restoreId()));

        Wording.assertClear(e);
        assertFalse(e.isRetryable());
        assertEquals(
                "The ledger " + table + " cannot be used: it does not hold the restore " + restore.restoreId()
                        + " as this release writes it. Deploy the release that wrote it, or a later one.",
                e.getMessage());
    }

    @Test
    void watched_oneIsWrittenByAnotherRelease_areTheOthersAndItIsTold() {
        RestoreState other = writtenByAnotherRelease();
        RestoreState restore = SampleRestores.restore();
        assertTrue(ledger().create(restore, other.restoreId()));

        assertEquals(List.of(restore), ledger().watched());
        assertEquals(List.of(restore), ledger().newest(10, null).restores());

        assertEquals(2, notes.size(), notes::toString);
        notes.forEach(note -> assertTrue(
                note.contains("it does not hold the restore " + other.restoreId() + " as this release writes it"),
                note));
    }

    private RestoreState writtenByAnotherRelease() {
        RestoreState restore = SampleRestores.restore();
        assertTrue(ledger().create(restore, null));
        client.updateItem(r -> r.tableName(table)
                .key(key(restore.restoreId(), "restore"))
                .updateExpression("SET decode = :zip")
                .expressionAttributeValues(Map.of(":zip", AttributeValue.fromS("zip"))));
        return restore;
    }

    @Test
    void create_rows_areLegible() {
        RestoreState restore = SampleRestores.restore();
        assertTrue(ledger().create(restore, null));

        Map<String, AttributeValue> row = client.getItem(
                        r -> r.tableName(table).key(key(restore.restoreId(), "restore")))
                .item();

        Map<String, String> texts = new HashMap<>();
        row.forEach((name, value) -> texts.put(name, value.s()));
        assertEquals("Rates", texts.get("table"));
        assertEquals("auto", texts.get("decode"));
        assertEquals("RUNNING", texts.get("status"));
        assertEquals("2026-01-01T00:00:00.123456789Z", texts.get("createdAt"));
        assertEquals("1000", row.get("size").n());
    }

    private List<Map<String, AttributeValue>> rows() {
        return client.scan(r -> r.tableName(table)).items();
    }

    private void delete(String restoreId, String part) {
        client.deleteItem(r -> r.tableName(table).key(key(restoreId, part)));
    }

    private static Map<String, AttributeValue> key(String restoreId, String part) {
        return Map.of("restoreId", AttributeValue.fromS(restoreId), "part", AttributeValue.fromS(part));
    }
}
