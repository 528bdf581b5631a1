package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.model.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the functions tell of a restore: metrics over all its hops, and one message at its end. */
@Tag("slow")
@Timeout(60)
class EndingReportTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:restores";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "LEDGER_TABLE", HandlerBench.LEDGER,
            "LEASE_SECONDS", "15",
            "AWS_LAMBDA_FUNCTION_NAME", "restore-function",
            "NOTIFY_TOPIC_ARN", TOPIC,
            "STOP_MARGIN_MS", "10000",
            "PART_SIZE_BYTES", "65536");
    private static final String PATH = "/2015-03-31/functions/function/invocations ";

    private static HandlerBench bench;

    private final String requestId = UUID.randomUUID().toString();
    private final LocalTopic topic = new LocalTopic();
    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void start() {
        bench = new HandlerBench();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @BeforeEach
    void catchOutput() {
        System.setOut(new PrintStream(printed, true, UTF_8));
        System.setProperty("aws.endpointUrlSns", topic.endpoint().toString());
    }

    @AfterEach
    void putOutputBack() {
        System.setOut(standardOutput);
        topic.close();
    }

    private List<JsonNode> metrics() {
        return EmbeddedMetrics.in(printed.toString(UTF_8));
    }

    private long sum(String metric) {
        return EmbeddedMetrics.sum(metrics(), metric);
    }

    private static String put(int rows, int bad) {
        String key = "Rates/" + UUID.randomUUID() + ".csv";
        String good = IntStream.range(0, rows)
                .mapToObj(i -> "{\"id\":{\"N\":\"" + i + "\"},\"secret\":{\"S\":\"cOnTeNt\"}}\n")
                .collect(Collectors.joining());
        bench.put(key, (good + "cOnTeNt\n".repeat(bad)).getBytes(UTF_8));
        return key;
    }

    private static String direct(String key) {
        return "{\"table\":\"Rates\",\"file\":\"" + key + "\"}";
    }

    /** Of the same event, as often as it comes. */
    private final class Invocation extends FixedTimeContext {
        private final int millisToWork;
        private boolean begun;

        private Invocation(int millisToWork) {
            super(0);
            this.millisToWork = millisToWork;
        }

        @Override
        public String getAwsRequestId() {
            return requestId;
        }

        @Override
        public int getRemainingTimeInMillis() {
            int left = begun ? millisToWork : 31_000;
            begun = true;
            return left;
        }
    }

    private Invocation plenty() {
        return new Invocation(900_000);
    }

    /** Enough for a lease, and then no more than to settle what is there. */
    private Invocation little() {
        return new Invocation(5_000);
    }

    @Test
    void metrics_overHopsOfWhichOneIsTriedAgain_addUpAndTheEndIsToldOnce() {
        String key = put(3_000, 2);
        RestoreHandler handler = bench.handler(ENVIRONMENT);
        // It has settled rows, but cannot hand over: Lambda tries the same event again.
        bench.refuseInvocations(400);
        assertThrows(FailedInvocation.class, () -> bench.answerToFirstPart(handler, direct(key), little()));
        long before = sum("Rows");
        assertTrue(before > 0 && before < 3_002, before + " rows in the first hop");
        assertEquals(0, sum("RestoresCompletedWithRejects"));
        bench.refuseInvocations(202);

        JsonNode answer = HandlerBench.answer(handler, direct(key), plenty());
        HandlerBench.answer(handler, direct(key), plenty());

        assertEquals("COMPLETED_WITH_REJECTS", answer.path("status").asText());
        assertEquals(3_002, sum("Rows"));
        assertEquals(2, sum("Rejects"));
        assertEquals(bench.get(key).length, sum("Bytes"));
        assertEquals(2, sum("Hops"));
        assertEquals(1, sum("RestoresCompletedWithRejects"));
        assertTrue(metrics().stream()
                .allMatch(line -> line.path("FunctionName").asText().equals("restore-function")));
        assertMessage(answer, key);
    }

    private void assertMessage(JsonNode answer, String key) {
        assertEquals(1, topic.messages().size());
        Map<String, String> message = topic.messages().get(0);
        assertEquals("Publish", message.get("Action"));
        assertEquals(TOPIC, message.get("TopicArn"));
        assertEquals("COMPLETED_WITH_REJECTS: restore into Rates", message.get("Subject"));
        assertFalse(message.get("Message").contains("cOnTeNt"));
        JsonNode body = HandlerBench.json(message.get("Message"));
        String id = answer.path("restoreId").asText();
        Map.of(
                        "restoreId", id,
                        "status", "COMPLETED_WITH_REJECTS",
                        "table", "Rates",
                        "file", key,
                        "rows", "3002",
                        "sent", "3000",
                        "rejected", "2",
                        "rejectsAt", "s3://" + HandlerBench.BUCKET + "/rejects/" + id + "/")
                .forEach((name, value) -> assertEquals(value, body.path(name).asText(), name));
    }

    @Test
    void ended_failed_saysWhyAndCountsIt() {
        String key = put(1, 0);
        String event = direct(key).replace("\"Rates\"", "\"Missing\"");
        RestoreHandler handler = bench.handler(ENVIRONMENT);
        assertThrows(FailedInvocation.class, () -> HandlerBench.answer(handler, event, plenty()));
        assertThrows(FailedInvocation.class, () -> HandlerBench.answer(handler, event, plenty()));

        assertEquals(1, sum("RestoresFailed"));
        assertEquals(1, topic.messages().size());
        JsonNode body = HandlerBench.json(topic.messages().get(0).get("Message"));
        assertEquals("TABLE_NOT_FOUND", body.at("/reason/code").asText());
    }

    @Test
    void ended_topicCannotBePublishedTo_restoresAndSaysSo() {
        topic.deny();
        JsonNode answer = HandlerBench.answer(bench.handler(ENVIRONMENT), direct(put(3, 0)), plenty());
        assertEquals("COMPLETED", answer.path("status").asText());
        assertEquals(1, sum("RestoresCompleted"));
        String log = printed.toString(UTF_8);
        assertTrue(log.contains("\"Nobody was told by a message: The topic " + TOPIC + " cannot be published to"), log);
    }

    @Test
    void ended_dryRun_isToldAndNotCounted() {
        String event = direct(put(3, 2)).replace("}", ",\"dryRun\":true}");
        HandlerBench.answer(bench.handler(ENVIRONMENT), event, plenty());
        assertEquals(List.of(), metrics());
        assertEquals(
                "COMPLETED_WITH_REJECTS: dry run for Rates",
                topic.messages().get(0).get("Subject"));
    }

    @Test
    void ended_cancelledThroughTheApi_isCountedWithTheOthersAndTold() throws IOException {
        String key = put(3_000, 0);
        RestoreHandler handler = bench.handler(ENVIRONMENT);
        JsonNode first = bench.answerToFirstPart(handler, direct(key), little());
        assertEquals("CONTINUED", first.path("status").asText());
        String id = first.path("restoreId").asText();

        cancel(id);
        HandlerBench.answer(handler, bench.invoked().get(0).substring(PATH.length()), plenty());

        assertEquals(Status.CANCELLED, bench.ledger().find(id).orElseThrow().status());
        assertEquals(1, sum("RestoresCancelled"));
        assertEquals("CANCELLED: restore into Rates", topic.messages().get(0).get("Subject"));
        assertEquals(1, topic.messages().size());
        assertTrue(metrics().stream()
                .allMatch(line -> line.path("FunctionName").asText().equals("restore-function")));
    }

    private void cancel(String id) throws IOException {
        String call = "{\"version\":\"2.0\",\"routeKey\":\"$default\",\"rawPath\":\"/restores/" + id + "/cancel\","
                + "\"rawQueryString\":\"\",\"headers\":{},\"requestContext\":{\"http\":{\"method\":\"POST\",\"path\":\"/restores/"
                + id + "/cancel\"}},\"isBase64Encoded\":false}";
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        bench.api(Map.of("NOTIFY_TOPIC_ARN", TOPIC))
                .handleRequest(new ByteArrayInputStream(call.getBytes(UTF_8)), answer, plenty());
        assertTrue(answer.toString(UTF_8).contains("\"statusCode\":202"), answer.toString(UTF_8));
    }

    @Test
    void watchdog_everyLook_writesHowManyItStarted() {
        HandlerBench.answer(bench.handler(ENVIRONMENT), "{\"action\":\"watchdog\"}", plenty());
        List<JsonNode> metrics = metrics();
        assertEquals(1, metrics.size());
        assertEquals(List.of("WatchdogStarts"), EmbeddedMetrics.names(metrics.get(0)));
    }
}
