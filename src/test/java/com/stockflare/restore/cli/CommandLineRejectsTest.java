package com.stockflare.restore.cli;

import static com.stockflare.restore.cli.CommandLineErrorsTest.assertFailed;
import static com.stockflare.restore.cli.LocalServices.TABLE;
import static com.stockflare.restore.cli.LocalServices.backup;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import com.stockflare.restore.local.LocalStream;
import com.stockflare.restore.local.PutRecordsFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that rejected rows go to. */
@Tag("slow")
class CommandLineRejectsTest {
    private final LocalServices services = LocalServices.start();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void restore_rejectsCannotBeWritten_isSaidBeforeAnythingIsSent() throws IOException {
        LocalStream stream = services.createStream("stream");
        Files.writeString(folder.resolve("backup.csv"), backup(10));
        Files.createFile(folder.resolve("taken"));

        assertFailed(
                "The rejects cannot be written to taken: taken is in the way. Give another folder with --rejects.",
                restoreWithRejects("taken", stream));
        assertEquals(0, stream.counts().recordsAccepted());
    }

    @Test
    void restore_rejectsWhereNoFolderCanBe_saysAReasonInWords() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc, which takes no folders");
        LocalStream stream = services.createStream("stream");
        Files.writeString(folder.resolve("backup.csv"), backup(10));

        assertFailed(
                "The rejects cannot be written to /proc/none: there is no such file or folder. Give another folder with"
                        + " --rejects.",
                restoreWithRejects("/proc/none", stream));
        assertEquals(0, stream.counts().recordsAccepted());
    }

    @Test
    void restore_rejectsCanBeWritten_leavesNoFolderOfThemIfThereAreNone() throws IOException {
        Files.writeString(folder.resolve("backup.csv"), backup(10));

        Ended ended = restoreWithRejects("made/anew", services.createStream("stream"));

        assertEquals("", ended.errWithoutProgress());
        assertEquals(0, ended.status());
        try (Stream<Path> files = Files.list(folder.resolve("made/anew"))) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void restore_rejectsCannotBeWrittenAnyMore_saysThatRowsBehindMayHaveBeenSent() throws IOException {
        LocalStream stream = services.createStream("stream");
        Files.writeString(folder.resolve("backup.csv"), "?\n" + backup(2_000));
        AtomicInteger calls = new AtomicInteger();
        services.kinesis().setFaults(call -> {
            if (calls.incrementAndGet() == 1) {
                putAFileInPlaceOf(folder.resolve("bad"));
            }
            return PutRecordsFault.none();
        });

        // One checkpoint, behind the last row.
        Ended ended = restoreWithRejects("bad", stream, services.environmentWith("CHECKPOINT_INTERVAL_MS", "60000"));

        assertEquals(2_000, stream.counts().recordsAccepted());

        assertTrue(ended.errWithoutProgress().matches("""
                        dynamodb-restore: The rejects cannot be written to bad/rejects/\\S+: [^\n]+\\. Give \
                        another folder with --rejects\\.
                        dynamodb-restore: Not finished: every row before offset 0 is settled; rows behind it may have \
                        been sent, too, and are sent again when you go on\\. Go on from there with:
                          \\S+.* --rejects bad --from 0
                        """), ended.err());
        assertEquals(1, ended.status());
    }

    private static void putAFileInPlaceOf(Path rejects) {
        try {
            Files.delete(rejects);
            Files.createFile(rejects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ended restoreWithRejects(String rejects, LocalStream stream) {
        return restoreWithRejects(rejects, stream, services.environment());
    }

    private Ended restoreWithRejects(String rejects, LocalStream stream, Map<String, String> environment) {
        return CommandLineProcess.run(
                folder, environment, "-t", TABLE, "-f", "file:backup.csv", "-k", stream.name(), "--rejects", rejects);
    }
}
