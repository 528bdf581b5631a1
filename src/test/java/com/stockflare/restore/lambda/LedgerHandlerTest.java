package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RestoreFunction with a ledger in DynamoDB. */
@Tag("slow")
@Timeout(60)
class LedgerHandlerTest {
    private static final Map<String, String> WITH_LEDGER =
            Map.of("LEDGER_TABLE", HandlerBench.LEDGER, "LEASE_SECONDS", "90");

    private static HandlerBench bench;

    @BeforeAll
    static void start() {
        bench = new HandlerBench();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void handleRequest_sameEventAgain_isAnsweredWithoutSendingAgain() {
        String key = put(100);
        RestoreHandler handler = bench.handler(WITH_LEDGER);
        FixedTimeContext context = context("again");

        JsonNode first = HandlerBench.answer(handler, direct(key), context);
        JsonNode second = HandlerBench.answer(handler, direct(key), context);

        assertEquals("COMPLETED", first.path("status").asText());
        assertEquals("COMPLETED", second.path("status").asText());
        assertEquals(first.path("restoreId"), second.path("restoreId"));
        assertEquals(100, second.path("sent").asLong());
        assertEquals(100, bench.payloads().size());
    }

    @Test
    void handleRequest_continuationBehindTheLedger_goesOnWhereTheLedgerSays() {
        RestoreHandler handler = bench.handler(WITH_LEDGER);
        String key = put(100);
        byte[] content = bench.get(key);
        RestoreJob job = job(key, content, Checkpoint.START);
        long half = new String(content, UTF_8).indexOf("\n", content.length / 2) + 1L;
        int before = (int) new String(content, 0, (int) half, UTF_8).lines().count();
        Checkpoint reached = new Checkpoint(0, 3, half, new Counts(before, 0, 0));
        bench.ledger().create(RestoreState.of(job.withCheckpoint(reached), Instant.now()), null);

        JsonNode answer = HandlerBench.answer(handler, JobJson.write(job).toString(), context("late"));

        assertEquals("COMPLETED", answer.path("status").asText());
        assertEquals(100, answer.path("rows").asLong());
        assertEquals(100 - before, bench.payloads().size());
    }

    @Test
    void handleRequest_eventOfAVersionThatIsNotTheNewest_leavesTheNewerRestoreAlone() {
        RestoreHandler handler = bench.handler(WITH_LEDGER);
        String key = "restore/Rates/" + UUID.randomUUID() + ".csv";
        String older = bench.put(key, rows(5));
        String newer = bench.put(key, rows(7));

        JsonNode first = HandlerBench.answer(handler, dropped(key, newer), context("newer"));
        String late = failure(handler, dropped(key, older), "late");

        assertEquals("COMPLETED", first.path("status").asText());
        assertTrue(late.startsWith("SOURCE_CHANGED: s3://restore-bucket/" + key + " was put again since"), late);
        assertEquals(7, bench.payloads().size());
    }

    private static String dropped(String key, String version) {
        return "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":{\"name\":\""
                + HandlerBench.BUCKET + "\"},\"object\":{\"key\":\"" + key + "\",\"version-id\":\"" + version
                + "\"}}}";
    }

    @Test
    void handleRequest_tableThatIsNotThere_failsForGoodAndSaysSoEachTime() {
        String key = put(10);
        String event = direct(key).replace("\"Rates\"", "\"Missing\"");
        RestoreHandler handler = bench.handler(WITH_LEDGER);

        String first = failure(handler, event, "missing");
        String second = failure(handler, event, "missing");

        assertTrue(first.startsWith("TABLE_NOT_FOUND: There is no table Missing in this account and region."), first);
        assertEquals(first, second);
        assertTrue(bench.payloads().isEmpty());
    }

    @Test
    void handleRequest_moreRejectsThanAllowed_failsWithTheCounts() {
        String key = "Rates/" + UUID.randomUUID() + ".csv";
        bench.put(key, "no row\n".repeat(11).getBytes(UTF_8));

        String failure =
                failure(bench.handler(WITH_LEDGER), direct(key).replace("}", ",\"maxRejects\":10}"), "rejects");

        assertTrue(failure.startsWith("TOO_MANY_REJECTS: Of the first 11 rows of "), failure);
    }

    @Test
    void handleRequest_timeoutShorterThanTwoLeases_isRefused() {
        FixedTimeContext context = new FixedTimeContext(179_000);
        FailedInvocation refused = assertThrows(
                FailedInvocation.class, () -> HandlerBench.answer(bench.handler(WITH_LEDGER), direct(put(1)), context));
        assertEquals(
                "INVALID_REQUEST: The function's timeout is too short: with LEASE_SECONDS 90 it must be more than 180"
                        + " seconds",
                refused.getMessage());
    }

    @Test
    void handleRequest_watchdog_startsWhatStandsAndNothingElse() {
        RestoreHandler handler = bench.handler(WITH_LEDGER);
        String key = put(10);
        RestoreJob stands = job(key, bench.get(key), Checkpoint.START);
        bench.ledger().create(RestoreState.of(stands, Instant.now().minusSeconds(91)), null);
        String other = put(10);
        RestoreJob begun = job(other, bench.get(other), Checkpoint.START);
        // It stands no longer than its lease lasts, also where this takes its time.
        bench.ledger().create(RestoreState.of(begun, Instant.now().plusSeconds(60)), null);

        JsonNode answer = HandlerBench.answer(handler, "{\"action\":\"watchdog\"}", context("watchdog"));

        assertEquals("WATCHED", answer.path("status").asText());
        assertEquals(1, answer.path("started").asInt());
        assertEquals(1, bench.invoked().size());
        assertTrue(bench.invoked().get(0).contains(stands.restoreId()));
        finish(handler, stands);
        finish(handler, begun);
    }

    @Test
    void handleRequest_watchdogFindsARestoreOfALaterRelease_saysSo() {
        RestoreHandler handler = bench.handler(WITH_LEDGER);
        String key = put(10);
        RestoreJob later = job(key, bench.get(key), Checkpoint.START);
        bench.ledger().create(RestoreState.of(later, Instant.now()), null);
        bench.makeUnreadable(later.restoreId());
        PrintStream standardOutput = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            HandlerBench.answer(handler, "{\"action\":\"watchdog\"}", context("watchdog"));
        } finally {
            System.setOut(standardOutput);
        }

        JsonNode warning = HandlerBench.json(printed.toString(UTF_8)
                .lines()
                .filter(line -> line.contains(later.restoreId()))
                .findFirst()
                .orElseThrow());
        assertEquals("WARN", warning.path("level").asText());
    }

    /** So that the other tests' watchdogs have nothing to start. */
    private static void finish(RestoreHandler handler, RestoreJob job) {
        HandlerBench.answer(handler, JobJson.write(job).toString(), context("finish"));
        assertEquals(
                Status.COMPLETED,
                bench.ledger().find(job.restoreId()).orElseThrow().status());
    }

    @Test
    void handleRequest_watchdogUnderSamLocal_isRefused() {
        String failure =
                failure(bench.handler(Map.of("AWS_SAM_LOCAL", "true")), "{\"action\":\"watchdog\"}", "watchdog");
        assertEquals(
                "INVALID_REQUEST: Under sam local there is no ledger whose restores could be looked after", failure);
    }

    private static String failure(RestoreHandler handler, String event, String requestId) {
        return assertThrows(FailedInvocation.class, () -> HandlerBench.answer(handler, event, context(requestId)))
                .getMessage();
    }

    private static FixedTimeContext context(String requestId) {
        return new FixedTimeContext(900_000) {
            @Override
            public String getAwsRequestId() {
                return requestId;
            }
        };
    }

    private static String direct(String key) {
        return "{\"table\":\"Rates\",\"file\":\"" + key + "\"}";
    }

    private static RestoreJob job(String key, byte[] content, Checkpoint checkpoint) {
        String id = UUID.randomUUID().toString();
        RestoreRequest request =
                new RestoreRequest("Rates", HandlerBench.BUCKET, key, null, bench.stream(), 0, Decode.AUTO);
        return new RestoreJob(
                id,
                request,
                new BackupFile(HandlerBench.BUCKET, key, null, bench.etag(key), content.length),
                checkpoint);
    }

    private static String put(int rows) {
        String key = "Rates/" + UUID.randomUUID() + ".csv";
        bench.put(key, rows(rows));
        return key;
    }

    private static byte[] rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\":{\"N\":\"" + i + "\"}}")
                .collect(Collectors.joining("\n"))
                .getBytes(UTF_8);
    }
}
