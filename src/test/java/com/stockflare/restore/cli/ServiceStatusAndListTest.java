package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.cli.CommandLineProcess.Ended;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of the service's restores, of one and of all. */
@Tag("slow")
class ServiceStatusAndListTest extends ServiceCommandsBench {
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
    @CsvSource(
            delimiter = '|',
            value = {
                "\"rate\":500|1,234 rows/s, 1,000 on average, 500 at most, 1:01:01 left",
                "\"size\":0|The file is empty: it has no row.",
                "\"blank\":2000,\"sent\":0|Every row is blank: there was nothing to restore.",
                "\"blank\":2000,\"sent\":0,\"drained\":false|throttled 7, consumer 0:00:02 behind"
            })
    void status_whatElseIsKnown_isShown(String fields, String line) throws JsonProcessingException {
        JsonNode answer = Service.MAPPER
                .readerForUpdating(Service.MAPPER.readTree(restore(2, 2, "COMPLETED")))
                .readTree("{" + fields + "}");
        try (StubApi api = new StubApi(event -> StubApi.answer(200, answer.toString()))) {
            Ended ended = run(api, "status", ID, "--function", StubApi.FUNCTION);

            assertTrue(ended.out().lines().anyMatch(line::equals), ended.out());
        }
    }

    /** What it did not come to may be no blank rows. */
    @Test
    void status_failedBehindBlankRows_doesNotCallAllOfThemBlank() throws JsonProcessingException {
        JsonNode answer = Service.MAPPER
                .readerForUpdating(Service.MAPPER.readTree(restore(2, 2, "FAILED")))
                .readTree("{\"blank\":2000,\"sent\":0}");
        try (StubApi api = new StubApi(event -> StubApi.answer(200, answer.toString()))) {
            Ended ended = run(api, "status", ID, "--function", StubApi.FUNCTION);

            assertTrue(ended.out().contains("2,000 rows: 0 sent, 0 rejected, 2,000 blank"), ended.out());
            assertFalse(ended.out().contains("Every row is blank"), ended.out());
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
}
