package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.cli.CommandLineProcess.Ended;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that have a restore begun or changed, and what they ask of the API. */
@Tag("slow")
class ServiceStartAndSteerTest extends ServiceCommandsBench {
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

    @ParameterizedTest
    @CsvSource({"7,7", "auto,\"auto\"", "many,\"many\""})
    void start_segments_areSentForTheApiToCheck(String segments, String sent) {
        try (StubApi api = service(9, "COMPLETED")) {
            run(api, "start", "--function", StubApi.FUNCTION, "-t", "T-1", "-f", "f", "--segments", segments);

            assertEquals(
                    "{\"table\":\"T-1\",\"file\":\"f\",\"segments\":" + sent + "}",
                    api.events().get(0).path("body").asText());
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
}
