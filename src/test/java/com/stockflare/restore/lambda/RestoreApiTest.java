package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.local.LocalHttpApi;
import com.stockflare.restore.local.S3Fault;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API over HTTP. Every answer is held against docs/openapi.yaml. */
@Tag("slow")
@Timeout(60)
class RestoreApiTest {
    private static final OpenApi OPEN_API = OpenApi.load();

    private static HandlerBench bench;
    private static LocalHttpApi api;
    private static RestoreApiHandler handler;

    private final HttpClient client = HttpClient.newHttpClient();
    private RestoreHandler worker;
    private String key;

    /** What came back. */
    private record Answer(int status, HttpResponse<String> http, JsonNode json) {
        String text(String name) {
            return json.path(name).asText();
        }
    }

    @BeforeAll
    static void start() {
        bench = new HandlerBench();
        api = LocalHttpApi.start(RestoreApiTest::invoke);
    }

    @AfterAll
    static void stop() {
        api.close();
        bench.close();
    }

    @BeforeEach
    void newHandler() {
        worker = bench.handler(Map.of("LEDGER_TABLE", HandlerBench.LEDGER, "LEASE_SECONDS", "15"));
        handler = bench.api();
        key = "restore/Rates/" + UUID.randomUUID() + ".csv";
        bench.put(key, "{\"id\":{\"N\":\"1\"}}\n{\"id\":{\"N\":\"2\"}}\n".getBytes(UTF_8));
    }

    private static String invoke(String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new FixedTimeContext(30_000));
        return answer.toString(UTF_8);
    }

    private Answer call(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.endpoint() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> http = client.send(request.build(), BodyHandlers.ofString());
            Answer answer = new Answer(http.statusCode(), http, HandlerBench.json(http.body()));
            assertAsPromised(method, path, answer);
            return answer;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertAsPromised(String method, String path, Answer answer) {
        String described = path.replaceFirst("\\?.*", "").replaceFirst("^/restores/[^/]+", "/restores/{id}");
        if (OPEN_API.has(method.toLowerCase(java.util.Locale.ROOT), described)) {
            String type = answer.http().headers().firstValue("content-type").orElse("none");
            assertEquals(
                    List.of(),
                    OPEN_API.faults(
                            method.toLowerCase(java.util.Locale.ROOT), described, answer.status(), type, answer.json()),
                    answer.json()::toPrettyString);
        }
    }

    private String startRequest() {
        return startRequest(key);
    }

    private static String startRequest(String file) {
        return JobJson.MAPPER
                .createObjectNode()
                .put("table", "Rates")
                .put("file", file)
                .toString();
    }

    private String started() {
        return call("POST", "/restores", startRequest()).text("restoreId");
    }

    /** Has everything done that was asked of RestoreFunction. */
    private void work() {
        List<String> events = new ArrayList<>(bench.invoked());
        bench.invoked().clear();
        for (String event : events) {
            HandlerBench.answer(worker, event.substring(event.indexOf(' ') + 1), new FixedTimeContext(60_000));
        }
    }

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
    void start_manyFaults_areAllToldAtOnce() {
        String body =
                "{\"table\":\"No\",\"file\":\"missing.csv\",\"stream\":\"no-such-stream\",\"rate\":0,\"nonsense\":1}";

        Answer refused = call("POST", "/restores", body);

        assertEquals(400, refused.status());
        assertEquals(
                List.of(
                        "nonsense INVALID_REQUEST",
                        "rate INVALID_REQUEST",
                        "table INVALID_REQUEST",
                        "file SOURCE_NOT_FOUND",
                        "stream STREAM_NOT_FOUND"),
                faults(refused));
        assertEquals(List.of(), bench.invoked());
    }

    @Test
    void start_tableThatMayNotBeRestoredInto_isRefusedBesideTheOtherFaults() {
        handler = bench.api(Map.of("RESTORE_TABLES", "Prices,Quotes-*"));

        Answer refused = call("POST", "/restores", startRequest().replace("{", "{\"rate\":0,"));

        assertEquals(400, refused.status());
        assertEquals(List.of("rate INVALID_REQUEST", "table TABLE_NOT_ALLOWED"), faults(refused));
        assertEquals(List.of(), bench.invoked());
    }

    @Test
    void start_nothingIsThere_isNotFound() {
        String body = "{\"table\":\"Missing\",\"file\":\"missing.csv\",\"stream\":\"no-such-stream\"}";

        Answer refused = call("POST", "/restores", body);

        assertEquals(404, refused.status());
        assertEquals(
                List.of("file SOURCE_NOT_FOUND", "stream STREAM_NOT_FOUND", "table TABLE_NOT_FOUND"), faults(refused));
        assertTrue(
                refused.text("detail")
                        .matches("There is no object .*/; There is no stream .* again; There is no table .* only"),
                refused.text("detail"));
    }

    /** Each with what else is wrong: what is wrong for good is told, and not what may pass. */
    @ParameterizedTest
    @CsvSource({
        "'{', 503, UNAVAILABLE, ''",
        "'{\"stream\":\"no-such-stream\",', 404, NOT_FOUND, stream STREAM_NOT_FOUND",
        "'{\"rate\":0,', 400, INVALID_REQUEST, rate INVALID_REQUEST"
    })
    void start_s3FailsForAMoment_isNoFaultOfTheRequest(String beginning, int status, String code, String faults) {
        bench.failS3(S3Fault.status(503, "SlowDown"));
        try {
            Answer refused = call("POST", "/restores", startRequest().replace("{", beginning));

            assertEquals(status, refused.status(), refused.json()::toString);
            assertEquals(code, refused.text("code"));
            assertEquals(faults, String.join(", ", faults(refused)));
        } finally {
            bench.failS3(S3Fault.none());
        }
        assertEquals(List.of(), bench.invoked());
    }

    @Test
    void start_nothingGiven_asksForAllOfIt() {
        Answer refused = call("POST", "/restores", null);

        assertEquals(400, refused.status());
        assertEquals(List.of("table INVALID_REQUEST", "file INVALID_REQUEST"), faults(refused));
    }

    private static List<String> faults(Answer answer) {
        return StreamSupport.stream(answer.json().path("faults").spliterator(), false)
                .map(fault ->
                        fault.path("field").asText() + " " + fault.path("code").asText())
                .toList();
    }

    @Test
    void start_sameFileIsRunning_isAConflictUnlessForced() {
        String id = started();

        Answer again = call("POST", "/restores", startRequest());
        assertEquals(409, again.status());
        assertEquals("ALREADY_RUNNING", again.text("code"));
        assertEquals(id, again.text("restoreId"));

        Answer forced = call("POST", "/restores", startRequest().replace("{", "{\"force\":true,"));
        assertEquals(202, forced.status());
        assertFalse(forced.text("restoreId").equals(id));
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/restores|[]|400|INVALID_REQUEST",
                "POST|/restores|{\"a\"|400|INVALID_REQUEST",
                "GET|/||404|NOT_FOUND",
                "GET|/tables||404|NOT_FOUND",
                "POST|/restores/x/stop||404|NOT_FOUND",
                "POST|/restores/x/pause/now||404|NOT_FOUND",
                "GET|/restores/unknown||404|NOT_FOUND",
                "POST|/restores/unknown/pause||404|NOT_FOUND",
                "POST|/restores/unknown/resume||404|NOT_FOUND",
                "POST|/restores/unknown/cancel||404|NOT_FOUND",
                "PATCH|/restores/unknown|{\"rate\":1}|404|NOT_FOUND",
                "PATCH|/restores/unknown|{}|400|INVALID_REQUEST",
                "PATCH|/restores/unknown|{\"rate\":0}|400|INVALID_REQUEST",
                "PATCH|/restores/unknown|{\"rate\":1,\"x\":1}|400|INVALID_REQUEST",
                "POST|/restores/unknown/pause|{\"x\":1}|400|INVALID_REQUEST",
                "GET|/restores?limit=0||400|INVALID_REQUEST",
                "GET|/restores?limit=101||400|INVALID_REQUEST",
                "GET|/restores?limit=x||400|INVALID_REQUEST",
                "GET|/restores?status=DONE||400|INVALID_REQUEST",
                "GET|/restores?next=x||400|INVALID_REQUEST",
                "GET|/restores?next=soon/x||400|INVALID_REQUEST",
                "GET|/restores?next=2026-01-01T00:00:00Z/a_b||400|INVALID_REQUEST",
                "GET|/restores?sort=up||400|INVALID_REQUEST"
            })
    void call_senseless_isAProblemInPlainWords(String method, String path, String body, int status, String code) {
        Answer refused = call(method, path, body);

        assertEquals(status, refused.status(), refused.json()::toString);
        assertEquals(code, refused.text("code"));
        assertEquals(status, refused.json().path("status").asInt());
        assertEquals(path.replaceFirst("\\?.*", ""), refused.text("instance"));
        assertEquals(
                "application/problem+json",
                refused.http().headers().firstValue("content-type").orElseThrow());
        assertFalse(refused.text("detail").contains("Exception"), refused.text("detail"));
    }

    @ParameterizedTest
    @CsvSource({"/restores, 'GET, POST'", "/restores/x, 'GET, PATCH'", "/restores/x/pause, POST"})
    void call_wrongMethod_isToldWhichThereAre(String path, String those) {
        Answer refused = call("DELETE", path, null);

        assertEquals(405, refused.status());
        assertEquals("METHOD_NOT_ALLOWED", refused.text("code"));
        assertEquals(those, refused.http().headers().firstValue("allow").orElse("none"));
        assertEquals("There is no DELETE " + path + ", only " + those.replace(", ", " and "), refused.text("detail"));
    }

    /** DynamoDB would refuse a key of such a length, which is no fault of the ledger. */
    @ParameterizedTest
    @CsvSource({"GET, ''", "PATCH, ''", "POST, /pause", "POST, /resume", "POST, /cancel"})
    void call_idThatNoRestoreCanHave_isNotFoundInAFewWords(String method, String what) {
        for (String id : List.of("x".repeat(3_000), "a_b")) {
            Answer refused = call(method, "/restores/" + id + what, method.equals("PATCH") ? "{\"rate\":1}" : null);

            assertEquals(404, refused.status(), refused.json()::toString);
            assertEquals("NOT_FOUND", refused.text("code"));
            assertTrue(refused.http().body().length() < 500, refused.http()::body);
        }
    }

    @Test
    void call_longPathThatIsNone_isNotFoundInAFewWords() {
        Answer refused = call("GET", "/" + "x".repeat(3_000), null);

        assertEquals(404, refused.status());
        assertEquals("/" + "x".repeat(99) + "…", refused.text("instance"));
        assertTrue(refused.http().body().length() < 500, refused.http()::body);
    }

    @Test
    void list_nextLongerThanAnyKey_isRefused() {
        String next = "2026-01-01T00:00:00Z/" + "x".repeat(3_000);

        assertEquals(400, call("GET", "/restores?next=" + next, null).status());
    }

    @Test
    void start_bodyOver64KiB_isRefused() {
        Answer refused = call("POST", "/restores", "{\"file\":\"" + "x".repeat(64 << 10) + "\"}");

        assertEquals(413, refused.status());
        assertEquals("TOO_LARGE", refused.text("code"));
    }

    @Test
    void pauseResumeCancel_takeEffectAndAreShown() {
        String id = started();

        Answer paused = call("POST", "/restores/" + id + "/pause", null);
        assertEquals(202, paused.status());
        assertEquals("PAUSED", paused.text("status"));
        work();
        assertEquals(List.of(), bench.payloads());

        assertEquals(
                "ACCEPTED", call("POST", "/restores/" + id + "/resume", "{}").text("status"));
        assertEquals(
                "CANCELLED", call("POST", "/restores/" + id + "/cancel", null).text("status"));
        assertEquals(409, call("POST", "/restores/" + id + "/pause", null).status());

        assertEquals(202, call("POST", "/restores/" + id + "/resume", null).status());
        work();
        assertEquals("COMPLETED", call("GET", "/restores/" + id, null).text("status"));
        assertEquals(2, bench.payloads().size());
        assertEquals(409, call("POST", "/restores/" + id + "/resume", null).status());
    }

    @Test
    void resume_fileIsGone_isNotFound() {
        bench.put("Rates/gone.csv", "{\"id\":{\"N\":\"1\"}}\n".getBytes(UTF_8));
        String id = call("POST", "/restores", "{\"table\":\"Rates\",\"file\":\"Rates/gone.csv\"}")
                .text("restoreId");
        call("POST", "/restores/" + id + "/cancel", null);
        bench.delete("Rates/gone.csv");

        Answer refused = call("POST", "/restores/" + id + "/resume", null);

        assertEquals(404, refused.status(), refused.json()::toString);
        assertEquals(List.of("file SOURCE_NOT_FOUND"), faults(refused));
        assertEquals("CANCELLED", call("GET", "/restores/" + id, null).text("status"));
    }

    @Test
    void patch_rate_isChangedAndTakenOff() {
        String id = started();

        assertEquals(
                70,
                call("PATCH", "/restores/" + id, "{\"rate\":70}")
                        .json()
                        .path("rate")
                        .asInt());
        assertTrue(call("PATCH", "/restores/" + id, "{\"rate\":null}")
                .json()
                .path("rate")
                .isMissingNode());
    }

    /** In the middle: two segments, of which one runs and one waits for the consumer, and some rows were rejected. */
    @Test
    void get_underWay_tellsHowFarAndHowFast() {
        String id = started();
        bench.ledger().request(id, Status.CANCELLED);
        RestoreState restore = bench.ledger().find(id).orElseThrow();
        SegmentState segment = restore.segment(0);
        SegmentState taken = bench.ledger()
                .take(id, segment, new Holding("h", 0, Duration.ofSeconds(15)))
                .orElseThrow();
        Checkpoint reached = new Checkpoint(0, 0, restore.file().size() / 2, new Counts(0, 1, 0));
        bench.ledger().write(id, "h", taken.renewedAt(reached, new Flow(7, 1, Duration.ofMinutes(3))));

        Answer shown = call("GET", "/restores/" + id, null);

        assertEquals("RUNNING", shown.text("status"));
        assertEquals("CANCELLED", shown.text("requested"));
        assertEquals(1, shown.json().path("rejected").asInt());
        assertEquals(50, shown.json().path("percent").asDouble());
        assertEquals(1, shown.json().path("rowsPerSecond").asInt());
        assertEquals(1, shown.json().path("secondsLeft").asInt());
        assertEquals(7, shown.json().path("throttled").asInt());
        assertEquals(180, shown.json().path("consumerLagSeconds").asInt());
        assertEquals("s3://restore-bucket/rejects/" + id + "/", shown.text("rejectsAt"));
        assertEquals("RUNNING", shown.json().at("/segments/0/status").asText());

        Instant wakeAt = Instant.parse("2026-01-01T00:00:00Z");
        bench.ledger().request(id, Status.RUNNING);
        bench.ledger().write(id, "h", taken.renewedAt(reached).released(reached, wakeAt));
        Answer held = call("GET", "/restores/" + id, null);
        assertEquals("HELD", held.text("status"));
        assertEquals("HELD", held.json().at("/segments/0/status").asText());
        assertEquals(wakeAt.toString(), held.json().at("/segments/0/wakeAt").asText());

        bench.ledger().end(id, Ending.failed(new Failure("STREAM_DENIED", "Denied."), wakeAt));
        Answer failed = call("GET", "/restores/" + id, null);
        assertEquals("FAILED", failed.text("status"));
        assertEquals("STREAM_DENIED", failed.json().at("/reason/code").asText());
        assertEquals("STOPPED", failed.json().at("/segments/0/status").asText());
        assertEquals(0, failed.json().path("rowsPerSecond").asInt());
    }

    @Test
    void list_pagesAndFilters_findTheRightOnes() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String file = "restore/Rates/list-" + i + UUID.randomUUID() + ".csv";
            bench.put(file, "{\"id\":{\"N\":\"1\"}}\n".getBytes(UTF_8));
            ids.add(0, call("POST", "/restores", startRequest(file)).text("restoreId"));
        }
        call("POST", "/restores/" + ids.get(1) + "/cancel", null);

        Answer first = call("GET", "/restores?limit=2", null);
        Answer second =
                call("GET", "/restores?limit=2&next=" + java.net.URLEncoder.encode(first.text("next"), UTF_8), null);
        assertEquals(ids.subList(0, 2), listed(first));
        assertEquals(ids.get(2), listed(second).get(0));
        assertEquals(
                ids.get(1),
                listed(call("GET", "/restores?status=CANCELLED&limit=1", null)).get(0));
        assertEquals(List.of(), listed(call("GET", "/restores?table=Other", null)));
        assertTrue(listed(call("GET", "/restores?table=Rates", null)).containsAll(ids));
    }

    private static List<String> listed(Answer answer) {
        return StreamSupport.stream(answer.json().path("restores").spliterator(), false)
                .map(restore -> restore.path("restoreId").asText())
                .toList();
    }

    @Test
    void handleRequest_noCallOfAnHttpApi_fails() {
        for (String event : List.of("{}", "[]", "{", "{\"table\":\"Rates\"}")) {
            FailedInvocation e = assertThrows(FailedInvocation.class, () -> invoke(event));
            assertTrue(e.getMessage().startsWith("INVALID_REQUEST: The event is not"), e.getMessage());
        }
    }

    @Test
    void new_environmentIncomplete_saysWhatIsMissing() {
        FailedInvocation e =
                assertThrows(FailedInvocation.class, () -> new RestoreApiHandler(Map.of("REJECTS_BUCKET", "b")));

        assertTrue(e.getMessage().contains("LEDGER_TABLE is not set"), e.getMessage());
        assertTrue(e.getMessage().contains("RESTORE_FUNCTION is not set"), e.getMessage());
    }
}
