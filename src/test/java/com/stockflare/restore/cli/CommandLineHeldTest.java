package com.stockflare.restore.cli;

import static com.stockflare.restore.cli.LocalServices.TABLE;
import static com.stockflare.restore.cli.LocalServices.assertHoldsEachOnce;
import static com.stockflare.restore.cli.LocalServices.backup;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import com.stockflare.restore.local.LocalStream;
import com.stockflare.restore.local.StreamOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore whose consumer cannot keep up, or that rejects too much. */
@Tag("slow")
class CommandLineHeldTest {
    /** Of 24 hours of retention and a lag of seven hours. */
    static final String NOTE =
            "The consumer of stream is 420 minutes behind; more than 360 are too much for the stream's"
                    + " retention. The restore goes on when it has caught up.";

    private static final int ROWS = 4_000;

    private static final Pattern STOPPED = Pattern.compile("""
            dynamodb-restore: note: \\Q%s\\E
            (?:dynamodb-restore: note: Stopping\\..*
            )?dynamodb-restore: Stopped: every row before offset (\\d+) is settled\\. Go on from there with:
              (.*)
            """.formatted(NOTE));

    private final LocalServices services = LocalServices.start();
    private final LocalStream stream = services.kinesis().createStream("stream", StreamOptions.ofShards(1));
    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch looked = new CountDownLatch(1);

    @TempDir
    private Path folder;

    /** Only its first part comes before the first look at the lag is over, so that the file is not through by then. */
    @BeforeEach
    void putBackup() {
        services.put("backup.csv", backup(ROWS));
        services.holdBehindFirstPart(looked);
    }

    @AfterEach
    void stop() {
        looked.countDown();
        services.close();
    }

    /** The first looks find a consumer seven hours behind, the others one that has caught up. */
    private void behindFor(int firstLooks) {
        services.cloudWatch()
                .setAge(name -> looks.incrementAndGet() <= firstLooks ? Duration.ofHours(7) : Duration.ZERO);
    }

    private String[] options(String... more) {
        return Stream.concat(
                        Stream.of("-t", TABLE, "-b", LocalServices.BUCKET, "-f", "backup.csv", "-k", stream.name()),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    @Test
    void restore_consumerBehindForAWhile_saysSoOnceWaitsAndSendsEachRowOnce() {
        behindFor(3);

        try (CommandLineProcess process =
                CommandLineProcess.startWithShortPause(folder, services.environmentOfSmallParts(), options())) {
            process.awaitOnStandardError(NOTE);
            looked.countDown();
            Ended ended = process.await();

            assertAll(
                    () -> assertEquals("dynamodb-restore: note: " + NOTE + "\n", ended.errWithoutProgress()),
                    () -> CommandLineTest.assertAllSent(ROWS, ended.out()),
                    () -> assertEquals(0, ended.status()),
                    () -> assertEquals(4, looks.get()));
        }
        assertHoldsEachOnce(ROWS, stream);
    }

    @Test
    void ctrlC_whileItWaits_endsAtOnceAndPrintsTheCommandThatGoesOn() {
        behindFor(1);
        Ended stopped;
        int status;
        try (CommandLineProcess process =
                CommandLineProcess.start(folder, services.environmentOfSmallParts(), options("--max-rejects", "5%"))) {
            process.awaitOnStandardError(NOTE);
            looked.countDown();
            status = process.interrupt();
            stopped = process.await();
        }

        Matcher said = STOPPED.matcher(stopped.errWithoutProgress());
        assertTrue(said.matches(), stopped.err());
        assertAll(
                () -> assertEquals(status, stopped.status()),
                () -> assertTrue(said.group(2).endsWith(" --max-rejects 5% --from " + said.group(1)), said.group(2)));

        try (CommandLineProcess shell =
                CommandLineProcess.startOther(folder, services.environmentOfSmallParts(), "sh", "-c", said.group(2))) {
            assertEquals(0, shell.await().status());
        }
        assertHoldsEachOnce(ROWS, stream);
    }

    @Test
    void restore_ignoreLag_neverLooks() {
        behindFor(Integer.MAX_VALUE);
        looked.countDown();

        Ended ended = CommandLineProcess.run(folder, services.environmentOfSmallParts(), options("--ignore-lag"));

        assertEquals(0, ended.status());
        assertEquals(0, looks.get());
        assertHoldsEachOnce(ROWS, stream);
    }

    @Test
    void restore_lagMayNotBeRead_saysWhatToAllowAndGoesOn() {
        try (StubService denying = StubService.answering(403, Map.of("x-amzn-query-error", "AccessDenied;Sender"))) {
            Map<String, String> environment = services.environmentOfSmallParts();
            environment.put("AWS_ENDPOINT_URL_CLOUDWATCH", denying.endpoint());
            try (CommandLineProcess process = CommandLineProcess.start(folder, environment, options())) {
                process.awaitOnStandardError(
                        "dynamodb-restore: note: How far the consumer is behind is not known, so nothing waits for"
                                + " it: access is denied. Allow cloudwatch:GetMetricData, which takes only the resource *.\n");
                looked.countDown();
                assertEquals(0, process.await().status());
            }
        }
    }

    @Test
    void restore_moreRejectsThanAllowed_failsWithTheCounts() {
        services.put("backup.csv", "no\n" + backup(10) + "\nno\n");
        looked.countDown();

        Ended ended = CommandLineProcess.run(folder, services.environmentOfSmallParts(), options("--max-rejects", "1"));

        assertAll(
                () -> assertTrue(
                        ended.errWithoutProgress()
                                .startsWith(
                                        "dynamodb-restore: Of the first 12 rows of s3://backups/backup.csv 2 were rejected,"
                                                + " more than were allowed; 10 were sent. Look at the rejects"),
                        ended.err()),
                // Going on behind the rejects would be a success that is none.
                () -> assertFalse(ended.err().contains("--from"), ended.err()),
                () -> CommandLineTest.assertSummary("12 rows: 10 sent, 2 rejected, 0 blank", ended.out()),
                () -> assertEquals(1, ended.status()));
    }
}
