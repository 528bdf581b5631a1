package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Answers of S3 that no server of this machine gives. */
class S3AnswersTest {
    private static final RestoreRequest REQUEST =
            new RestoreRequest("Rates", "backups", "Rates/a.csv", null, "put-stream", 0, Decode.AUTO);

    private static final String THAW = "s3://backups/Rates/a.csv is archived. Thaw it, which takes hours, and start"
            + " again: aws s3api restore-object --bucket backups --key 'Rates/a.csv' --restore-request '";

    @ParameterizedTest
    @CsvSource({"301", "400", "307"})
    void head_bucketOfAnotherRegion_saysWhich(int status) {
        SourceException e = failure(status, Map.of("x-amz-bucket-region", "eu-west-1"));

        assertEquals("SOURCE_DENIED", e.code());
        assertEquals(
                "s3://backups/Rates/a.csv cannot be read: its bucket is in the region eu-west-1. Use that region"
                        + " (-r eu-west-1, or AWS_REGION).",
                e.getMessage());
    }

    @Test
    void head_badRequestWithoutARegion_saysWhatToCheck() {
        assertEquals(
                "s3://backups/Rates/a.csv cannot be read: the service answered status 400. Check the region, the"
                        + " bucket's name, and that the credentials have not expired.",
                failure(400, Map.of()).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"GLACIER", "DEEP_ARCHIVE"})
    void head_archivedObject_saysHowToThawIt(String storageClass) {
        SourceException e = failure(200, object(Map.of("x-amz-storage-class", storageClass)));

        assertEquals("SOURCE_ARCHIVED", e.code());
        assertEquals(THAW + "{\"Days\":7,\"GlacierJobParameters\":{\"Tier\":\"Standard\"}}'", e.getMessage());
    }

    @Test
    void head_objectBeingThawed_isArchivedStill() {
        Map<String, String> headers =
                Map.of("x-amz-storage-class", "GLACIER", "x-amz-restore", "ongoing-request=\"true\"");

        assertEquals("SOURCE_ARCHIVED", failure(200, object(headers)).code());
    }

    @Test
    void head_versionInIntelligentTieringsArchive_saysHowToThawThatVersion() {
        Map<String, String> headers = Map.of("x-amz-archive-status", "ARCHIVE_ACCESS", "x-amz-version-id", "v7");

        String message = failure(200, object(headers)).getMessage();

        assertTrue(
                message.endsWith("--key 'Rates/a.csv' --version-id v7 --restore-request"
                        + " '{\"GlacierJobParameters\":{\"Tier\":\"Standard\"}}'"),
                message);
    }

    @ParameterizedTest
    @CsvSource({
        "GLACIER, 'ongoing-request=\"false\", expiry-date=\"Fri, 21 Dec 2012 00:00:00 GMT\"'",
        "GLACIER_IR, ",
        "STANDARD_IA, ",
        "SOMETHING_NEW, ",
        ", "
    })
    void head_readableObject_isAFile(String storageClass, String restore) {
        Map<String, String> headers = new HashMap<>();
        headers.put("x-amz-storage-class", storageClass);
        headers.put("x-amz-restore", restore);
        headers.values().removeIf(Objects::isNull);
        try (StubServer stub = StubServer.answering(200, object(headers), "");
                SdkSettings settings = SdkSettings.s3(stub.endpoint(), "a", "b");
                S3Client s3 = settings.clients().s3()) {
            assertEquals("\"e\"", new S3BackupSource(s3).head(REQUEST).etag());
        }
    }

    @Test
    void head_throttled_mayPass() {
        assertTrue(failure(503, Map.of()).isRetryable());
    }

    @Test
    void open_serviceAnswersWithOtherBytes_takesNone() {
        Map<String, String> headers = Map.of("ETag", "\"e\"");
        try (StubServer stub = StubServer.answering(200, headers, "the whole object");
                SdkSettings settings = SdkSettings.s3(stub.endpoint(), "a", "b");
                S3Client s3 = settings.clients().s3()) {
            BackupFile file = new BackupFile("backups", "a.csv", null, "\"e\"", 16);

            SourceException failure =
                    assertThrows(SourceException.class, () -> new S3BackupSource(s3).open(file, new ByteRange(4, 16)));

            assertEquals(4, failure.offset());
            assertTrue(failure.getMessage().contains("other bytes than were asked for"), failure.getMessage());
        }
    }

    /** As a part is left that a run has read ahead when it stops. */
    @Test
    void close_beforeTheEnd_doesNotReadTheRest() throws Exception {
        int length = 64 << 20;
        CompletableFuture<Boolean> brokenOff = new CompletableFuture<>();
        try (StubServer stub = StubServer.start(exchange -> {
                    try (exchange) {
                        exchange.getResponseHeaders().set("Content-Range", "bytes 0-" + (length - 1) + "/" + length);
                        exchange.sendResponseHeaders(206, length);
                        brokenOff.complete(!writes(exchange.getResponseBody(), length));
                    }
                });
                SdkSettings settings = SdkSettings.s3(stub.endpoint(), "a", "b");
                S3Client s3 = settings.clients().s3()) {
            BackupFile file = new BackupFile("backups", "a.csv", null, "\"e\"", length);

            try (InputStream body = new S3BackupSource(s3).open(file, new ByteRange(0, length))) {
                assertEquals(0, body.read());
                assertEquals(1_000, body.readNBytes(1_000).length);
            }

            assertTrue(brokenOff.get(30, TimeUnit.SECONDS), "all of it was sent");
        }
    }

    private static boolean writes(OutputStream out, int length) {
        try {
            for (int i = 0; i < length; i += 1 << 16) {
                out.write(new byte[1 << 16]);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, String> object(Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("ETag", "\"e\"");
        all.put("Content-Length", "100");
        return all;
    }

    private static SourceException failure(int status, Map<String, String> headers) {
        try (StubServer stub = StubServer.answering(status, headers, "");
                SdkSettings settings = SdkSettings.s3(stub.endpoint(), "a", "b");
                S3Client s3 = settings.clients().s3()) {
            S3BackupSource source = new S3BackupSource(s3);
            SourceException e = assertThrows(SourceException.class, () -> source.head(REQUEST));
            Wording.assertClear(e);
            return e;
        }
    }
}
