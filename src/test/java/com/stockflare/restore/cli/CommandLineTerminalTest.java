package com.stockflare.restore.cli;

import static com.stockflare.restore.cli.LocalServices.TABLE;
import static com.stockflare.restore.cli.LocalServices.assertHoldsEachOnce;
import static com.stockflare.restore.cli.LocalServices.backup;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import com.stockflare.restore.local.LocalStream;
import com.stockflare.restore.local.StreamOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bar, in a terminal that util-linux's {@code script} makes. */
@Tag("slow")
class CommandLineTerminalTest {
    private static final String FRAME =
            " *\\d+% \\[=*>? *\\] +[\\d,]+ rows, +[\\d,]+ rows/s, +\\d+\\.\\d MB/s, [\\d?]+:[\\d?]{2}:[\\d?]{2} left";

    @TempDir
    private Path folder;

    @BeforeAll
    static void lookForScript() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no util-linux script to make a terminal with");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 120})
    void restore_inATerminal_drawsABarOfItsWidthUpToTheEnd(int columns) throws IOException {
        int rows = 6_000;
        CountDownLatch moved = new CountDownLatch(1);
        try (LocalServices services = LocalServices.start()) {
            services.put("backup.csv", backup(rows));
            services.holdBehindFirstPart(moved);
            LocalStream stream = services.kinesis().createStream("stream", StreamOptions.ofShards(2));

            Ended ended = inTerminal(columns, services, CommandLineProcess.command(options(stream)), "[=", moved);

            List<String> frames = frames(ended.out(), columns);
            String last = frames.get(frames.size() - 1);
            assertEquals(0, ended.status());
            assertTrue(last.startsWith("100% ["), last);
            assertTrue(last.contains("6,000 rows,") && last.endsWith("0:00:00 left"), last);
            assertTrue(frames.stream().distinct().count() >= 3, ended.out());
            String[] lines = ended.out().split("\r\n", -1);
            CommandLineTest.assertAllSent(rows, lines[1] + "\n");
            assertEquals(3, lines.length, "the bar, the summary, and nothing more");
            assertHoldsEachOnce(rows, stream);
        }
    }

    @Test
    void restore_heldForAWhile_saysSoAboveTheBarAndGoesOn() throws IOException {
        int rows = 3_000;
        CountDownLatch noted = new CountDownLatch(1);
        try (LocalServices services = LocalServices.start()) {
            services.put("backup.csv", backup(rows));
            services.holdBehindFirstPart(noted);
            LocalStream stream = services.kinesis().createStream("stream", StreamOptions.ofShards(1));
            AtomicInteger looks = new AtomicInteger();
            services.cloudWatch().setAge(name -> looks.incrementAndGet() < 3 ? Duration.ofHours(7) : Duration.ZERO);

            Ended ended =
                    inTerminal(80, services, ShortPause.command(options(stream)), CommandLineHeldTest.NOTE, noted);

            assertEquals(0, ended.status());
            String[] lines = ended.out().split("\r\n", -1);
            assertEquals(4, lines.length, "a note, the bar, the summary, and nothing more: " + ended.out());
            assertTrue(lines[0].endsWith("\rdynamodb-restore: note: " + CommandLineHeldTest.NOTE), lines[0]);
            assertTrue(frames(lines[1] + "\r\n", 80).size() >= 3, lines[1]);
            CommandLineTest.assertAllSent(rows, lines[2] + "\n");
            assertHoldsEachOnce(rows, stream);
        }
    }

    private static String[] options(LocalStream stream) {
        return new String[] {"-t", TABLE, "-b", LocalServices.BUCKET, "-f", "backup.csv", "-k", stream.name()};
    }

    /** Every drawing of the bar. Each must be as wide as the window but one column, with all five figures. */
    private static List<String> frames(String out, int columns) {
        String bar = out.substring(0, out.indexOf("\r\n"));
        List<String> frames =
                Arrays.stream(bar.split("\r")).filter(frame -> !frame.isBlank()).toList();
        for (String frame : frames) {
            assertTrue(frame.matches(FRAME), frame);
            assertEquals(columns - 1, frame.length(), frame);
        }
        return frames;
    }

    /** Runs a command to its end, with a latch that is released when the terminal shows certain words. */
    private Ended inTerminal(
            int columns, LocalServices services, List<String> command, String words, CountDownLatch shown) {
        String quoted = command.stream().collect(Collectors.joining("' '", "'", "'"));
        String inTerminal = "stty cols " + columns + " rows 24; exec " + quoted;
        try (CommandLineProcess script = CommandLineProcess.startOther(
                folder, services.environmentOfSmallParts(), "script", "-qec", inTerminal, "/dev/null")) {
            script.awaitOnStandardOutput(words);
            shown.countDown();
            return script.await();
        }
    }
}
