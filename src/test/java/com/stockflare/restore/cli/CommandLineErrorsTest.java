package com.stockflare.restore.cli;

import static com.stockflare.restore.cli.LocalServices.BUCKET;
import static com.stockflare.restore.cli.LocalServices.TABLE;
import static com.stockflare.restore.cli.LocalServices.backup;
import static com.stockflare.restore.cli.LocalServices.item;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import com.stockflare.restore.local.LocalStream;
import com.stockflare.restore.local.PutRecordsCall;
import com.stockflare.restore.local.PutRecordsFault;
import com.stockflare.restore.local.S3Fault;
import com.stockflare.restore.local.StreamOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong, and the one line that says so. */
@Tag("slow")
class CommandLineErrorsTest {
    private static final String KEY = "Rates/backup.csv";
    private static final String STREAM = "stream";
    private static final Pattern HALF_WAY = Pattern.compile("""
            dynamodb-restore: The stream half cannot be written to: access is denied[^\\n]*
            dynamodb-restore: Not finished: every row before offset (\\d+) is settled; rows behind it may have been sent, too, and are sent again when you go on\\. Go on from there with:
              (?:\\S+=\\S+ )*java .* --from (\\d+)
            """);

    private static LocalServices services;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        services = LocalServices.start();
        services.createStream(STREAM);
        services.put(KEY, backup(1_000));
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @BeforeEach
    void healServices() {
        services.s3().onCall(call -> S3Fault.none());
        services.kinesis().setFaults(call -> PutRecordsFault.none());
    }

    @Test
    void restore_noSuchKey_saysHowToLookForIt() {
        Ended ended = restore(BUCKET, "Rates/other.csv", STREAM);

        assertFailed(
                "There is no object s3://backups/Rates/other.csv. Look for it with \"aws s3 ls s3://backups/\".",
                ended);
    }

    @Test
    void restore_noSuchBucket_saysSo() {
        Ended ended = restore("no-such-bucket", KEY, STREAM);

        assertFailed("There is no bucket no-such-bucket. Check its name, and the account.", ended);
    }

    @Test
    void restore_noSuchStream_saysSo() {
        Ended ended = restore(BUCKET, KEY, "other");

        assertFailed(
                "There is no stream other in this account and region. Check its name and the region, or make it again.",
                ended);
    }

    @Test
    void restore_fileDenied_saysWhatToAllow() {
        services.s3().onCall(call -> S3Fault.status(403, "AccessDenied"));

        assertFailed(
                "s3://backups/Rates/backup.csv cannot be read: access is denied. Allow s3:GetObject"
                        + " (s3:GetObjectVersion for a version) on it and s3:ListBucket on its bucket, and the use of its"
                        + " KMS key where it has one.",
                restore(BUCKET, KEY, STREAM));
    }

    @Test
    void restore_streamDenied_saysWhatToAllow() {
        services.kinesis().setFaults(call -> PutRecordsFault.failCall(400, "AccessDeniedException"));

        assertFailed(
                "The stream stream cannot be written to: access is denied. Allow kinesis:PutRecords, kinesis:ListShards"
                        + " and kinesis:DescribeStreamSummary on it.",
                restore(BUCKET, KEY, STREAM));
    }

    @Test
    void restore_deniedHalfWay_printsTheCommandThatGoesOn() throws IOException {
        LocalStream stream = services.kinesis().createStream("half", StreamOptions.ofShards(1));
        services.kinesis()
                .setFaults(call -> holds(item(0), call)
                        ? PutRecordsFault.none()
                        : PutRecordsFault.failCall(400, "AccessDeniedException"));
        Files.writeString(folder.resolve("backup.csv"), backup(5_000));

        Ended ended = restore("unused", "file:backup.csv", stream.name());

        Matcher said = HALF_WAY.matcher(ended.errWithoutProgress());
        assertTrue(said.matches(), ended.errWithoutProgress());
        int offset = Integer.parseInt(said.group(1));
        int rowBytes = backup(1).length() + 1;
        int settled = offset / rowBytes;
        assertAll(
                () -> assertEquals(0, offset % rowBytes),
                () -> assertTrue(settled > 0 && settled <= stream.counts().recordsAccepted(), settled + " rows"),
                () -> assertEquals(said.group(1), said.group(2)),
                () -> CommandLineTest.assertAllSent(settled, ended.out()),
                () -> assertEquals(1, ended.status()));
    }

    private static boolean holds(String item, PutRecordsCall call) {
        return call.records().stream().anyMatch(r -> r.data().asUtf8String().contains(item));
    }

    @Test
    void restore_bucketInAnotherRegion_namesTheRegion() {
        try (StubService s3 = StubService.answering(301, Map.of("x-amz-bucket-region", "eu-west-1"))) {
            assertFailed(
                    "s3://backups/Rates/backup.csv cannot be read: its bucket is in the region eu-west-1. Use that region"
                            + " (-r eu-west-1, or AWS_REGION).",
                    restoreWith(services.environmentWith("AWS_ENDPOINT_URL_S3", s3.endpoint())));
        }
    }

    @ParameterizedTest
    @CsvSource({"GLACIER,GLACIER", "DEEP_ARCHIVE,DEEP_ARCHIVE"})
    void restore_archivedFile_printsTheCommandThatThawsIt(String storageClass) {
        Map<String, String> headers =
                Map.of("x-amz-storage-class", storageClass, "ETag", "\"e\"", "Content-Length", "9");
        try (StubService s3 = StubService.answering(200, headers)) {
            assertFailed(
                    "s3://backups/Rates/backup.csv is archived. Thaw it, which takes hours, and start again: aws s3api"
                            + " restore-object --bucket backups --key 'Rates/backup.csv' --restore-request"
                            + " '{\"Days\":7,\"GlacierJobParameters\":{\"Tier\":\"Standard\"}}'",
                    restoreWith(services.environmentWith("AWS_ENDPOINT_URL_S3", s3.endpoint())));
        }
    }

    @Test
    void restore_noCredentials_saysHowToGiveThem() {
        assertFailed(
                "s3://backups/Rates/backup.csv cannot be read at offset 0: there are no AWS credentials. Set AWS_PROFILE,"
                        + " or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in again.",
                restoreWith(services.withoutCredentials()));
    }

    @Test
    void restore_wrongCredentials_saysSo() {
        Ended ended = restoreWith(services.environmentWith("AWS_SECRET_ACCESS_KEY", "wrong"));

        assertEquals(1, ended.status());
        assertTrue(
                ended.err().matches("dynamodb-restore: s3://backups/Rates/backup.csv cannot be read: .*\n"),
                ended.err());
    }

    @Test
    void restore_endpointUnreachable_saysSo() {
        Map<String, String> environment = new HashMap<>(services.environment());
        environment.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1");

        assertFailed(
                "s3://backups/Rates/backup.csv cannot be read at offset 0: the connection failed (Connect to"
                        + " http://127.0.0.1:1 failed: Connection refused).",
                restoreWith(environment));
    }

    @Test
    void restore_fileOfBlankRows_isSaidToBe() throws IOException {
        Files.writeString(folder.resolve("blank.csv"), "\n\n\n");

        Ended ended = restore("unused", "file:blank.csv", STREAM);

        assertEquals(
                "dynamodb-restore: note: Every row is blank: there was nothing to restore.\n",
                ended.errWithoutProgress());
        assertTrue(ended.out().startsWith("3 rows: 0 sent, 0 rejected, 3 blank, in "), ended.out());
        assertEquals(0, ended.status());
    }

    @Test
    void restore_emptyFile_isAnEmptyBackupAndSaidToBe() throws IOException {
        Files.createFile(folder.resolve("empty.csv"));

        Ended ended = restore("unused", "file:empty.csv", STREAM);

        assertEquals("dynamodb-restore: note: file:empty.csv is empty: it has no row.\n", ended.errWithoutProgress());
        CommandLineTest.assertAllSent(0, ended.out());
        assertEquals(0, ended.status());
    }

    @Test
    void restore_noSuchLocalFile_saysSo() {
        assertFailed(
                "There is no file " + folder.resolve("gone.csv") + ".", restore("unused", "file:gone.csv", STREAM));
    }

    @Test
    void restore_folder_isNoFile() throws IOException {
        Files.createDirectory(folder.resolve("sub"));

        assertFailed("sub is not a file.", restore("unused", "file:sub/", STREAM));
    }

    @Test
    void restore_noSuchTable_saysToMakeItAgainAndSendsNothing() {
        services.put("for-no-table", backup(10));

        Ended ended = CommandLineProcess.run(
                folder, services.environment(), "-t", "Gone", "-b", BUCKET, "-f", "for-no-table", "-k", STREAM);

        assertFailed(
                "There is no table Gone in this account and region. Make it again first, with its key and its indexes: the"
                        + " backup holds its items only.",
                ended);
    }

    @Test
    void restore_localFileChangesUnderWay_failsAndDoesNotSayToGoOn() throws IOException {
        Path file = folder.resolve("backup.csv");
        // More than the calls in flight and the parts that are read ahead can hold.
        Files.writeString(file, backup(60_000));
        services.kinesis().setFaults(call -> {
            lengthen(file);
            return PutRecordsFault.none();
        });

        Ended ended = CommandLineProcess.run(
                folder, services.environmentOfSmallParts(), options("unused", "file:backup.csv", STREAM));

        assertEquals(
                "dynamodb-restore: backup.csv has changed since the restore began. Start a new restore of the file as it"
                        + " is now.\n",
                ended.errWithoutProgress());
        assertEquals(1, ended.status());
    }

    private static void lengthen(Path file) {
        try {
            Files.writeString(file, backup(60_001));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5, --from 5 is not the start of a row of file:backup.csv",
        "1000, '--from 1000 lies beyond the end of file:backup.csv, which has 285 bytes'"
    })
    void restore_fromNoRowsStart_isRefused(long from, String expected) throws IOException {
        Files.writeString(folder.resolve("backup.csv"), backup(10).substring(0, 285));

        Ended ended = CommandLineProcess.run(
                folder,
                services.environment(),
                "-t",
                TABLE,
                "-f",
                "file:backup.csv",
                "-k",
                STREAM,
                "--from",
                Long.toString(from));

        assertEquals("dynamodb-restore: " + expected + " (--help shows how to use it)\n", ended.err());
        assertEquals("", ended.out());
        assertEquals(2, ended.status());
    }

    @Test
    void restore_fromTheEnd_findsNothingLeft() throws IOException {
        String backup = backup(10);
        Files.writeString(folder.resolve("backup.csv"), backup);

        Ended ended = CommandLineProcess.run(
                folder,
                services.environment(),
                "-t",
                TABLE,
                "-f",
                "file:backup.csv",
                "-k",
                STREAM,
                "--from",
                Integer.toString(backup.length()));

        assertEquals("", ended.errWithoutProgress());
        assertEquals(0, ended.status());
    }

    private Ended restoreWith(Map<String, String> environment) {
        return CommandLineProcess.run(folder, environment, options(BUCKET, KEY, STREAM));
    }

    private Ended restore(String bucket, String file, String stream) {
        return CommandLineProcess.run(folder, services.environment(), options(bucket, file, stream));
    }

    private static String[] options(String bucket, String file, String stream) {
        return new String[] {"-t", TABLE, "-b", bucket, "-f", file, "-k", stream};
    }

    /** One line, nothing on standard output, and the status of a failure. */
    static void assertFailed(String expected, Ended ended) {
        assertAll(
                () -> assertEquals("dynamodb-restore: " + expected + "\n", ended.errWithoutProgress()),
                () -> assertEquals("", ended.out()),
                () -> assertEquals(1, ended.status()));
    }
}
