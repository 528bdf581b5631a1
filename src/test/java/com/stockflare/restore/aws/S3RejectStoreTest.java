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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
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
    private final S3RejectStore store = new S3RejectStore(s3, "rejected", true);

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
    void write_whatIsThereCannotBeRead_isTriedAgainAndNotPutTwice() {
        store.write(JOB, new ByteRange(0, 950), List.of(BAD));
        local.onCall(call -> call.method().equals("GET") ? S3Fault.status(503, "SlowDown") : S3Fault.none());

        RejectsException e =
                assertThrows(RejectsException.class, () -> store.write(JOB, new ByteRange(0, 950), List.of(BAD)));

        assertTrue(e.isRetryable());
        assertEquals(List.of(KEY + ".csv", KEY + ".jsonl"), keys());
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
                failure(new S3RejectStore(s3, "no-such-bucket", true)).getMessage());
    }

    @Test
    void write_serviceFails_mayPass() {
        local.onCall(call -> S3Fault.status(503, "SlowDown"));

        assertTrue(failure(store).isRetryable());
    }

    @Test
    void endBehind_nothingWritten_isZero() {
        assertEquals(0, store.endBehind(JOB));
    }

    @Test
    void endBehind_severalFrom_isTheLargestOfThisCheckpointAndSegment() {
        store.write(JOB, new ByteRange(0, 950), List.of(BAD));
        store.write(JOB, new ByteRange(0, 30), List.of(TOO_LONG));
        store.write(JOB, new ByteRange(5, 999), List.of(BAD));
        for (String other :
                List.of("r-1/2/00-999", "r-1/3/0-999", "r-2/2/0-999", "r-1/2/0-960-mended", "r-1/2/0-1001")) {
            put("rejects/" + other + ".csv");
        }
        put("rejects/r-1/2/0-970.txt");

        assertEquals(950, store.endBehind(JOB));
        assertEquals(999, store.endBehind(JOB.withCheckpoint(JOB.checkpoint().advance(5, Counts.NONE))));
    }

    @ParameterizedTest
    @ValueSource(strings = {".csv", ".jsonl", "-0a1b2c3d.csv", "-0a1b2c3d.jsonl"})
    void endBehind_onlyOneFileWasPut_findsIt(String ending) {
        put("rejects/r-1/2/0-77" + ending);

        assertEquals(77, store.endBehind(JOB));
    }

    @Test
    void endBehind_moreThanAPage_readsAll() {
        List<String> asked = new ArrayList<>();
        try (StubServer stub = StubServer.start(exchange -> {
                    String query = exchange.getRequestURI().getQuery();
                    asked.add(query.replaceAll(".*(prefix=[^&]*).*", "$1"));
                    String page = query.contains("continuation-token=more")
                            ? "<IsTruncated>false</IsTruncated>" + contents("0-900.csv")
                            : "<IsTruncated>true</IsTruncated><NextContinuationToken>more</NextContinuationToken>"
                                    + contents("0-800.csv");
                    StubServer.answer(exchange, 200, Map.of(), "<ListBucketResult>" + page + "</ListBucketResult>");
                });
                SdkSettings stubbed = SdkSettings.s3(stub.endpoint(), "a", "b");
                S3Client client = stubbed.clients().s3()) {
            assertEquals(900, new S3RejectStore(client, "rejected", true).endBehind(JOB));
        }

        assertEquals(List.of("prefix=rejects/r-1/2/0-", "prefix=rejects/r-1/2/0-"), asked);
    }

    private static String contents(String name) {
        return "<Contents><Key>rejects/r-1/2/" + name + "</Key></Contents>";
    }

    @Test
    void endBehind_denied_saysWhatToAllow() {
        try (StubServer stub = StubServer.answering(
                        403, Map.of(), "<Error><Code>AccessDenied</Code><Message>no</Message></Error>");
                SdkSettings stubbed = SdkSettings.s3(stub.endpoint(), "a", "b");
                S3Client client = stubbed.clients().s3()) {
            RejectsException e = assertThrows(
                    RejectsException.class, () -> new S3RejectStore(client, "rejected", true).endBehind(JOB));

            assertEquals(
                    "The rejects cannot be written to s3://rejected/rejects/r-1/2/0-: those that are there cannot be"
                            + " listed: access is denied. Allow s3:ListBucket on the bucket.",
                    e.getMessage());
            Wording.assertClear(e);
        }
    }

    private void put(String key) {
        s3.putObject(r -> r.bucket("rejected").key(key), RequestBody.fromString("x"));
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
