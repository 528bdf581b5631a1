package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.cli.CommandLineProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands for the deployed service, in processes of their own, against a scripted one. */
@Tag("slow")
class ServiceCommandsTest {
    private static final String ID = "4f5c0c3a-0000-4000-8000-000000000000";

    /** Longer than any terminal is wide. */
    private static final String WHY = "Because. ".repeat(30).strip();

    private static final String REJECTS_AT = "s3://" + "bucket-".repeat(8) + "/rejects/" + ID + "/" + "0".repeat(60);

    @TempDir
    private Path folder;

    private final AtomicInteger looks = new AtomicInteger();

    /** As the API shows it, with two segments; ended with the last of so many looks. */
    private static String restore(int look, int looks, String end) {
        boolean over = look >= looks;
        int percent = 100 * look / looks;
        String segment = "{\"segment\":%d,\"from\":0,\"to\":100,\"offset\":1,\"percent\":" + percent + ",\"status\":\""
                + (over ? "DONE" : "RUNNING") + "\",\"hop\":1,\"rows\":1,\"rowsPerSecond\":70}";
        return "{\"restoreId\":\"" + ID + "\",\"status\":\"" + (over ? end : "RUNNING") + "\",\"dryRun\":false,"
                + "\"table\":\"Ra\\u001b[31mtes\",\"bucket\":\"b\",\"file\":\"f.csv\",\"createdAt\":\"2026-01-01T00:00:00.123Z\","
                + (over ? "\"endedAt\":\"2026-01-01T00:01:00Z\"," : "")
                + (end.equals("FAILED") && over
                        ? "\"reason\":{\"code\":\"STREAM_DENIED\",\"detail\":\"" + WHY + "\"},"
                        : "")
                + (end.equals("FAILED") ? "\"rejectsAt\":\"" + REJECTS_AT + "\"," : "")
                + "\"drained\":" + over + ",\"rows\":" + 1_000 * look + ",\"sent\":" + 1_000 * look
                + ",\"rejected\":0,\"blank\":0,\"percent\":" + percent
                + ",\"rowsPerSecond\":1234,\"averageRowsPerSecond\":1000,\"secondsLeft\":3661,\"throttled\":7,"
                + "\"consumerLagSeconds\":2,\"segments\":["
                + String.format(segment, 0) + "," + String.format(segment, 1) + "]}";
    }

    private StubApi service(int needed, String end) {
        return new StubApi(event -> StubApi.answer(
                event.at("/requestContext/http/method").asText().equals("POST") ? 202 : 200,
                restore(looks.incrementAndGet(), needed, end)));
    }

    private Ended run(StubApi api, String... words) {
        return CommandLineProcess.run(folder, api.environment(), words);
    }

    @Test
    void start_options_areSentAndTheWayOnIsPrinted() {
        try (StubApi api = service(9, "COMPLETED")) {
            Ended ended = run(
                    api,
                    "start",
                    "--stack",
                    StubApi.STACK,
                    "-t",
                    "Rates",
                    "-f",
                    "f.csv",
                    "--rate",
                    "70",
                    "--max-rejects",
                    "5%",
                    "--segments",
                    "2",
                    "--dry-run",
                    "--idempotency-key",
                    "k");

            assertEquals("", ended.err());
            List<String> lines = ended.out().lines().toList();
            assertEquals("Restore " + ID + " is RUNNING. Watch it with:", lines.get(0));
            assertTrue(
                    lines.get(1)
                            .endsWith(
                                    " com.stockflare.restore.cli.Main watch " + ID + " --stack the-stack -r us-east-1"),
                    ended.out());
            assertEquals(2, lines.size());
            assertEquals(0, ended.status());
            JsonNode event = api.events().get(0);
            assertEquals("/restores", event.path("rawPath").asText());
            assertEquals("k", event.at("/headers/idempotency-key").asText());
            assertEquals(
                    "{\"table\":\"Rates\",\"file\":\"f.csv\",\"segments\":2,\"rate\":70,\"maxRejects\":\"5%\",\"dryRun\":true}",
                    event.path("body").asText());
        }
    }

    @Test
    void status_functionInTheEnvironment_isCalled() {
        try (StubApi api = service(9, "COMPLETED")) {
            Map<String, String> environment = api.environment();
            environment.put("RESTORE_API_FUNCTION", StubApi.FUNCTION);

            Ended ended = CommandLineProcess.run(folder, environment, "status", ID);

            assertEquals("", ended.err());
            assertEquals(1, api.events().size());
        }
    }

    @ParameterizedTest
    @CsvSource({"COMPLETED,0", "COMPLETED_WITH_REJECTS,3", "FAILED,1", "CANCELLED,1"})
    void watch_piped_printsPlainLinesAndEndsAsTheRestoreDoes(String end, int status) {
        try (StubApi api = service(3, end)) {
            Ended ended = run(api, "watch", ID, "--function", StubApi.FUNCTION);

            assertEquals(status, ended.status(), ended.err());
            assertTrue(
                    ended.out().startsWith("RUNNING 33%, 1,000 rows, 0 rejected, 1,234 rows/s, 1:01:01 left\n" + end),
                    ended.out());
            assertFalse(ended.out().contains("\u001b"), "a service's text must not command the terminal");
            assertEquals(
                    end.equals("FAILED"),
                    ended.out().endsWith("\nSTREAM_DENIED: " + WHY + "\nrejects: " + REJECTS_AT + "\n"),
                    ended.out());
        }
    }

    @Test
    void startAndWatch_dryRun_endsWithTheTextOfALocalOneAndNoWordOfTheConsumer() {
        String report = ",\"report\":{\"rows\":8,\"sendable\":2,\"rejected\":5,\"blank\":1,\"bytes\":90,"
                + "\"largestItemBytes\":45,\"largestItemOffset\":0,\"meanItemBytes\":45,\"rejects\":[{\"reason\":"
                + "\"NOT_BASE64\",\"count\":5,\"firstOffsets\":[23,50,52]}],\"estimatedSeconds\":1,\"later\":1}}";
        String over = restore(1, 1, "COMPLETED_WITH_REJECTS")
                .replace("\"dryRun\":false", "\"dryRun\":true")
                .replaceFirst("}$", report);
        try (StubApi api = new StubApi(event -> StubApi.answer(200, over))) {
            Ended ended =
                    run(api, "start", "-t", "Rates", "-f", "f", "--dry-run", "--watch", "--function", StubApi.FUNCTION);

            assertEquals(3, ended.status(), ended.err());
            assertTrue(ended.out().startsWith("Restore " + ID + " is "), ended.out());
            assertTrue(ended.out().endsWith("""

                    Dry run of s3://b/f.csv: nothing was sent.

                    rows                                     8
                      to be sent                             2
                      blank                                  1
                      rejected                               5
                        NOT_BASE64                           5  at offsets 23, 50, 52, …
                    bytes to be sent                        90
                      largest item                          45  at offset 0
                      mean item                             45
                    time of the restore                0:00:01  at least, on this stream
                    """), ended.out());
            assertFalse(ended.out().contains("consumer"), ended.out());
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
    @CsvSource(
            delimiter = '|',
            value = {
                "\"rate\":500|1,234 rows/s, 1,000 on average, 500 at most, 1:01:01 left",
                "\"size\":0|The file is empty: it has no row."
            })
    void status_whatElseIsKnown_isShown(String field, String line) {
        String answer = restore(1, 2, "COMPLETED").replaceFirst("\\{", "{" + field + ",");
        try (StubApi api = new StubApi(event -> StubApi.answer(200, answer))) {
            Ended ended = run(api, "status", ID, "--function", StubApi.FUNCTION);

            assertTrue(ended.out().lines().anyMatch(line::equals), ended.out());
        }
    }

    @Test
    void status_failed_tellsTheWholeReasonAndPlaceOfTheRejects() {
        try (StubApi api = service(1, "FAILED")) {
            Ended ended = run(api, "status", ID, "--function", StubApi.FUNCTION);

            assertEquals(0, ended.status(), ended.err());
            assertTrue(
                    ended.out().endsWith("\nSTREAM_DENIED: " + WHY + "\nrejects: " + REJECTS_AT + "\n"), ended.out());
        }
    }

    @ParameterizedTest
    @CsvSource({"80,24", "40,10"})
    void watch_failedInATerminal_tellsTheWholeReasonAndPlaceOfTheRejects(int columns, int rows) {
        try (StubApi api = service(3, "FAILED")) {
            Ended ended = watchInTerminal(api, columns, rows);

            assertEquals(1, ended.status(), ended.out());
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
    @CsvSource({"80,24", "120,24", "40,10", "80,7"})
    void watch_inATerminal_isDrawnInPlace(int columns, int rows) {
        try (StubApi api = service(3, "COMPLETED")) {
            Ended ended = watchInTerminal(api, columns, rows);

            assertEquals(0, ended.status(), ended.out());
            TerminalScreen screen = new TerminalScreen(columns, rows);
            screen.write(ended.out());
            List<String> seen = screen.lines();
            assertEquals((ID + "  COMPLETED").substring(0, Math.min(columns - 1, ID.length() + 11)), seen.get(0));
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

    @ParameterizedTest
    @CsvSource({"pause,POST,/pause", "resume,POST,/resume", "cancel,POST,/cancel"})
    void steer_any_callsTheApiAndShowsTheRestore(String command, String method, String path) {
        try (StubApi api = service(9, "COMPLETED")) {
            Ended ended = run(api, command, ID, "--function", StubApi.FUNCTION);

            assertEquals(0, ended.status(), ended.err());
            assertTrue(ended.out().startsWith(ID + "  RUNNING\ns3://b/f.csv -> Ra [31mtes\n"), ended.out());
            assertEquals(
                    method,
                    api.events().get(0).at("/requestContext/http/method").asText());
            assertEquals(
                    "/restores/" + ID + path,
                    api.events().get(0).path("rawPath").asText());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"500|{\"rate\":500}", "none|{\"rate\":null}"})
    void rate_any_isSent(String rate, String body) {
        try (StubApi api = service(9, "COMPLETED")) {
            assertEquals(
                    0,
                    run(api, "rate", ID, rate, "--function", StubApi.FUNCTION).status());

            assertEquals(body, api.events().get(0).path("body").asText());
        }
    }

    @Test
    void list_pages_areOneTable() {
        AtomicInteger pages = new AtomicInteger();
        try (StubApi api = new StubApi(event -> StubApi.answer(
                200,
                "{\"restores\":[" + restore(1, 4, "COMPLETED") + "]"
                        + (pages.incrementAndGet() < 2 ? ",\"next\":\"n\"}" : "}")))) {
            Ended ended = run(api, "list", "--function", StubApi.FUNCTION, "--status", "running");

            assertEquals(0, ended.status(), ended.err());
            List<String> lines = ended.out().lines().toList();
            assertEquals(3, lines.size(), ended.out());
            assertTrue(lines.get(0).startsWith("ID  "), ended.out());
            assertTrue(
                    lines.get(1).matches(ID + "  RUNNING +25% +1,000 +0  2026-01-01T00:00:00Z  Ra \\[31mtes"),
                    ended.out());
            assertEquals(
                    "RUNNING",
                    api.events().get(0).at("/queryStringParameters/status").asText());
            assertEquals(
                    "n", api.events().get(1).at("/queryStringParameters/next").asText());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "list --limit 1,'dynamodb-restore: note: there may be older ones. Show more than 1 with --limit N.\n'",
        "list --limit 1 --json,''"
    })
    void list_moreThanItsLimit_saysHowToSeeThem(String words, String expected) {
        String page = "{\"restores\":[" + restore(1, 4, "COMPLETED") + "],\"next\":\"n\"}";
        try (StubApi api = new StubApi(event -> StubApi.answer(200, page))) {
            Ended ended = run(api, (words + " --function " + StubApi.FUNCTION).split(" "));

            assertEquals(expected, ended.err());
            assertEquals(0, ended.status());
        }
    }

    @Test
    void list_dryRun_isMarked() {
        String dry = restore(1, 4, "COMPLETED").replace("\"dryRun\":false", "\"dryRun\":true");
        try (StubApi api = new StubApi(event -> StubApi.answer(200, "{\"restores\":[" + dry + "]}"))) {
            Ended ended = run(api, "list", "--function", StubApi.FUNCTION);

            assertTrue(ended.out().endsWith("  Ra [31mtes, a dry run\n"), ended.out());
        }
    }

    @Test
    void list_controlCharactersInTheAnswer_areNotPrinted() {
        String dyed = restore(1, 4, "COMPLETED").replaceAll("(Id|status|createdAt)\":\"", "$1\":\"\\\\u001b[31m");
        try (StubApi api = new StubApi(event -> StubApi.answer(200, "{\"restores\":[" + dyed + "]}"))) {
            Ended ended = run(api, "list", "--function", StubApi.FUNCTION);

            assertEquals(0, ended.status(), ended.err());
            assertTrue(ended.out().contains("\n [31m" + ID + "   [31mRUNNING "), ended.out());
            assertFalse(ended.out().contains("\u001b"), ended.out());
        }
    }

    /** As in the foreground: what is found wrong is no wrong usage. */
    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST,INVALID_REQUEST,2",
        "INVALID_REQUEST,SOURCE_DENIED,1",
        "STREAM_DENIED,TABLE_NOT_FOUND,1"
    })
    void start_manyFaults_areALineEachAndUsageIfAllAreTheRequestsOwn(String one, String other, int status) {
        String problem = "{\"detail\":\"a; b\",\"faults\":[{\"code\":\"" + one
                + "\",\"detail\":\"No this.\"},{\"code\":\"" + other + "\",\"detail\":\"No that.\"}]}";
        try (StubApi api = new StubApi(event -> StubApi.answer(400, problem))) {
            Ended ended = run(api, "start", "--function", StubApi.FUNCTION, "-t", "T-1", "-f", "f");

            assertEquals(status, ended.status());
            assertEquals("dynamodb-restore: No this.\ndynamodb-restore: No that.\n", ended.err());
            assertEquals("", ended.out());
        }
    }

    @Test
    void start_tooLong_isUsage() {
        try (StubApi api = new StubApi(event -> StubApi.answer(413, "{\"detail\":\"Too long.\"}"))) {
            Ended ended = run(api, "start", "--function", StubApi.FUNCTION, "-t", "T-1", "-f", "f");

            assertEquals(2, ended.status());
            assertEquals("dynamodb-restore: Too long.\n", ended.err());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status x|2|missing: --stack (or RESTORE_STACK), or --function (or RESTORE_API_FUNCTION) (--help shows how to use it)",
                "status x --stack other|1|The stack other cannot be read: there is none of that name in this account and region. Check the name, and the region (-r, or AWS_REGION).",
                "status x --function other|1|The function other cannot be called: there is none of that name in this account and region. Check the name, and the region (-r, or AWS_REGION).",
                "status x --function api-function -r US|2|\"US\" is not an AWS region, such as us-east-1 (--help shows how to use it)",
                "status ../x --function api-function|2|\"../x\" is no restore's id (--help shows how to use it)",
                "rate x fast --function api-function|2|\"fast\" is no number of items a second, nor none (--help shows how to use it)",
                "status x --function api-function|1|There is no restore x",
                "list --limit 0 --function api-function|2|--limit must be 1 or more, not 0 (--help shows how to use it)",
                "start -t Rates -f file:x.csv --function api-function|2|\"file:x.csv\" is a file of this machine, and the service runs in AWS: copy it into a bucket, or restore it from here with java -jar dynamodb-restore.jar -t Rates -f 'file:x.csv' -k STREAM (--help shows how to use it)",
                "start -t Rates -f s3://b/x --function api-function|2|\"s3://b/x\" is a whole address: give its bucket with -b and its key with -f (--help shows how to use it)",
                "watch x --function api-function|1|There is no restore x",
                "watch x --json --function api-function|1|There is no restore x",
                "start --function api-function|2|Missing required options: '--table=TABLE', '--file=FILE' (--help shows how to use it)"
            })
    void anything_wrong_isSaidInOneLine(String words, int status, String expected) {
        try (StubApi api = new StubApi(event -> StubApi.answer(404, "{\"detail\":\"There is no restore x\"}"))) {
            Ended ended = run(api, words.split(" ", -1));

            assertEquals("dynamodb-restore: " + expected + "\n", ended.err());
            assertEquals(status, ended.status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "maxRejects is not right,--max-rejects is not right",
        "The Idempotency-Key is not right,The --idempotency-key is not right",
        "Cancel it or begin beside it with force,Cancel it or begin beside it with --force"
    })
    void start_refused_namesTheOptionAndNotTheField(String detail, String expected) {
        try (StubApi api = new StubApi(event -> StubApi.answer(409, "{\"detail\":\"" + detail + "\"}"))) {
            Ended ended = run(api, "start", "--function", StubApi.FUNCTION, "-t", "T-1", "-f", "f");

            assertEquals("dynamodb-restore: " + expected + "\n", ended.err());
            assertEquals(1, ended.status());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"errorMessage\":\"Timed out\",\"stackTrace\":[\"a.b(C.java:1)\"]}|failed with \"Timed out\". Its log has more.",
                "errorMessage, and no JSON|failed. Its log has more."
            })
    void status_functionFails_saysItsMessageOnly(String answer, String expected) {
        try (StubApi api = new StubApi(event -> answer)) {
            Ended ended = run(api, "status", ID, "--function", StubApi.FUNCTION);

            assertEquals("dynamodb-restore: The function api-function has " + expected + "\n", ended.err());
            assertEquals(1, ended.status());
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

    @ParameterizedTest
    @CsvSource({"start", "status", "list", "watch", "pause", "resume", "cancel", "rate"})
    void help_ofEveryCommand_hasAnExample(String command) {
        Ended ended = CommandLineProcess.run(folder, Map.of(), command, "--help");

        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().startsWith("Usage: java -jar dynamodb-restore.jar " + command + " "), ended.out());
        String example = ended.out().substring(ended.out().indexOf("Example:\n") + 9);
        assertTrue(
                example.matches(
                        "  java -jar dynamodb-restore\\.jar " + command + " --stack [^\n]*[^\n\\\\](\\\\\n[^\n]+)?\n"),
                example);
    }
}
