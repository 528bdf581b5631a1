package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectFilesTest {
    private static final RestoreJob JOB = new RestoreJob(
            "r-1",
            new RestoreRequest("Rates", "backups", "a.csv", null, "put-stream", 0, Decode.AUTO),
            new BackupFile("backups", "a.csv", null, "\"e\"", 20_000_000),
            new Checkpoint(3, 7, 100, Counts.NONE));

    private static RejectFiles files(Reject... rejects) {
        return RejectFiles.of(JOB, new ByteRange(100, 17_000_000), List.of(rejects));
    }

    @Test
    void of_rejects_rowsAsTheyWereAndALineForEach() {
        RejectFiles files = files(
                new Reject(120, 2, RejectReason.NOT_BASE64, "its length, 2 bytes", "é".getBytes(UTF_8)),
                new Reject(150, 9_000_000, RejectReason.ROW_TOO_LONG, "a \"quoted\" detail", null),
                new Reject(9_000_152, 3, RejectReason.NO_ATTRIBUTES, "", "e30".getBytes(UTF_8)));
        assertEquals("rejects/r-1/3/100-17000000", files.path());
        assertEquals("é\ne30\n", new String(files.csv(), UTF_8));
        assertEquals(
                "{\"offset\":120,\"length\":2,\"reason\":\"NOT_BASE64\",\"detail\":\""
                        + RejectReason.NOT_BASE64.sentence() + " Found: its length, 2 bytes.\"}\n"
                        + "{\"offset\":150,\"length\":9000000,\"reason\":\"ROW_TOO_LONG\",\"detail\":\""
                        + RejectReason.ROW_TOO_LONG.sentence() + " Found: a \\\"quoted\\\" detail.\"}\n"
                        + "{\"offset\":9000152,\"length\":3,\"reason\":\"NO_ATTRIBUTES\",\"detail\":\""
                        + RejectReason.NO_ATTRIBUTES.sentence() + "\"}\n",
                new String(files.jsonl(), UTF_8));
    }

    @Test
    void of_onlyRowsTooLong_noCsv() {
        assertEquals(
                0,
                files(new Reject(100, 9_000_000, RejectReason.ROW_TOO_LONG, "", null))
                        .csv()
                        .length);
    }

    @Test
    void of_rejectedRows_areABackupFileAgain() {
        RejectFiles files = files(
                new Reject(100, 3, RejectReason.NOT_JSON, "", "{\"a".getBytes(UTF_8)),
                new Reject(104, 1, RejectReason.NOT_BASE64, "", "x".getBytes(UTF_8)));
        List<ExpectedRow> rows = ExpectedRow.read(new RowReader(new CutChunks(files.csv(), 0, () -> 3), 0));
        assertEquals(List.of("{\"a", "x"), rows.stream().map(ExpectedRow::text).toList());
    }
}
