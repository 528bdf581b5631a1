package com.stockflare.restore.cli;

import static com.stockflare.restore.cli.LocalServices.TABLE;
import static com.stockflare.restore.cli.LocalServices.assertHoldsEachOnce;
import static com.stockflare.restore.cli.LocalServices.backup;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import com.stockflare.restore.local.LocalStream;
import com.stockflare.restore.local.PutRecordsFault;
import com.stockflare.restore.local.S3Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C: what is under way is settled, and the command that is printed goes on from there. */
@Tag("slow")
class CommandLineStopTest {
    private static final Pattern STOPPED = Pattern.compile("""
            (?:dynamodb-restore: note: Stopping\\. What is under way is settled first, for 20 seconds at most\\.
            )?(?: *\\d+%, [^\\n]*
            )*dynamodb-restore: [^\\n]*: every row before offset (\\d+) is settled[^\\n]*\\. Go on from there with:
              (.*)
            """);

    /** The 24 seconds that it takes at most, and what a machine that has much to do may add. */
    private static final Duration MOST_TIME_TO_STOP = Duration.ofSeconds(50);

    private final LocalServices services = LocalServices.start();
    private final CountDownLatch released = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private LocalStream stream;

    @BeforeEach
    void createStream() {
        stream = services.createStream("stopped");
    }

    @AfterEach
    void stop() {
        released.countDown();
        services.close();
    }

    @Test
    void ctrlC_callsInFlight_settlesThemAndPrintsTheCommandThatGoesOn() throws Exception {
        // More than all calls in flight can hold.
        int rows = 40_000;
        Files.writeString(folder.resolve("it's a backup.csv"), backup(rows));
        CountDownLatch held = holdPutRecordsAfter(2);
        Ended stopped;
        int status;
        try (CommandLineProcess process = start(services.environment(), "file:it's a backup.csv")) {
            assertTrue(held.await(1, TimeUnit.MINUTES), "the command line never sent");
            status = process.interrupt();
            process.awaitOnStandardError("Stopping.");
            released.countDown();
            stopped = process.await();
        }

        Matcher said = STOPPED.matcher(stopped.errWithoutProgress());
        assertTrue(said.matches(), stopped.errWithoutProgress());
        int settled = (int) stream.counts().recordsAccepted();
        assertAll(
                () -> assertEquals(status, stopped.status()),
                () -> CommandLineTest.assertAllSent(settled, stopped.out()),
                () -> assertEquals(backup(settled).length() + 1, Integer.parseInt(said.group(1))),
                () -> assertTrue(settled > 0 && settled < rows, settled + " rows"));

        Ended goneOn = inShell(said.group(2));

        assertEquals("", goneOn.errWithoutProgress());
        assertEquals(0, goneOn.status());
        assertHoldsEachOnce(rows, stream);
    }

    @Test
    @Tag("slow")
    void ctrlC_putRecordsNeverAnswers_endsInTimeAndSaysHowFarItCame() throws Exception {
        Files.writeString(folder.resolve("backup.csv"), backup(20_000));
        CountDownLatch held = holdPutRecordsAfter(0);

        Ended stopped = stopWhen(held, "file:backup.csv", services.environment());

        assertEquals(0, offsetAfter(stopped));
    }

    @Test
    @Tag("slow")
    void ctrlC_fileNeverComes_endsInTimeAndSaysHowFarItCame() throws Exception {
        services.put("backup.csv", backup(10));
        CountDownLatch held = new CountDownLatch(1);
        services.s3().onCall(call -> {
            if (call.method().equals("HEAD")) {
                return S3Fault.none();
            }
            held.countDown();
            return S3Fault.heldUntil(released);
        });

        Ended stopped = stopWhen(held, "backup.csv", services.environment());

        assertEquals(0, offsetAfter(stopped));
    }

    @Test
    @Tag("slow")
    void ctrlC_streamNeverAnswers_endsInTimeAndSaysHowFarItCame() throws Exception {
        Files.writeString(folder.resolve("backup.csv"), backup(10));
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CountDownLatch connected = new CountDownLatch(1);
            Thread acceptor = new Thread(() -> acceptOne(mute, connected));
            acceptor.setDaemon(true);
            acceptor.start();
            String endpoint = "http://127.0.0.1:" + mute.getLocalPort();

            Ended stopped = stopWhen(
                    connected, "file:backup.csv", services.environmentWith("AWS_ENDPOINT_URL_KINESIS", endpoint));

            assertEquals(0, offsetAfter(stopped));
        }
    }

    private static void acceptOne(ServerSocket server, CountDownLatch connected) {
        try {
            server.accept();
            connected.countDown();
        } catch (IOException e) {
            // The test is over.
        }
    }

    private CountDownLatch holdPutRecordsAfter(int calls) {
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        services.kinesis().setFaults(call -> {
            if (count.incrementAndGet() > calls) {
                held.countDown();
                awaitRelease();
            }
            return PutRecordsFault.none();
        });
        return held;
    }

    private void awaitRelease() {
        try {
            assertTrue(released.await(2, TimeUnit.MINUTES), "nobody let the call go");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Ended stopWhen(CountDownLatch hanging, String file, Map<String, String> environment)
            throws InterruptedException {
        try (CommandLineProcess process = start(environment, file)) {
            assertTrue(hanging.await(1, TimeUnit.MINUTES), "nothing hangs");
            int status = process.interrupt();
            long interruptedAt = System.nanoTime();
            Ended ended = process.await();
            Duration took = Duration.ofNanos(System.nanoTime() - interruptedAt);
            assertTrue(took.compareTo(MOST_TIME_TO_STOP) < 0, took.toString());
            assertEquals(status, ended.status());
            return ended;
        }
    }

    private static int offsetAfter(Ended stopped) {
        Matcher said = STOPPED.matcher(stopped.errWithoutProgress());
        assertTrue(said.matches(), stopped.errWithoutProgress());
        return Integer.parseInt(said.group(1));
    }

    private CommandLineProcess start(Map<String, String> environment, String file) {
        return CommandLineProcess.start(
                folder, environment, "-t", TABLE, "-b", LocalServices.BUCKET, "-f", file, "-k", stream.name());
    }

    private Ended inShell(String command) {
        try (CommandLineProcess shell =
                CommandLineProcess.startOther(folder, services.environment(), "sh", "-c", command)) {
            return shell.await();
        }
    }
}
