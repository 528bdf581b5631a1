package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows as the first release with a ledger wrote them: a deployment may come while a restore is under way. */
@Tag("slow")
class DynamoDbLedgerOlderRowsTest extends DynamoDbLedgerBench {
    private static final String ID = "0d4f6c54-5c0c-3f0c-9a2d-6b5a4f0f8b11";
    private static final Holding NEXT = new Holding("h-2", 0, Duration.ofSeconds(30));

    @BeforeEach
    void putRows() {
        put(
                "restore",
                Map.ofEntries(
                        text("table", "Rates"),
                        text("bucket", "backups"),
                        text("file", "Rates/x.csv"),
                        text("stream", "put-stream"),
                        number("partitions", 0),
                        text("decode", "auto"),
                        number("maxRejectsPercent", 100),
                        Map.entry("ignoreLag", AttributeValue.fromBool(false)),
                        text("etag", "\"1\""),
                        number("size", 1_000),
                        text("createdAt", "2025-12-31T23:00:00Z"),
                        text("status", "RUNNING"),
                        Map.entry("drained", AttributeValue.fromBool(false)),
                        number("segments", 1),
                        text("watched", "yes")));
        put(
                "segment#00000",
                Map.ofEntries(
                        number("from", 0),
                        number("to", 1_000),
                        number("offset", 400),
                        number("sent", 40),
                        number("rejected", 2),
                        number("blank", 1),
                        number("hop", 3),
                        number("starts", 1),
                        text("changedAt", "2025-12-31T23:30:00Z")));
    }

    private void put(String part, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.put("restoreId", AttributeValue.fromS(ID));
        item.put("part", AttributeValue.fromS(part));
        direct.putItem(b -> b.tableName(table).item(item));
    }

    private static Map.Entry<String, AttributeValue> text(String name, String value) {
        return Map.entry(name, AttributeValue.fromS(value));
    }

    private static Map.Entry<String, AttributeValue> number(String name, long value) {
        return Map.entry(name, AttributeValue.fromN(Long.toString(value)));
    }

    private RestoreState found() {
        return ledger.find(ID).orElseThrow();
    }

    @Test
    void find_rowsOfTheFirstRelease_areReadAsTheyWereMeant() {
        RestoreState restore = found();
        assertEquals(Status.RUNNING, restore.status());
        assertNull(restore.requested());
        assertEquals(false, restore.request().dryRun());
        assertEquals(0, restore.request().rate());
        SegmentState segment = restore.segment(0);
        assertEquals(new ByteRange(0, 1_000), segment.range());
        assertEquals(new Checkpoint(0, 3, 400, new Counts(40, 2, 1)), segment.checkpoint());
        assertEquals(Flow.NONE, segment.flow());
        assertEquals(
                List.of(ID),
                ledger.watched().stream().map(RestoreState::restoreId).toList());
    }

    @Test
    void take_rowsOfTheFirstRelease_areGoneOnWith() {
        SegmentState taken = ledger.take(ID, found().segment(0), NEXT).orElseThrow();
        assertEquals(2, taken.starts());
        assertEquals(400, taken.checkpoint().offset());
        assertTrue(ledger.changeRate(ID, 50));
        assertTrue(ledger.request(ID, Status.PAUSED));
        assertEquals(Status.PAUSED, found().requested());
        assertEquals(50, found().request().rate());
    }
}
