package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What begins a restore over the API, and what is the one begun before. */
@Tag("slow")
class RestoreApiStartTest extends RestoreApiBench {
    @Test
    void start_everythingIsThere_isAcceptedShownAndDone() {
        Answer started = call("POST", "/restores", startRequest());

        assertEquals(202, started.status());
        assertEquals("ACCEPTED", started.text("status"));
        String id = started.text("restoreId");
        assertEquals(
                "/restores/" + id,
                started.http().headers().firstValue("location").orElseThrow());
        assertEquals(1, bench.invoked().size());
        assertTrue(bench.invoked().get(0).startsWith("/2015-03-31/functions/restore-function/invocations "));

        work();

        Answer shown = call("GET", "/restores/" + id, null);
        assertEquals("COMPLETED", shown.text("status"));
        assertEquals(2, shown.json().path("sent").asInt());
        assertEquals(100, shown.json().path("percent").asDouble());
        assertEquals("DONE", shown.json().at("/segments/0/status").asText());
        assertEquals(2, bench.payloads().size());
    }

    @Test
    void events_ofTheApi_areAnswered() throws IOException {
        bench.put("Rates/Rates_2015-11-11T01:02:03+00:00.csv", "{\"id\":{\"N\":\"1\"}}\n".getBytes(UTF_8));
        JsonNode started = HandlerBench.json(invoke(Files.readString(Path.of("events", "api-start.json"))));
        assertEquals(202, started.path("statusCode").asInt(), started::toString);
        work();
        JsonNode listed = HandlerBench.json(invoke(Files.readString(Path.of("events", "api-list.json"))));
        assertEquals(200, listed.path("statusCode").asInt(), listed::toString);
    }

    @Test
    void start_dryRun_reportsAndSendsNothing() {
        bench.put(key, "{\"id\":{\"N\":\"1\"}}\n{\"id\":{\"S\":\"2\"}}\n{}\n".getBytes(UTF_8));
        String real = started();

        Answer started = call("POST", "/restores", startRequest().replace("{", "{\"dryRun\":true,"));
        assertEquals(202, started.status());
        assertTrue(started.json().path("dryRun").asBoolean());
        assertEquals(0, started.json().at("/report/rows").asInt(-1));
        String id = started.text("restoreId");
        assertNotEquals(real, id);
        bench.invoked().removeIf(event -> event.contains(real));
        work();

        JsonNode shown = call("GET", "/restores/" + id, null).json();
        assertEquals("COMPLETED_WITH_REJECTS", shown.path("status").asText());
        assertEquals(3, shown.path("rows").asInt());
        assertEquals(0, shown.path("sent").asInt());
        assertFalse(shown.has("rejectsAt"));
        assertEquals(
                HandlerBench.json("{\"rows\":3,\"sendable\":1,\"rejected\":2,\"blank\":0,\"bytes\":45,"
                        + "\"largestItemBytes\":45,\"largestItemOffset\":0,\"meanItemBytes\":45,\"rejects\":["
                        + "{\"reason\":\"NO_ATTRIBUTES\",\"count\":1,\"firstOffsets\":[34]},"
                        + "{\"reason\":\"KEY_WRONG_TYPE\",\"count\":1,\"firstOffsets\":[17]}],\"estimatedSeconds\":1}"),
                shown.path("report"));
        assertEquals(List.of(), bench.payloads());
        assertEquals("ACCEPTED", call("GET", "/restores/" + real, null).text("status"));
        call("POST", "/restores/" + real + "/cancel", null);
    }

    @Test
    void start_allOptions_areTaken() {
        ObjectNode request = JobJson.MAPPER.createObjectNode();
        request.put("table", "Rates").put("file", key).put("bucket", HandlerBench.BUCKET);
        request.put("stream", bench.stream())
                .put("partitions", 3)
                .put("decode", "none")
                .put("segments", 2);
        request.put("rate", 70).put("maxRejects", "5%").put("ignoreLag", true).put("force", true);
        assertEquals(List.of(), OPEN_API.requestFaults("post", "/restores", request));

        Answer started = call("POST", "/restores", request.toString());

        assertEquals(202, started.status(), started.json()::toString);
        assertEquals(3, started.json().path("partitions").asInt());
        assertEquals("none", started.text("decode"));
        assertEquals(2, started.json().path("segments").size());
        assertEquals(70, started.json().path("rate").asInt());
        assertEquals("5%", started.text("maxRejects"));
        assertTrue(started.json().path("ignoreLag").asBoolean());
    }

    @Test
    void start_sameIdempotencyKey_isTheSameRestoreEvenWhenItIsDone() {
        String name = UUID.randomUUID().toString();
        String id = call("POST", "/restores", startRequest(), "Idempotency-Key", name)
                .text("restoreId");
        work();

        Answer again = call("POST", "/restores", startRequest(), "Idempotency-Key", name);

        assertEquals(202, again.status());
        assertEquals(id, again.text("restoreId"));
        assertEquals("COMPLETED", again.text("status"));
        assertEquals(List.of(), bench.invoked());

        bench.put("restore/Rates/other.csv", new byte[0]);
        Answer other = call("POST", "/restores", startRequest("restore/Rates/other.csv"), "Idempotency-Key", name);
        assertEquals(409, other.status());
        assertEquals("NOT_POSSIBLE", other.text("code"));
    }

    @Test
    void start_sameIdempotencyKeyAndTheFileIsGone_isTheSameRestore() {
        String name = UUID.randomUUID().toString();
        assertEquals(
                404,
                call("POST", "/restores", startRequest("missing.csv"), "Idempotency-Key", name)
                        .status());
        String id = call("POST", "/restores", startRequest(), "Idempotency-Key", name)
                .text("restoreId");
        work();
        bench.delete(key);

        Answer again = call("POST", "/restores", startRequest(), "Idempotency-Key", name);

        assertEquals(202, again.status(), again.json()::toString);
        assertEquals(id, again.text("restoreId"));
        assertEquals("COMPLETED", again.text("status"));
        Answer other = call("POST", "/restores", startRequest("missing.csv"), "Idempotency-Key", name);
        assertEquals(409, other.status());
        assertEquals("NOT_POSSIBLE", other.text("code"));
        String faulty = startRequest().replace("{", "{\"rate\":0,");
        assertEquals(
                List.of("rate INVALID_REQUEST"), faults(call("POST", "/restores", faulty, "Idempotency-Key", name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "\u00e9"})
    void start_badIdempotencyKey_isRefused(String name) throws IOException {
        ObjectNode event = event("POST", "/restores", startRequest());
        event.putObject("headers").put("idempotency-key", name);

        assertEquals(
                400,
                HandlerBench.json(invoke(event.toString())).path("statusCode").asInt());
    }

    private static ObjectNode event(String method, String path, String body) {
        ObjectNode event =
                JobJson.MAPPER.createObjectNode().put("rawPath", path).put("body", body);
        event.putObject("requestContext").putObject("http").put("method", method);
        return event;
    }

    @Test
    void start_bodyInBase64_isRead() throws IOException {
        ObjectNode event = event(
                "POST",
                "/restores",
                java.util.Base64.getEncoder().encodeToString(startRequest().getBytes(UTF_8)));
        event.put("isBase64Encoded", true);

        assertEquals(
                202,
                HandlerBench.json(invoke(event.toString())).path("statusCode").asInt());
        assertEquals(
                400,
                HandlerBench.json(invoke(event.put("body", "!").toString()))
                        .path("statusCode")
                        .asInt());
    }
}
