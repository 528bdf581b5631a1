package com.stockflare.restore.cli;

import static com.stockflare.restore.cli.LocalServices.TABLE;
import static com.stockflare.restore.cli.LocalServices.assertHoldsEachOnce;
import static com.stockflare.restore.cli.LocalServices.backup;
import static com.stockflare.restore.cli.LocalServices.item;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import com.stockflare.restore.local.LocalStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as its user sees it, where nothing is wrong but some rows. */
@Tag("slow")
class CommandLineTest {
    private static LocalServices services;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        services = LocalServices.start();
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void restore_keyWithColonAndPlusAllFromTheEnvironment_sendsEachRowOnce() {
        LocalStream stream = services.createStream("from-environment");
        String key = "Rates/Rates_2015-11-11T01:02:03+00:00.csv";
        services.put(key, backup(1_500));
        Map<String, String> environment = services.environmentWith("TABLE_NAME", TABLE);
        environment.putAll(
                Map.of("BACKUP_FILE_BUCKET", LocalServices.BUCKET, "FILE", key, "KINESIS_STREAM", stream.name()));

        Ended ended = CommandLineProcess.run(folder, environment);

        assertAll(
                () -> assertEquals("", ended.errWithoutProgress()),
                () -> assertAllSent(1_500, ended.out()),
                () -> assertEquals(0, ended.status()));
        assertHoldsEachOnce(1_500, stream);
    }

    @Test
    void restore_localFileWithBadRows_writesRejectsThatCanBeMendedAndRestored() throws IOException {
        LocalStream stream = services.createStream("with-rejects");
        Files.writeString(folder.resolve("a b.csv"), item(0) + "\n\n{\"id\":{\"S\":\"000001\"\n" + item(2) + "\n{}");

        Ended first = restore("file:a b.csv", stream, "--rejects", "bad rows");

        Path csv = only(folder.resolve("bad rows"), ".csv");
        Path jsonl = only(folder.resolve("bad rows"), ".jsonl");
        assertAll(
                () -> assertEquals(
                        "dynamodb-restore: the rejected rows, and why they were rejected, are in "
                                + folder.relativize(csv.getParent().getParent()) + "\n",
                        first.errWithoutProgress()),
                () -> assertSummary("5 rows: 2 sent, 2 rejected, 1 blank", first.out()),
                () -> assertEquals(3, first.status()),
                () -> assertEquals("{\"id\":{\"S\":\"000001\"\n{}\n", Files.readString(csv)),
                () -> assertEquals(List.of("NOT_JSON", "NO_ATTRIBUTES"), reasons(jsonl)));

        Files.writeString(csv, item(1) + "\n");
        Ended second = restore("file:" + folder.relativize(csv), stream);

        assertAll(
                () -> assertEquals("", second.errWithoutProgress()),
                () -> assertAllSent(1, second.out()),
                () -> assertEquals(0, second.status()));
        assertHoldsEachOnce(3, stream);
    }

    private Ended restore(String file, LocalStream stream, String... more) {
        List<String> options = Stream.concat(Stream.of("-t", TABLE, "-f", file, "-k", stream.name()), Stream.of(more))
                .toList();
        return CommandLineProcess.run(folder, services.environment(), options.toArray(String[]::new));
    }

    /** One line, whose last words are how long it took. */
    static void assertSummary(String expected, String out) {
        assertTrue(out.matches("\\Q" + expected + "\\E, in \\d+\\.\\d s\n"), out);
    }

    static void assertAllSent(int rows, String out) {
        assertSummary(String.format(Locale.ROOT, "%,d rows: %<,d sent, 0 rejected, 0 blank", rows), out);
    }

    private static Path only(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ending)).toList();
            assertEquals(1, found.size(), found.toString());
            return found.get(0);
        }
    }

    private static List<String> reasons(Path jsonl) throws IOException {
        return Files.readAllLines(jsonl).stream()
                .map(line -> line.replaceAll(".*\"reason\":\"(\\w+)\".*", "$1"))
                .toList();
    }
}
