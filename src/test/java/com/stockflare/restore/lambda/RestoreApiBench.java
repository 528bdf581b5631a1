package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.local.LocalHttpApi;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The API over HTTP, of which every answer is held against docs/openapi.yaml. */
@Timeout(60)
abstract class RestoreApiBench {
    static final OpenApi OPEN_API = OpenApi.load();

    static HandlerBench bench;
    private static LocalHttpApi api;
    static RestoreApiHandler handler;

    private final HttpClient client = HttpClient.newHttpClient();
    private RestoreHandler worker;
    String key;

    /** What came back. */
    record Answer(int status, HttpResponse<String> http, JsonNode json) {
        String text(String name) {
            return json.path(name).asText();
        }
    }

    @BeforeAll
    static void start() {
        bench = new HandlerBench();
        api = LocalHttpApi.start(RestoreApiBench::invoke);
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

    static String invoke(String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new FixedTimeContext(30_000));
        return answer.toString(UTF_8);
    }

    Answer call(String method, String path, String body, String... headers) {
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

    String startRequest() {
        return startRequest(key);
    }

    static String startRequest(String file) {
        return JobJson.MAPPER
                .createObjectNode()
                .put("table", "Rates")
                .put("file", file)
                .toString();
    }

    String started() {
        return call("POST", "/restores", startRequest()).text("restoreId");
    }

    /** Has everything done that was asked of RestoreFunction. */
    void work() {
        List<String> events = new ArrayList<>(bench.invoked());
        bench.invoked().clear();
        for (String event : events) {
            HandlerBench.answer(worker, event.substring(event.indexOf(' ') + 1), new FixedTimeContext(60_000));
        }
    }

    static List<String> faults(Answer answer) {
        return StreamSupport.stream(answer.json().path("faults").spliterator(), false)
                .map(fault ->
                        fault.path("field").asText() + " " + fault.path("code").asText())
                .toList();
    }
}
