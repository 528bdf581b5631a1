package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.BackupSource;
import com.stockflare.restore.engine.BackupSourceContract;
import com.stockflare.restore.local.LocalS3;
import com.stockflare.restore.local.S3Call;
import com.stockflare.restore.local.S3Fault;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3BackupSourceTest extends BackupSourceContract {
    private static final String KEY = "Rates/Rates_2015-11-11T01:02:03+00:00 'a'.csv";

    private static LocalS3 local;
    private static SdkSettings settings;
    private static S3Client s3;

    @BeforeAll
    static void start() {
        local = LocalS3.start();
        settings = SdkSettings.s3(local.endpoint(), LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY);
        s3 = settings.clients().s3();
        local.createBucket("backups");
        local.createVersionedBucket("versions");
    }

    @AfterAll
    static void stop() {
        s3.close();
        settings.close();
        local.close();
    }

    @AfterEach
    void behave() {
        local.onCall(call -> S3Fault.none());
    }

    @Override
    protected BackupSource source() {
        return new S3BackupSource(s3);
    }

    @Override
    protected RestoreRequest put(String name, byte[] content) {
        return put("backups", name, content);
    }

    private static RestoreRequest put(String bucket, String key, byte[] content) {
        s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(content));
        return request(bucket, key, null);
    }

    @Override
    protected RestoreRequest missing() {
        return request("backups", "missing.csv", null);
    }

    private static RestoreRequest request(String bucket, String key, String version) {
        return new RestoreRequest("Rates", bucket, key, version, "put-stream", 0, Decode.AUTO);
    }

    @Test
    void head_missingKey_saysHowToLookForIt() {
        assertEquals(
                "There is no object s3://backups/missing.csv. Look for it with \"aws s3 ls s3://backups/\".",
                messageOfHead(missing()));
    }

    @Test
    void head_missingBucket_saysThatItIsTheBucket() {
        assertEquals(
                "There is no bucket other-bucket. Check its name, and the account.",
                messageOfHead(request("other-bucket", "a.csv", null)));
    }

    @Test
    void open_everyRead_carriesTheRangeAndTheETag() throws IOException {
        BackupFile file = source().head(put(KEY, new byte[100]));

        read(file, new ByteRange(10, 20));

        S3Call call = lastCall();
        assertEquals("GET", call.method());
        assertEquals(KEY, call.key());
        assertEquals("bytes=10-19", call.range());
        assertEquals(file.etag(), call.ifMatch());
    }

    @Test
    void open_versionedBucket_readsTheVersionThatWasLookedAt() throws IOException {
        BackupFile file = source().head(put("versions", KEY, new byte[] {1, 2, 3}));
        put("versions", KEY, new byte[] {4, 5, 6});

        assertNotNull(file.versionId());
        assertArrayEquals(new byte[] {1, 2, 3}, read(file, new ByteRange(0, 3)));
        assertEquals(file.versionId(), lastCall().versionId());
    }

    @Test
    void head_version_looksAtThatVersion() {
        String old = source().head(put("versions", KEY, new byte[3])).versionId();
        put("versions", KEY, new byte[4]);

        assertEquals(3, source().head(request("versions", KEY, old)).size());
    }

    @Test
    void head_denied_saysWhatToAllow() {
        local.onCall(call -> S3Fault.status(403, "AccessDenied"));

        assertEquals(
                "s3://backups/a.csv cannot be read: access is denied. Allow s3:GetObject (s3:GetObjectVersion for a"
                        + " version) on it and s3:ListBucket on its bucket, and the use of its KMS key where it has"
                        + " one.",
                messageOfHead(request("backups", "a.csv", null)));
    }

    @Test
    void open_archivedSince_saysHowToThawIt() {
        BackupFile file = source().head(put(KEY, new byte[100]));
        local.onCall(call -> S3Fault.status(403, "InvalidObjectState"));

        SourceException e = assertThrows(SourceException.class, () -> read(file, new ByteRange(0, 1)));

        assertEquals("SOURCE_ARCHIVED", e.code());
        assertTrue(
                e.getMessage()
                        .endsWith("aws s3api restore-object --bucket backups --key"
                                + " 'Rates/Rates_2015-11-11T01:02:03+00:00 '\\''a'\\''.csv' --restore-request"
                                + " '{\"Days\":7,\"GlacierJobParameters\":{\"Tier\":\"Standard\"}}'"),
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalError, SOURCE_UNREADABLE, true",
        "503, SlowDown, SOURCE_UNREADABLE, true",
        "416, InvalidRange, SOURCE_CHANGED, false",
        "412, PreconditionFailed, SOURCE_CHANGED, false",
        "403, AccessDenied, SOURCE_DENIED, false",
        "404, NoSuchKey, SOURCE_NOT_FOUND, false",
        "400, ExpiredToken, SOURCE_DENIED, false",
        "405, MethodNotAllowed, SOURCE_DENIED, false"
    })
    void open_errorOfTheService_isOneClearLine(int status, String code, String expected, boolean retryable) {
        BackupFile file = source().head(put("a.csv", new byte[100]));
        local.onCall(call -> S3Fault.status(status, code));

        SourceException e = assertThrows(SourceException.class, () -> read(file, new ByteRange(7, 9)));

        assertEquals(expected, e.code());
        assertEquals(retryable, e.isRetryable());
        assertEquals(7, e.offset());
        assertNotNull(e.getCause());
        Wording.assertClear(e);
    }

    @Test
    void open_expiredCredentials_saysToRenewThem() {
        BackupFile file = source().head(put("a.csv", new byte[100]));
        local.onCall(call -> S3Fault.status(400, "ExpiredToken"));

        SourceException e = assertThrows(SourceException.class, () -> read(file, new ByteRange(7, 9)));

        assertEquals(
                "s3://backups/a.csv cannot be read at offset 7: the AWS credentials are not valid any more, or not for"
                        + " this account (ExpiredToken). Renew them.",
                e.getMessage());
    }

    @Test
    void open_bodyCutShort_endsThere() throws IOException {
        BackupFile file = source().head(put("a.csv", new byte[100_000]));
        local.onCall(call -> S3Fault.cutAfter(1_000));

        int length = 0;
        try (InputStream body = source().open(file, new ByteRange(0, 100_000))) {
            for (int read = 0; read >= 0; read = body.read(new byte[4_096])) {
                length += read;
            }
        } catch (IOException e) {
            Wording.assertClear(e.getMessage());
        }

        assertEquals(1_000, length);
    }

    private String messageOfHead(RestoreRequest request) {
        SourceException e = assertThrows(SourceException.class, () -> source().head(request));
        Wording.assertClear(e);
        return e.getMessage();
    }

    private byte[] read(BackupFile file, ByteRange range) throws IOException {
        try (InputStream body = source().open(file, range)) {
            return body.readAllBytes();
        }
    }

    private static S3Call lastCall() {
        List<S3Call> calls = local.calls();
        return calls.get(calls.size() - 1);
    }
}
