package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A restore of the service that is watched, in lines, in JSON and in a terminal. */
@Tag("slow")
class ServiceWatchTest extends ServiceCommandsBench {
    @ParameterizedTest
    @CsvSource({"COMPLETED,0", "COMPLETED_WITH_REJECTS,3", "FAILED,1", "CANCELLED,1"})
    void watch_piped_printsPlainLinesAndEndsAsTheRestoreDoes(String end, int status) {
        try (StubApi api = service(2, end)) {
            Ended ended = run(api, "watch", ID, "--function", StubApi.FUNCTION);

            assertEquals(status, ended.status(), ended.err());
            assertTrue(
                    ended.out().startsWith("RUNNING 50%, 1,000 rows, 0 rejected, 1,234 rows/s, 1:01:01 left\n" + end),
                    ended.out());
            assertFalse(ended.out().contains("\u001b"), "a service's text must not command the terminal");
            assertEquals(
                    end.equals("FAILED"),
                    ended.out().endsWith("\nSTREAM_DENIED: " + WHY + "\nrejects: " + REJECTS_AT + "\n"),
                    ended.out());
        }
    }

    @Test
    void watch_json_printsEachChange() {
        try (StubApi api = service(3, "COMPLETED")) {
            Ended ended =
                    run(api, "start", "--function", StubApi.FUNCTION, "-t", "T-1", "-f", "f", "--watch", "--json");

            assertEquals(0, ended.status(), ended.err());
            List<String> lines = ended.out().lines().toList();
            assertEquals(2, lines.size(), ended.out());
            assertTrue(lines.stream().allMatch(line -> line.startsWith("{\"restoreId\"")), ended.out());
        }
    }

    @Test
    void watch_noAnswerForAMoment_isTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        try (StubApi api = new StubApi(event -> switch (calls.incrementAndGet()) {
            case 1 -> StubApi.answer(200, restore(1, 3, "COMPLETED"));
            case 2 -> StubApi.answer(503, "{\"detail\":\"The ledger sleeps.\"}");
            default -> StubApi.answer(200, restore(3, 3, "COMPLETED"));
        })) {
            Ended ended = run(api, "watch", ID, "--function", StubApi.FUNCTION);

            assertEquals(0, ended.status(), ended.err());
            assertEquals("dynamodb-restore: The ledger sleeps. It is tried again.\n", ended.err());
        }
    }

    @Test
    void watch_failsOnceTheRestoreWasSeen_saysHowToWatchItAgain() {
        AtomicInteger calls = new AtomicInteger();
        try (StubApi api = new StubApi(event -> calls.incrementAndGet() == 1
                ? StubApi.answer(200, restore(1, 3, "COMPLETED"))
                : StubApi.answer(403, "{\"detail\":\"No more.\"}"))) {
            assertStoppedWatching("No more.", run(api, "watch", ID, "--function", StubApi.FUNCTION));
        }
    }

    @Test
    void startAndWatch_failsBeforeTheFirstLook_saysHowToWatchItAgain() {
        AtomicInteger calls = new AtomicInteger();
        try (StubApi api = new StubApi(event -> calls.incrementAndGet() == 1
                ? StubApi.answer(202, restore(1, 3, "COMPLETED"))
                : StubApi.answer(403, "{\"detail\":\"No more.\"}"))) {
            assertStoppedWatching(
                    "No more.", run(api, "start", "-t", "Rates", "-f", "f", "--watch", "--function", StubApi.FUNCTION));
        }
    }

    private static void assertStoppedWatching(String why, Ended ended) {
        List<String> lines = ended.err().lines().toList();
        assertEquals("dynamodb-restore: " + why, lines.get(0));
        assertEquals("dynamodb-restore: stopped watching; the restore goes on. Watch it again with:", lines.get(1));
        assertTrue(lines.get(2).contains(" watch " + ID + " --function " + StubApi.FUNCTION), ended.err());
        assertEquals(3, lines.size(), ended.err());
        assertEquals(1, ended.status());
    }

    @Test
    void watch_ctrlC_stopsWatchingAndSaysThatTheRestoreGoesOn() {
        try (StubApi api = service(1_000, "COMPLETED");
                CommandLineProcess process =
                        CommandLineProcess.start(folder, api.environment(), "watch", ID, "--stack", StubApi.STACK)) {
            process.awaitOnStandardOutput("RUNNING");

            int status = process.interrupt();

            Ended ended = process.await();
            assertEquals(status, ended.status());
            List<String> lines = ended.err().lines().toList();
            assertEquals("dynamodb-restore: stopped watching; the restore goes on. Watch it again with:", lines.get(0));
            assertTrue(lines.get(1).endsWith(" watch " + ID + " --stack the-stack -r us-east-1"), ended.err());
            assertTrue(api.events().stream()
                    .allMatch(event ->
                            event.at("/requestContext/http/method").asText().equals("GET")));
        }
    }

    @ParameterizedTest
    @CsvSource({"80,24", "40,10"})
    void watch_failedInATerminal_tellsTheWholeReasonAndPlaceOfTheRejects(int columns, int rows) {
        try (StubApi api = service(3, "FAILED")) {
            Ended ended = watchInTerminal(api, columns, rows);

            assertEquals(1, ended.status(), ended.out());
            assertTrue(ended.out().contains(ID + "  FAILED\r\n"), ended.out());
            assertTrue(
                    ended.out().endsWith("STREAM_DENIED: " + WHY + "\r\nrejects: " + REJECTS_AT + "\r\n"), ended.out());
        }
    }

    private Ended watchInTerminal(StubApi api, int columns, int rows) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no util-linux script to make a terminal with");
        String words = CommandLineProcess.command("watch", ID, "--function", StubApi.FUNCTION).stream()
                .collect(Collectors.joining("' '", "'", "'"));
        try (CommandLineProcess script = CommandLineProcess.startOther(
                folder,
                api.environment(),
                "script",
                "-qec",
                "stty cols " + columns + " rows " + rows + "; exec " + words,
                "/dev/null")) {
            return script.await();
        }
    }

    @ParameterizedTest
    @CsvSource({"80,24", "120,24", "80,7"})
    void watch_inATerminal_isDrawnInPlace(int columns, int rows) {
        try (StubApi api = service(3, "COMPLETED")) {
            Ended ended = watchInTerminal(api, columns, rows);

            assertEquals(0, ended.status(), ended.out());
            TerminalScreen screen = new TerminalScreen(columns, rows);
            screen.write(ended.out());
            List<String> seen = screen.lines();
            assertEquals(ID + "  COMPLETED", seen.get(0));
            assertTrue(seen.get(2).startsWith("100.0% [===="), seen::toString);
            assertTrue(seen.get(3).startsWith("3,000 rows: 3,000 sent, 0 rejected"), seen::toString);
            assertEquals(
                    1,
                    seen.stream()
                            .filter(line -> line.contains("rows/s, ") && line.contains("on average"))
                            .count());
            assertFalse(screen.hasScrolled(), "a frame is higher than the terminal");
            if (rows == 24) {
                assertTrue(seen.get(6).matches("    0 \\[=+] 100\\.0% DONE    hop 1, 70 rows/s"), seen::toString);
                assertTrue(seen.get(7).startsWith("    1 [="), seen::toString);
            }
        }
    }

    /** While it goes on lines are cut, for it is drawn over; in the end all has to be there. */
    @Test
    void watch_inANarrowTerminal_endsUncut() {
        try (StubApi api = service(3, "COMPLETED")) {
            Ended ended = watchInTerminal(api, 40, 24);

            TerminalScreen screen = new TerminalScreen(40, 24);
            screen.write(ended.out());
            String seen = String.join("", screen.lines());
            assertTrue(seen.startsWith(ID + "  COMPLETEDs3://"), seen);
            assertTrue(seen.contains("throttled 7, and the consumer has read it all"), seen);
            assertEquals(seen.indexOf("on average"), seen.lastIndexOf("on average"), seen);
            assertFalse(screen.hasScrolled(), "a frame is higher than the terminal");
        }
    }

    /** As RestoreFunction answers a call of the API; in vain were it tried again. */
    @Test
    void watch_anotherFunction_asksWhetherItIsTheRightOneAtOnce() {
        try (StubApi api = new StubApi(event -> "{\"errorMessage\":\"INVALID_REQUEST: table is not right\"}")) {
            Ended ended = run(api, "watch", ID, "--function", StubApi.FUNCTION);

            assertEquals(
                    "dynamodb-restore: The function api-function has failed with \"INVALID_REQUEST: table is not right\"."
                            + " Is it RestoreApiFunction, deployed as the template says? Its log has more.\n",
                    ended.err());
            assertEquals(1, ended.status());
        }
    }
}
