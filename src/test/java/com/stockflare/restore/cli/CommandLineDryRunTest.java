package com.stockflare.restore.cli;

import static com.stockflare.restore.cli.LocalServices.TABLE;
import static com.stockflare.restore.cli.LocalServices.backup;
import static com.stockflare.restore.cli.LocalServices.item;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import com.stockflare.restore.local.LocalStream;
import com.stockflare.restore.local.S3Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run as its user sees it. */
@Tag("slow")
class CommandLineDryRunTest {
    /** Neither a region nor credentials are found, and nothing is reached for that could have some. */
    private static final Map<String, String> WITHOUT_AWS = Map.of(
            "AWS_EC2_METADATA_DISABLED", "true",
            "AWS_CONFIG_FILE", "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");

    private static final Pattern STOPPED = Pattern.compile("""
            (?:dynamodb-restore: note: Stopping\\.[^\\n]*
            )?dynamodb-restore: Stopped: every row before offset (\\d+) is checked\\. Go on from there with:
              (.*)
            """);

    @TempDir
    private Path folder;

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("backup.csv"), content);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void dryRun_localFileAndNoEnvironment_reportsWithoutAws() throws IOException {
        Path file = write(item(0) + "\n\n!\n" + item(1) + "\n{}\n!\n!\n!\n");

        Ended ended = CommandLineProcess.run(folder, Map.of(), "--dry-run", "-f", "file:backup.csv");

        assertAll(
                () -> assertEquals("", ended.errWithoutProgress()),
                () -> assertEquals("""
                        Dry run of file:backup.csv: nothing was sent.

                        rows                                     8
                          to be sent                             2
                          blank                                  1
                          rejected                               5
                            NOT_BASE64                           4  at offsets 23, 50, 52, …
                            NO_ATTRIBUTES                        1  at offset 47
                        bytes to be sent                        90
                          largest item                          45  at offset 0
                          mean item                             45
                        time of the restore                      ?  the stream is not known
                        """, ended.out()),
                () -> assertEquals(3, ended.status()),
                () -> assertEquals(List.of(file), files()));
    }

    @Test
    void dryRun_nothingRejected_is0() throws IOException {
        write(backup(1_000));

        Ended ended = CommandLineProcess.run(folder, WITHOUT_AWS, "--dry-run", "-d", "-f", "file:backup.csv");

        assertEquals("", ended.errWithoutProgress());
        assertTrue(ended.out().contains("\n  to be sent                         1,000\n"), ended.out());
        assertEquals(0, ended.status());
    }

    @Test
    void dryRun_emptyFile_isSaidToBe() throws IOException {
        write("");

        Ended ended = CommandLineProcess.run(folder, WITHOUT_AWS, "--dry-run", "-f", "file:backup.csv");

        assertEquals("dynamodb-restore: note: file:backup.csv is empty: it has no row.\n", ended.errWithoutProgress());
        assertEquals(0, ended.status());
    }

    @Test
    void dryRun_streamAndTableGivenButNoAws_saysWhatItDoesWithout() throws IOException {
        write(backup(3));

        Ended ended = CommandLineProcess.run(
                folder, WITHOUT_AWS, "--dry-run", "-f", "file:backup.csv", "-t", TABLE, "-k", "put-stream");

        assertEquals("""
                dynamodb-restore: note: How long the restore will take is not known: the AWS region is not known. Set AWS_REGION, or give -r
                dynamodb-restore: note: The items are not checked for the table's keys: the AWS region is not known. Set AWS_REGION, or give -r
                """, ended.errWithoutProgress());
        assertEquals(0, ended.status());
    }

    @Test
    void dryRun_tableCannotBeLookedAtNow_saysWhatItDoesWithout() throws IOException {
        write(backup(3));
        Map<String, String> nobodyThere = new HashMap<>(WITHOUT_AWS);
        nobodyThere.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + portOfNobody());
        nobodyThere.put("AWS_REGION", "us-east-1");
        nobodyThere.put("AWS_ACCESS_KEY_ID", "local");
        nobodyThere.put("AWS_SECRET_ACCESS_KEY", "local");

        Ended ended = CommandLineProcess.run(folder, nobodyThere, "--dry-run", "-f", "file:backup.csv", "-t", TABLE);

        assertTrue(
                ended.errWithoutProgress()
                        .matches(
                                "dynamodb-restore: note: The items are not checked for the table's keys: The table Rates"
                                        + " cannot be looked at: [^\n]+\\. Try again later\\.\n"),
                ended.errWithoutProgress());
        assertEquals(0, ended.status());
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return gone.getLocalPort();
        }
    }

    @Test
    void dryRun_fileInS3_looksAtStreamAndTableAndSendsNothing() {
        try (LocalServices services = LocalServices.start()) {
            LocalStream stream = services.createStream("put-stream");
            services.put("a.csv", backup(20_001) + "\n{\"id\":{\"N\":\"1\"}}\n");

            Ended ended = CommandLineProcess.run(folder, services.environment(), ofS3("a.csv", stream));

            assertAll(
                    () -> assertEquals("", ended.errWithoutProgress()),
                    () -> assertTrue(ended.out().contains("KEY_WRONG_TYPE"), ended.out()),
                    () -> assertTrue(
                            ended.out()
                                    .contains("time of the restore                0:00:03  at least, on this stream"),
                            ended.out()),
                    () -> assertEquals(3, ended.status()),
                    () -> assertEquals(0, stream.counts().recordsAccepted()),
                    () -> assertEquals(List.of(), files()));
        }
    }

    @Test
    void dryRun_ctrlC_printsWhatWasFoundAndTheCommandThatGoesOn() throws Exception {
        int rows = 50_000;
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (LocalServices services = LocalServices.start()) {
            LocalStream stream = services.createStream("put-stream");
            services.put("a.csv", backup(rows));
            AtomicInteger gets = new AtomicInteger();
            services.s3().onCall(call -> {
                // The fifth part is fetched when the first has been read.
                if (call.method().equals("HEAD") || gets.incrementAndGet() < 5 || released.getCount() == 0) {
                    return S3Fault.none();
                }
                held.countDown();
                return S3Fault.heldUntil(released);
            });
            Map<String, String> environment = services.environmentOfSmallParts();
            Ended stopped;
            int status;
            try (CommandLineProcess process = CommandLineProcess.start(folder, environment, ofS3("a.csv", stream))) {
                assertTrue(held.await(1, TimeUnit.MINUTES), "it is not read");
                status = process.interrupt();
                stopped = process.await();
            }
            released.countDown();

            Matcher said = STOPPED.matcher(stopped.errWithoutProgress());
            assertTrue(said.matches(), stopped.errWithoutProgress());
            int checked = rowsOf(stopped);
            assertEquals(status, stopped.status());
            assertEquals(backup(checked).length() + 1, Integer.parseInt(said.group(1)));

            Ended goneOn;
            try (CommandLineProcess shell =
                    CommandLineProcess.startOther(folder, environment, "sh", "-c", said.group(2))) {
                goneOn = shell.await();
            }
            assertEquals("", goneOn.errWithoutProgress());
            assertEquals(rows - checked, rowsOf(goneOn));
            assertEquals(0, stream.counts().recordsAccepted());
        }
    }

    private static int rowsOf(Ended ended) {
        Matcher rows = Pattern.compile("(?m)^rows +([\\d,]+)$").matcher(ended.out());
        assertTrue(rows.find(), ended.out());
        return Integer.parseInt(rows.group(1).replace(",", ""));
    }

    private static String[] ofS3(String key, LocalStream stream) {
        return new String[] {"--dry-run", "-t", TABLE, "-b", LocalServices.BUCKET, "-f", key, "-k", stream.name()};
    }
}
