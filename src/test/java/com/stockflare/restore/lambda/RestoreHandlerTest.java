package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RestoreHandlerTest {
    private static final String KEY = "Rates/Rates_2015-11-11T01:02:03+00:00.csv";
    private static final String DIRECT = "{\"table\":\"Rates\",\"file\":\"" + KEY + "\"}";

    private static final String DRY = DIRECT.replace("}", ",\"dryRun\":true}");

    /** A name, a text, a number and a binary that must turn up in the stream only. */
    private static final List<String> MARKERS = List.of("nAmE-marker", "tExT-marker", "3141592653", "222,173,190,239");

    private static HandlerBench bench;

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
    }

    @AfterEach
    void putOutputBack() {
        System.setOut(standardOutput);
    }

    @Test
    void handleRequest_directEvent_restoresTheFile() {
        byte[] file = file(1_000);
        bench.put(KEY, file);
        JsonNode answer = HandlerBench.answer(bench.handler(Map.of()), DIRECT, plenty());
        assertEquals(
                HandlerBench.json("{\"restoreId\":\"" + answer.path("restoreId").asText()
                        + "\",\"status\":\"COMPLETED\",\"rows\":1000,\"sent\":1000,\"rejected\":0,\"blank\":0,\"bytesRead\":"
                        + file.length + ",\"nextOffset\":" + file.length + ",\"hop\":0}"),
                answer);
        assertEquals(payloads(1_000), bench.payloads());
        assertTrue(bench.invoked().isEmpty());
    }

    @Test
    void handleRequest_dryRun_reportsAndSendsNothing() {
        byte[] file = ("!\n" + new String(file(1_000), UTF_8) + "\n{}\n!\n\n").getBytes(UTF_8);
        bench.put(KEY, file);
        long bytes =
                IntStream.range(0, 1_000).mapToLong(i -> payload(i).length()).sum();

        JsonNode answer = HandlerBench.answer(bench.handler(Map.of()), DRY, plenty());

        int end = file.length;
        assertEquals(
                HandlerBench.json("{\"restoreId\":\"" + answer.path("restoreId").asText()
                        + "\",\"status\":\"COMPLETED_WITH_REJECTS\",\"dryRun\":true,\"rows\":1004,\"sent\":0,\"rejected\":3,"
                        + "\"blank\":1,\"bytesRead\":" + end + ",\"nextOffset\":" + end + ",\"hop\":0,\"report\":"
                        + "{\"rows\":1004,\"sendable\":1000,\"rejected\":3,\"blank\":1,\"bytes\":" + bytes
                        + ",\"largestItemBytes\":" + payload(999).length() + ",\"largestItemOffset\":"
                        + ("!\n" + new String(file(100), UTF_8) + "\n").length() + ",\"meanItemBytes\":"
                        + Math.round(bytes / 1_000.0) + ",\"rejects\":[{\"reason\":\"NOT_BASE64\",\"count\":2,"
                        + "\"firstOffsets\":[0," + (end - 3) + "]},{\"reason\":\"NO_ATTRIBUTES\",\"count\":1,"
                        + "\"firstOffsets\":[" + (end - 6) + "]}],\"estimatedSeconds\":1}}"),
                answer);
        assertEquals(List.of(), bench.payloads());
        assertEquals(List.of(), bench.keys("rejects/" + answer.path("restoreId").asText()));
    }

    /** The findings of each hop go on with its continuation. */
    @Test
    void handleRequest_dryRunOfManyHops_reportsLikeOneHop() {
        bench.put(KEY, file(5_000));
        JsonNode inOne = HandlerBench.answer(bench.handler(Map.of()), DRY, plenty());
        RestoreHandler handler = bench.handler(Map.of("PART_SIZE_BYTES", "65536", "STOP_MARGIN_MS", "400000"));
        JsonNode answer = HandlerBench.answer(handler, DRY, little());
        int hops = 1;
        for (; answer.path("status").asText().equals("CONTINUED"); hops++) {
            assertTrue(answer.path("dryRun").asBoolean());
            assertFalse(answer.has("report"));
            String next = bench.invoked().get(hops - 1);
            answer = HandlerBench.answer(handler, next.substring(next.indexOf('{')), little());
        }

        assertTrue(hops > 1, "it was never stopped");
        assertEquals(inOne.path("report"), answer.path("report"));
        assertEquals(5_000, answer.at("/report/sendable").asLong());
        assertEquals(List.of(), bench.payloads());
    }

    @Test
    void handleRequest_emptyFile_isAnEmptyBackup() {
        bench.put(KEY, new byte[0]);
        JsonNode answer = HandlerBench.answer(bench.handler(Map.of()), DIRECT, plenty());
        assertEquals("COMPLETED", answer.path("status").asText());
        assertEquals(0, answer.path("rows").asLong());
        assertTrue(bench.payloads().isEmpty());
    }

    @Test
    void handleRequest_droppedFile_isRestoredOnceForEachUpload() {
        bench.put("restore/Rates/a b+c.csv", file(10));
        RestoreHandler handler = bench.handler(Map.of());
        JsonNode first = HandlerBench.answer(handler, s3Event("restore/Rates/a+b%2Bc.csv", "1"), plenty());
        assertEquals("COMPLETED", first.path("status").asText());
        assertEquals(payloads(10), bench.payloads());
        String again = HandlerBench.answer(handler, s3Event("restore/Rates/a+b%2Bc.csv", "1"), plenty())
                .path("restoreId")
                .asText();
        assertEquals(first.path("restoreId").asText(), again);
        String uploadedAgain = HandlerBench.answer(handler, s3Event("restore/Rates/a+b%2Bc.csv", "2"), plenty())
                .path("restoreId")
                .asText();
        assertNotEquals(first.path("restoreId").asText(), uploadedAgain);
    }

    @Test
    void handleRequest_directEventTriedAgain_isTheSameRestore() {
        bench.put(KEY, file(1));
        RestoreHandler handler = bench.handler(Map.of());
        String one = restoreId(handler, "request-1");
        assertEquals(one, restoreId(handler, "request-1"));
        assertNotEquals(one, restoreId(handler, "request-2"));
    }

    private static String restoreId(RestoreHandler handler, String requestId) {
        return HandlerBench.answer(handler, DIRECT, context(requestId, () -> 900_000))
                .path("restoreId")
                .asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Event\":\"s3:TestEvent\"}",
                "{\"source\":\"aws.s3\",\"detail-type\":\"Object Deleted\",\"detail\":{}}",
                "{\"Records\":[]}"
            })
    void handleRequest_nothingToRestore_isIgnored(String event) {
        assertEquals(
                HandlerBench.json("{\"status\":\"IGNORED\"}"),
                HandlerBench.answer(bench.handler(Map.of()), event, plenty()));
    }

    @Test
    void handleRequest_badRows_areKeptToBeMendedAndDroppedAgain() {
        String good = row(1);
        bench.put(KEY, (good + "\nno base64!\n" + row(2) + "\n" + base64("{broken") + "\n").getBytes(UTF_8));
        RestoreHandler handler = bench.handler(Map.of("CHECKPOINT_INTERVAL_MS", "60000"));
        JsonNode answer = HandlerBench.answer(handler, DIRECT, plenty());
        assertEquals("COMPLETED_WITH_REJECTS", answer.path("status").asText());
        assertEquals(2, answer.path("sent").asLong());
        assertEquals(2, answer.path("rejected").asLong());

        List<String> keys = bench.keys("rejects/" + answer.path("restoreId").asText() + "/0/");
        assertEquals(2, keys.size(), keys::toString);
        String csv = new String(bench.get(keys.get(0)), UTF_8);
        assertEquals("no base64!\n" + base64("{broken") + "\n", csv);
        List<JsonNode> reasons = new String(bench.get(keys.get(1)), UTF_8)
                .lines()
                .map(HandlerBench::json)
                .toList();
        assertEquals(good.length() + 1, reasons.get(0).path("offset").asLong());
        assertEquals(10, reasons.get(0).path("length").asLong());
        assertEquals(
                List.of("NOT_BASE64", "NOT_JSON"),
                reasons.stream().map(r -> r.path("reason").asText()).toList());

        String mended = csv.replace("no base64!", row(3)).replace(base64("{broken"), row(4));
        bench.put("restore/Rates/mended.csv", mended.getBytes(UTF_8));
        JsonNode second = HandlerBench.answer(handler, s3Event("restore/Rates/mended.csv", "1"), plenty());
        assertEquals("COMPLETED", second.path("status").asText());
        assertEquals(
                IntStream.rangeClosed(1, 4)
                        .mapToObj(RestoreHandlerTest::payload)
                        .toList(),
                bench.payloads());
    }

    @Test
    void handleRequest_insideSamLocal_handsTheNextEventBackUntilAllIsSent() {
        byte[] file = file(2_000);
        bench.put(KEY, file);
        RestoreHandler handler =
                bench.handler(Map.of("AWS_SAM_LOCAL", "true", "STOP_MARGIN_MS", "400000", "PART_SIZE_BYTES", "65536"));
        List<JsonNode> answers = new ArrayList<>(List.of(bench.answerToFirstPart(handler, DIRECT, little())));
        for (JsonNode last = answers.get(0); last.has("next"); last = answers.get(answers.size() - 1)) {
            answers.add(HandlerBench.answer(handler, last.path("next").toString(), little()));
        }

        assertTrue(answers.size() > 1, () -> answers.size() + " hops");
        for (int hop = 0; hop < answers.size(); hop++) {
            JsonNode answer = answers.get(hop);
            assertEquals(hop, answer.path("hop").asInt());
            assertEquals(
                    answers.get(0).path("restoreId").asText(),
                    answer.path("restoreId").asText());
            boolean last = hop == answers.size() - 1;
            assertEquals(last ? "COMPLETED" : "CONTINUED", answer.path("status").asText());
            if (!last) {
                assertEquals(answer.path("nextOffset"), answer.at("/next/checkpoint/offset"));
            }
        }
        JsonNode end = answers.get(answers.size() - 1);
        assertEquals(file.length, end.path("nextOffset").asLong());
        assertEquals(2_000, end.path("rows").asLong());
        assertEquals(payloads(2_000), bench.payloads());
        assertTrue(bench.invoked().isEmpty());
        assertEquals(answers.size(), summaries().size());
    }

    @Test
    void handleRequest_consumerBehindInsideSamLocal_handsTheNextEventBackToo() {
        bench.put(KEY, file(3_000));
        RestoreHandler handler = bench.handler(Map.of("AWS_SAM_LOCAL", "true", "PART_SIZE_BYTES", "65536"));
        bench.setLag(Duration.ofHours(7));
        try {
            JsonNode answer = bench.answerToFirstPart(handler, DIRECT, plenty());

            assertEquals("HELD", answer.path("status").asText());
            assertEquals(answer.path("nextOffset"), answer.at("/next/checkpoint/offset"));
        } finally {
            bench.setLag(Duration.ZERO);
        }
    }

    @Test
    void handleRequest_timeRunsOut_invokesItselfAndGoesOnFromThere() {
        bench.put(KEY, file(1_500));
        RestoreHandler handler = bench.handler(Map.of("STOP_MARGIN_MS", "400000", "PART_SIZE_BYTES", "65536"));
        JsonNode first = bench.answerToFirstPart(handler, DIRECT, little());
        assertEquals("CONTINUED", first.path("status").asText());
        assertFalse(first.has("next"));
        assertEquals(1, bench.invoked().size());
        String path = "/2015-03-31/functions/function/invocations ";
        String next = bench.invoked().get(0);
        assertTrue(next.startsWith(path), next);

        JsonNode second = HandlerBench.answer(handler, next.substring(path.length()), plenty());
        assertEquals("COMPLETED", second.path("status").asText());
        assertEquals(1, second.path("hop").asInt());
        assertEquals(1_500, second.path("rows").asLong());
        assertEquals(payloads(1_500), bench.payloads());
    }

    @Test
    void handleRequest_noTimeToSettleAnything_isAnErrorAndNoFurtherHop() {
        bench.put(KEY, file(100));
        AtomicInteger millisLeft = new AtomicInteger(200_000);
        FailedInvocation failed = assertThrows(
                FailedInvocation.class,
                () -> HandlerBench.answer(
                        bench.handler(Map.of("STOP_MARGIN_MS", "400000", "PART_SIZE_BYTES", "65536")),
                        DIRECT,
                        context("request", () -> millisLeft.getAndSet(1))));
        assertTrue(
                failed.getMessage().startsWith("STALLED: This invocation settled no row after offset 0 of s3://"),
                failed::getMessage);
        assertTrue(bench.invoked().isEmpty());
        assertEquals("BROKEN_OFF", onlySummary().path("status").asText());
    }

    @Test
    void handleRequest_functionCannotBeInvoked_failsAndSaysSo() {
        bench.put(KEY, file(1_500));
        RestoreHandler handler = bench.handler(Map.of("STOP_MARGIN_MS", "400000", "PART_SIZE_BYTES", "65536"));
        bench.refuseInvocations(403);
        FailedInvocation failed =
                assertThrows(FailedInvocation.class, () -> bench.answerToFirstPart(handler, DIRECT, little()));
        assertTrue(
                failed.getMessage()
                        .startsWith("CONTINUATION_FAILED: The function function could not be invoked to go on: "),
                failed::getMessage);
        JsonNode summary = onlySummary();
        assertEquals("CONTINUATION_FAILED", summary.path("code").asText());
        assertTrue(summary.path("nextOffset").asLong() > 0, summary::toString);
    }

    @Test
    void handleRequest_severalFilesInOneNotification_getAnInvocationEach() {
        String both = s3Event("restore/Rates/1.csv", "1")
                .replace("]}", "," + s3Event("restore/Rates/2.csv", "2").substring("{\"Records\":[".length()));
        assertEquals(
                HandlerBench.json("{\"status\":\"ACCEPTED\",\"files\":2}"),
                HandlerBench.answer(bench.handler(Map.of()), both, plenty()));
        assertEquals(2, bench.invoked().size());
        assertTrue(bench.invoked().get(0).contains("restore/Rates/1.csv"));
        assertTrue(bench.invoked().get(1).contains("restore/Rates/2.csv"));

        RestoreHandler samLocal = bench.handler(Map.of("AWS_SAM_LOCAL", "true"));
        FailedInvocation failed =
                assertThrows(FailedInvocation.class, () -> HandlerBench.answer(samLocal, both, plenty()));
        assertEquals(
                "INVALID_REQUEST: The event names 2 files."
                        + " Here, where no function can be invoked, give one at a time",
                failed.getMessage());
    }

    @Test
    void handleRequest_missingFile_failsWithOneClearLine() {
        FailedInvocation failed = assertThrows(
                FailedInvocation.class,
                () -> HandlerBench.answer(
                        bench.handler(Map.of()), "{\"table\":\"Rates\",\"file\":\"Rates/none.csv\"}", plenty()));
        String message = "There is no object s3://" + HandlerBench.BUCKET + "/Rates/none.csv."
                + " Look for it with \"aws s3 ls s3://" + HandlerBench.BUCKET + "/\".";
        assertEquals("SOURCE_NOT_FOUND: " + message, failed.getMessage());
        assertEquals(0, failed.getStackTrace().length);
        assertNull(failed.getCause());
        JsonNode summary = onlySummary();
        assertEquals(message, summary.path("message").asText());
        assertEquals("FAILED", summary.path("status").asText());
        assertLinesOfARestore();
    }

    @Test
    void handleRequest_eventThatMakesNoSense_failsWithOneClearLine() {
        FailedInvocation failed = assertThrows(
                FailedInvocation.class, () -> HandlerBench.answer(bench.handler(Map.of()), "{\"file\":", plenty()));
        assertTrue(failed.getMessage().startsWith("INVALID_REQUEST: The event is not JSON"), failed::getMessage);
        assertFalse(failed.getMessage().contains("Exception"), failed::getMessage);
        assertEquals(1, lines().size());
        assertFalse(lines().get(0).path("requestId").asText().isEmpty());
        assertEquals("INVALID_REQUEST", lines().get(0).path("code").asText());
    }

    @Test
    void handleRequest_faultOfTheProgram_isSummedUpAndToldWithoutItsMessage() {
        bench.put(KEY, file(1));
        RuntimeException fault = new IllegalStateException("tExT-marker", new IllegalArgumentException("tExT-marker"));
        FailedInvocation failed = assertThrows(
                FailedInvocation.class,
                () -> HandlerBench.answer(bench.handler(Map.of()), DIRECT, context("request-7", () -> {
                    throw fault;
                })));
        assertEquals(
                "INTERNAL: A fault of the program. The function's log has more about the request request-7",
                failed.getMessage());
        assertEquals(0, failed.getStackTrace().length);
        assertNull(failed.getCause());
        JsonNode last = lines().get(lines().size() - 1);
        assertEquals("request-7", last.path("requestId").asText());
        String trace = last.path("stackTrace").asText();
        assertTrue(
                trace.startsWith(
                        "java.lang.IllegalStateException\n\tat " + getClass().getName()),
                trace);
        assertTrue(trace.contains("\njava.lang.IllegalArgumentException\n\tat "), trace);
        assertEquals("BROKEN_OFF", onlySummary().path("status").asText());
        assertEquals("IllegalStateException", onlySummary().path("code").asText());
        assertLinesOfARestore();
        assertFalse(printed.toString(UTF_8).contains("tExT-marker"));
    }

    @Test
    void new_environmentThatMakesNoSense_failsWithEveryFaultAndNoStackTrace() {
        FailedInvocation failed = assertThrows(
                FailedInvocation.class, () -> new RestoreHandler(Map.of("RESTORE_PREFIX", "/", "BINARY_FORMAT", "x")));
        assertTrue(failed.getMessage()
                .matches("INVALID_REQUEST: LEDGER_TABLE .*; RESTORE_PREFIX .*; REJECTS_BUCKET .*; BINARY_FORMAT .*"));
        assertEquals(0, failed.getStackTrace().length);
    }

    @Test
    void handleRequest_anything_logsLinesOfJsonWithOneSummaryAHop() {
        bench.put(KEY, ("bad\n" + new String(file(10), UTF_8)).getBytes(UTF_8));
        HandlerBench.answer(bench.handler(Map.of()), DIRECT.replace("}", ",\"partitions\":3}"), plenty());
        assertLinesOfARestore();
        List<String> messages =
                lines().stream().map(line -> line.path("message").asText()).toList();
        assertEquals(5, messages.size(), messages::toString);
        assertEquals("started", messages.get(0));
        assertTrue(messages.get(1).startsWith("1 of the stream's 4 shards stay idle"), messages::toString);
        assertEquals("restore ended", messages.get(2));
        assertEquals("metrics", messages.get(3));
        assertEquals("ended", messages.get(4));
        assertEquals("COMPLETED_WITH_REJECTS", onlySummary().path("status").asText());
        assertEquals(onlySummary().path("nextOffset"), onlySummary().path("offset"));
    }

    @Test
    void handleRequest_anything_logsNoItemsContent() {
        String item = "{\"id\":{\"N\":\"1\"},\"nAmE-marker\":{\"S\":\"tExT-marker\"},\"n\":{\"N\":\"3141592653\"},"
                + "\"b\":{\"B\":{\"type\":\"Buffer\",\"data\":[222,173,190,239]}}}";
        List<String> broken = List.of(
                item.replace("\"N\":\"3141592653\"", "\"N\":3141592653"),
                item.replace("{\"S\":\"tExT-marker\"}", "\"tExT-marker\""),
                item.replace("{\"S\":\"tExT-marker\"}", "{\"S\":\"tExT-marker\",\"N\":\"3141592653\"}"),
                item.replace("\"S\":", "\"nAmE-marker\":"),
                item.replace("\"S\":", "\"S\""),
                item.replace("[222,173,190,239]", "[222,173,190,239,256]"),
                item.replace("\"n\":", "\"nAmE-marker\":"),
                "[" + item + "]",
                item + item,
                item.substring(0, item.length() - 1),
                item.replace("tExT-marker", "tExT-marker\\x"));
        List<String> rows = new ArrayList<>(List.of(item, base64(item), "\"" + item.replace("\"", "\"\"") + "\""));
        broken.forEach(row -> {
            rows.add(row);
            rows.add(base64(row));
        });
        rows.add("\"" + item + "\"");
        rows.add(base64(item) + "tExT-marker");
        bench.put(KEY, String.join("\n", rows).getBytes(UTF_8));
        JsonNode answer = HandlerBench.answer(bench.handler(Map.of()), DIRECT, plenty());
        assertEquals(3, answer.path("sent").asLong());
        assertEquals(rows.size() - 3, answer.path("rejected").asLong());
        // Nor do the reasons, which are read by more people than the rows.
        String reasons = bench.keys("rejects/" + answer.path("restoreId").asText()).stream()
                .filter(key -> key.endsWith(".jsonl"))
                .map(key -> new String(bench.get(key), UTF_8))
                .reduce("", String::concat);
        assertFalse(reasons.isEmpty());
        for (String marker : MARKERS) {
            assertTrue(bench.payloads().get(0).contains(marker), marker);
            assertFalse(printed.toString(UTF_8).contains(marker), () -> marker + " in " + printed.toString(UTF_8));
            assertFalse(answer.toString().contains(marker), marker);
            assertFalse(reasons.contains(marker), () -> marker + " in " + reasons);
        }
    }

    private void assertLinesOfARestore() {
        for (JsonNode line : lines()) {
            if (line.path("message").asText().equals("restore ended") || line.has("stackTrace")) {
                // Is of all of it, or of an invocation.
                continue;
            }
            for (String field : List.of("level", "message", "restoreId", "segment", "hop", "offset")) {
                assertTrue(line.has(field), () -> field + " is not in " + line);
            }
        }
    }

    private List<JsonNode> lines() {
        return printed.toString(UTF_8).lines().map(HandlerBench::json).toList();
    }

    private List<JsonNode> summaries() {
        return lines().stream().filter(line -> line.has("nextOffset")).toList();
    }

    private JsonNode onlySummary() {
        assertEquals(1, summaries().size(), () -> printed.toString(UTF_8));
        return summaries().get(0);
    }

    private static FixedTimeContext plenty() {
        return context(UUID.randomUUID().toString(), () -> 900_000);
    }

    /** Under the margin of 400 s from the start: it reads only until something is settled, and settles what it has read. */
    private static FixedTimeContext little() {
        return context(UUID.randomUUID().toString(), () -> 200_000);
    }

    private static FixedTimeContext context(String requestId, IntSupplier millisLeft) {
        return new FixedTimeContext(0) {
            @Override
            public String getAwsRequestId() {
                return requestId;
            }

            @Override
            public int getRemainingTimeInMillis() {
                return millisLeft.getAsInt();
            }
        };
    }

    private static byte[] file(int rows) {
        List<String> all =
                IntStream.range(0, rows).mapToObj(RestoreHandlerTest::row).toList();
        return String.join("\n", all).getBytes(UTF_8);
    }

    private static String row(int number) {
        return base64("{\"id\":{\"N\":\"" + number + "\"},\"b\":{\"B\":{\"type\":\"Buffer\",\"data\":[0,255]}}}");
    }

    private static String payload(int number) {
        return "{\"TableName\":\"Rates\",\"Item\":{\"id\":{\"N\":\"" + number
                + "\"},\"b\":{\"B\":{\"type\":\"Buffer\",\"data\":[0,255],\"byteLength\":2}}}}";
    }

    private static List<String> payloads(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(RestoreHandlerTest::payload)
                .sorted()
                .toList();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String s3Event(String encodedKey, String sequencer) {
        return "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\""
                + HandlerBench.BUCKET + "\"},\"object\":{\"key\":\"" + encodedKey + "\",\"sequencer\":\"" + sequencer
                + "\"}}}]}";
    }
}
