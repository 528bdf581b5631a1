package com.stockflare.restore.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.local.LocalS3;
import com.stockflare.restore.local.S3Fault;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.RejectsException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3RejectStoreTest {
    private static final RestoreJob JOB = new RestoreJob(
            "r-1",
            new RestoreRequest("Rates", "backups", "a.csv", null, "put-stream", 0, Decode.AUTO),
            new BackupFile("backups", "a.csv", null, "\"e\"", 1_000),
            new Checkpoint(2, 0, 0, Counts.NONE));

    private static final Reject BAD = new Reject(10, 3, RejectReason.NOT_BASE64, "", "!!!".getBytes(UTF_8));
    private static final Reject TOO_LONG = new Reject(20, 900, RejectReason.ROW_TOO_LONG, "900 bytes", null);
    private static final String KEY = "rejects/r-1/2/0-950";

    private final LocalS3 local = LocalS3.start();
    private final SdkSettings settings = SdkSettings.s3(local.endpoint(), LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY);
    private final S3Client s3 = settings.clients().s3();
    private final S3RejectStore store = new S3RejectStore(s3, "rejected");

    @BeforeEach
    void start() {
        local.createBucket("rejected");
    }

    @AfterEach
    void stop() {
        s3.close();
        settings.close();
        local.close();
    }

    @Test
    void write_rejects_putsRowsAndReasonsBetweenTheirCheckpoints() {
        store.write(JOB, new ByteRange(0, 950), List.of(BAD, TOO_LONG));

        assertEquals(List.of(KEY + ".csv", KEY + ".jsonl"), keys());
        assertEquals("!!!\n", content(KEY + ".csv"));
        List<String> lines = content(KEY + ".jsonl").lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).startsWith("{\"offset\":10,\"length\":3,\"reason\":\"NOT_BASE64\","), lines.get(0));
        assertTrue(lines.get(1).startsWith("{\"offset\":20,\"length\":900,\"reason\":\"ROW_TOO_LONG\","), lines.get(1));
    }

    @Test
    void write_onlyRowsTooLongToHold_putsTheReasonsAlone() {
        store.write(JOB, new ByteRange(0, 950), List.of(TOO_LONG));

        assertEquals(List.of(KEY + ".jsonl"), keys());
    }

    @Test
    void write_sameAgain_changesNothing() {
        store.write(JOB, new ByteRange(0, 950), List.of(BAD));
        String before = content(KEY + ".jsonl");

        store.write(JOB, new ByteRange(0, 950), List.of(BAD));

        assertEquals(before, content(KEY + ".jsonl"));
        assertEquals(2, keys().size());
    }

    @Test
    void write_othersAreThere_keepsBoth() {
        store.write(JOB, new ByteRange(0, 950), List.of(BAD));
        Reject other = new Reject(10, 3, RejectReason.NOT_BASE64, "", "???".getBytes(UTF_8));

        store.write(JOB, new ByteRange(0, 950), List.of(other));
        store.write(JOB, new ByteRange(0, 950), List.of(other));

        assertEquals("!!!\n", content(KEY + ".csv"));
        List<String> beside = keys().stream()
                .filter(key -> key.startsWith(KEY + "-") && key.endsWith(".csv"))
                .toList();
        assertEquals(1, beside.size());
        assertEquals("???\n", content(beside.get(0)));
    }

    @Test
    void write_onlyOneOfTheTwoIsThere_putsTheOther() {
        local.onCall(call -> call.key().endsWith(".csv") ? S3Fault.status(500, "InternalError") : S3Fault.none());
        assertThrows(RejectsException.class, () -> store.write(JOB, new ByteRange(0, 950), List.of(BAD)));
        local.onCall(call -> S3Fault.none());

        store.write(JOB, new ByteRange(0, 950), List.of(BAD));

        assertEquals(List.of(KEY + ".csv", KEY + ".jsonl"), keys());
    }

    @Test
    void write_denied_saysWhatToAllow() {
        local.onCall(call -> S3Fault.status(403, "AccessDenied"));

        assertEquals(
                "The rejects cannot be written to s3://rejected/" + KEY
                        + ".jsonl: access is denied. Allow s3:PutObject on it.",
                failure(store).getMessage());
    }

    @Test
    void write_noSuchBucket_namesIt() {
        assertEquals(
                "The rejects cannot be written to s3://no-such-bucket/" + KEY
                        + ".jsonl: the service answered NoSuchBucket.",
                failure(new S3RejectStore(s3, "no-such-bucket")).getMessage());
    }

    @Test
    void write_serviceFails_mayPass() {
        local.onCall(call -> S3Fault.status(503, "SlowDown"));

        assertTrue(failure(store).isRetryable());
    }

    private static RejectsException failure(S3RejectStore store) {
        RejectsException e =
                assertThrows(RejectsException.class, () -> store.write(JOB, new ByteRange(0, 950), List.of(BAD)));
        Wording.assertClear(e);
        return e;
    }

    private List<String> keys() {
        return s3.listObjectsV2(r -> r.bucket("rejected")).contents().stream()
                .map(S3Object::key)
                .sorted()
                .toList();
    }

    private String content(String key) {
        return s3.getObjectAsBytes(r -> r.bucket("rejected").key(key)).asUtf8String();
    }
}
