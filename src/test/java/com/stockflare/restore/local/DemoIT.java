package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The demo as a user runs it, but for Maven. */
@Timeout(120)
class DemoIT {
    @TempDir
    Path folder;

    /** How a run of the demo ended, and what it printed. */
    private record Run(int status, List<String> lines) {
        String last() {
            return lines.get(lines.size() - 1);
        }
    }

    @Test
    void demo_sampleTable_endsIdentical() throws Exception {
        Run run = demo("rows=2000", "file=", "table=", "key=");
        assertEquals("restored 2,000 of 2,000 items, identical: yes", run.last(), run::toString);
        assertEquals(0, run.status());
        assertTrue(
                run.lines().stream().anyMatch(line -> line.startsWith("The restore is COMPLETED after")),
                run::toString);
    }

    @Test
    void demo_fileOfTheUsers_guessesItsKeyAndEndsIdentical() throws Exception {
        Run run = demo("file=" + file(movies(30), ""), "table=Movies");
        assertTrue(run.lines().get(0).contains("guessed from the items: title:S,year:N"), run::toString);
        assertEquals("restored 30 of 30 items, identical: yes", run.last(), run::toString);
        assertEquals(0, run.status());
    }

    @Test
    void demo_fileWithBadRows_saysWhichAndIsNotTheWhole() throws Exception {
        Run run = demo(
                "file=" + file(movies(30), "\nbad row\n{\"year\":5}" + wrongKeys(4)),
                "table=Movies",
                "key=year:N,title:S");
        assertTrue(run.lines().contains("6 rows were rejected:"), run::toString);
        assertTrue(run.lines().contains("  and 1 more"), run::toString);
        assertTrue(run.lines().stream().anyMatch(line -> line.contains("\"reason\":\"NOT_BASE64\"")), run::toString);
        assertEquals("restored 30 of 36 items, identical: no", run.last(), run::toString);
        assertEquals(1, run.status());
    }

    @Test
    void demo_argumentsThatMakeNoSense_saysWhy() throws Exception {
        assertRefused("there is no file /none/x.csv to read", "file=/none/x.csv", "table=Movies");
        assertRefused("-Drows=abc must be a number from 0 to 10000000", "rows=abc");
    }

    private void assertRefused(String why, String... arguments) throws Exception {
        Run run = demo(arguments);
        assertEquals(List.of("demo: " + why), run.lines());
        assertEquals(2, run.status());
    }

    private static List<Map<String, AttributeValue>> movies(int count) {
        return IntStream.range(0, count)
                .<Map<String, AttributeValue>>mapToObj(i -> new TreeMap<>(Map.of(
                        "title", AttributeValue.fromS("Title " + i / 2),
                        "year", AttributeValue.fromN(Integer.toString(2000 + i % 2)),
                        "info", AttributeValue.fromM(Map.of("rank", AttributeValue.fromN("1"))))))
                .toList();
    }

    /** Rows with an item that their table does not take. */
    private static String wrongKeys(int count) {
        return IntStream.range(0, count)
                .mapToObj("\n{\"title\":{\"S\":\"x\"},\"year\":{\"S\":\"%d\"}}"::formatted)
                .collect(Collectors.joining());
    }

    private Path file(List<Map<String, AttributeValue>> items, String more) throws IOException {
        Path file = folder.resolve("movies.csv");
        return Files.writeString(file, new String(BackupWriter.CURRENT.file(items), UTF_8) + more);
    }

    private static Run demo(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                Demo.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        return new Run(process.waitFor(), lines);
    }
}
