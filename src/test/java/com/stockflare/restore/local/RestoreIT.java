package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Restores from end to end: RestoreFunction in JVMs of its own, under the real runtime interface client. */
@Timeout(300)
class RestoreIT {
    private static final String TABLE = "Restored";
    private static final String KEY = "restore/" + TABLE + "/" + "Sample_2015-11-11T01:02:03+00:00 é.csv";
    private static final Duration LIMIT = Duration.ofSeconds(250);

    /** More than twice the lease. */
    private static final Duration TIMEOUT = Duration.ofSeconds(200);

    /** Each fetches for a second. */
    private static final Map<String, String> HOPS_OF_A_SECOND =
            Map.of("STOP_MARGIN_MS", "199000", "PART_SIZE_BYTES", "262144", "MAX_SEGMENTS", "2");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BUFFER = Pattern.compile("\\{\"type\":\"Buffer\",\"data\":\\[([0-9,]*)]}");

    private final List<JsonNode> lines = new ArrayList<>();
    private final Queue<FailedEvent> failed = new ConcurrentLinkedQueue<>();
    private LocalAws aws;

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void restore_inSeveralHops_sendsEachRecordExactlyOnce() throws Exception {
        start(4);
        // The stream takes 4,000 records a second.
        deploy(HOPS_OF_A_SECOND);
        SampleTable sample = new SampleTable(7, 20_500);
        aws.drop(KEY, file(sample));
        awaitEnd();
        awaitSummaries(0);
        List<JsonNode> hops = summaries();
        assertTrue(hops.size() >= 3, hops::toString);
        for (int hop = 0; hop < hops.size(); hop++) {
            assertEquals(hop, hops.get(hop).path("hop").asInt());
            assertEquals(hops.get(0).path("restoreId"), hops.get(hop).path("restoreId"));
        }
        assertEnd("COMPLETED", 20_500, 0);
        assertSent(sample, 1);
        assertTrue(aws.stream().counts().acceptedByShard().values().stream().allMatch(n -> n > 4_000));
    }

    @Test
    void restore_inSegments_sendsEachRecordOnceByAChainForEach() throws Exception {
        start(4);
        deploy(HOPS_OF_A_SECOND);
        SampleTable sample = new SampleTable(14, 12_000);
        aws.put("backups/a.csv", file(sample));
        aws.lambda()
                .invoke(
                        LocalAws.RESTORE_FUNCTION,
                        "{\"table\":\"" + TABLE + "\",\"file\":\"backups/a.csv\",\"segments\":5}");
        awaitEnd();
        awaitSummaries(0);
        assertEquals(5, aws.restores().get(0).segments().size());
        assertEquals(1, restoreIds().size(), restoreIds()::toString);
        assertEquals(Status.COMPLETED, aws.restores().get(0).status());
        assertEquals(12_000, aws.restores().get(0).counts().sent());
        assertSent(sample, 1);
    }

    @Test
    void restore_throughTheConsumer_makesTheTablesIdentical() throws Exception {
        start(4);
        deploy(Map.of());
        aws.deployPut();
        SampleTable sample = new SampleTable(8, 3_000);
        aws.drop(KEY, file(sample));
        awaitEnd();
        awaitSummaries(0);
        assertEnd("COMPLETED", 3_000, 0);
        assertTrue(aws.consumer().awaitDrained(LIMIT), () -> aws.consumer().toString());
        TableComparison comparison =
                TableComparison.ofItems(aws.dynamoDb(), sample.stream().iterator(), TABLE);
        assertTrue(comparison.isIdentical(), comparison::toString);
        assertEquals(3_000, comparison.actual());
    }

    @Test
    void restore_eachWayIn_restoresTheFile() throws Exception {
        start(4);
        deploy(Map.of());
        SampleTable sample = new SampleTable(9, 500);
        aws.drop(KEY, file(sample));
        awaitEnd();
        aws.dropThroughEventBridge(KEY, file(sample));
        awaitEnd();
        aws.put("backups/50% a+b.csv", file(sample));
        InvocationResult answer = aws.lambda()
                .invoke(
                        LocalAws.RESTORE_FUNCTION,
                        "{\"table\":\"" + TABLE + "\",\"file\":\"backups/50% a+b.csv\",\"partitions\":10}");
        assertEquals("COMPLETED", JSON.readTree(answer.payload()).path("status").asText(), answer::payload);
        awaitSummaries(0);
        assertEquals(3, summaries().size());
        assertEnd("COMPLETED", 500, 0);
        assertSent(sample, 3);
    }

    @Test
    void restore_sandboxKilledInTheMiddle_isTriedAgainAndMissesNothing() throws Exception {
        start(4);
        aws.deployRestore(Duration.ofSeconds(30), Map.of());
        AtomicInteger calls = new AtomicInteger();
        aws.kinesis().setFaults(call -> {
            if (calls.incrementAndGet() == 5) {
                aws.lambda().killSandboxes(LocalAws.RESTORE_FUNCTION);
            }
            return PutRecordsFault.none();
        });
        SampleTable sample = new SampleTable(10, 5_000);
        aws.drop(KEY, file(sample));
        awaitEnd();
        assertEquals(2, aws.lambda().invocations(LocalAws.RESTORE_FUNCTION));
        awaitSummaries(1);
        assertEquals(1, restoreIds().size(), restoreIds()::toString);
        assertEnd("COMPLETED", 5_000, 0);
        Map<String, Long> sent = sent();
        assertTrue(sent.values().stream().anyMatch(times -> times > 1), "nothing was sent before the end of the first");
        assertEquals(expected(sample, 1).keySet(), sent.keySet());
    }

    @Test
    void restore_functionOverrunsItsTimeout_isKilledAndTriedAgain() throws Exception {
        start(LambdaOptions.defaults().withRetryDelays(Collections.nCopies(5, Duration.ofMillis(100))), 4);
        // It never stops in time, and of what the first one sends only the beginning is taken.
        aws.deployRestore(Duration.ofSeconds(20), Map.of("STOP_MARGIN_MS", "1"));
        aws.kinesis()
                .setFaults(call -> call.number() > 2 && aws.lambda().invocations(LocalAws.RESTORE_FUNCTION) == 1
                        ? PutRecordsFault.failCall(500, "InternalFailure")
                        : PutRecordsFault.none());
        SampleTable sample = new SampleTable(11, 3_000);
        aws.drop(KEY, file(sample));
        awaitEnd();
        assertTrue(aws.lambda().log().contains("Task timed out after 20.00 seconds"), aws.lambda()::log);
        awaitCompleted();
        assertEquals(1, restoreIds().size(), restoreIds()::toString);
        assertEnd("COMPLETED", 3_000, 0);
        assertEquals(expected(sample, 1).keySet(), sent().keySet());
    }

    @Test
    void restore_eachEventDeliveredTwice_isOneRestoreAndOneChain() throws Exception {
        start(LambdaOptions.defaults().withDeliveryFaults(event -> 2), 4);
        deploy(HOPS_OF_A_SECOND);
        SampleTable sample = new SampleTable(13, 9_000);
        aws.drop(KEY, file(sample));
        awaitEnd();
        assertEquals(1, aws.restores().size());
        assertEquals(Status.COMPLETED, aws.restores().get(0).status());
        assertSent(sample, 1);
    }

    @Test
    void restore_outOfMemoryEachTime_endsFailedAndSaysSo() throws Exception {
        start(1);
        aws.limitMemoryMb(128);
        aws.deployRestore(Duration.ofSeconds(30), Map.of("LEASE_SECONDS", "5", "PART_SIZE_BYTES", "67108864"));
        aws.scheduleWatchdog(Duration.ofSeconds(2));
        aws.drop(KEY, RequestBody.fromBytes(new byte[150 << 20]));
        List<RestoreState> restores = aws.awaitRestores(LIMIT);
        assertEquals(Status.FAILED, restores.get(0).status(), restores::toString);
        assertEquals("KILLED", restores.get(0).ending().failure().code());
        assertTrue(restores.get(0).ending().failure().message().contains("at offset 0 of"));
    }

    @Test
    void restore_consumerFarBehind_isHeld() throws Exception {
        start(1);
        aws.cloudWatch().setAge(stream -> Duration.ofHours(7));
        deploy(Map.of("PART_SIZE_BYTES", "65536"));
        // However long the look at the consumer's lag takes, it does not come to the end of the file before.
        CountDownLatch never = new CountDownLatch(1);
        aws.localS3().onCall(call -> call.from() >= 65_536 ? S3Fault.heldUntil(never) : S3Fault.none());
        SampleTable sample = new SampleTable(14, 8_000);
        aws.drop(KEY, file(sample));
        awaitEnd();
        awaitSummaries(0);
        RestoreState held = aws.restores().get(0);
        assertEquals(Status.HELD, held.status());
        assertEquals("HELD", last().path("status").asText());
        assertEquals(sent().size(), held.counts().sent());
        assertTrue(held.counts().sent() < 8_000, held::toString);
    }

    @Test
    void restore_emptyFileAndBadRows_endAsTheyShould() throws Exception {
        start(1);
        deploy(Map.of());
        aws.drop(KEY, RequestBody.empty());
        awaitEnd();
        awaitSummaries(0);
        assertEnd("COMPLETED", 0, 0);
        SampleTable sample = new SampleTable(12, 100);
        String rows = new String(BackupWriter.CURRENT.file(sample.stream().toList()), UTF_8);
        aws.drop(KEY, RequestBody.fromString("bad row\n" + rows + "\n{\"id\":5}\n\n"));
        awaitEnd();
        awaitSummaries(0);
        assertEnd("COMPLETED_WITH_REJECTS", 103, 2);
        assertSent(sample, 1);
        assertEquals(
                "bad row\n{\"id\":5}\n",
                contents("rejects/" + last().path("restoreId").asText() + "/0/", ".csv"));
    }

    @Test
    void restore_missingFile_endsInTheFailureQueueWithOneClearLine() throws Exception {
        start(1);
        deploy(Map.of());
        String event = "{\"table\":\"Rates\",\"file\":\"Rates/none.csv\"}";
        aws.lambda().send(LocalAws.RESTORE_FUNCTION, event);
        assertTrue(aws.lambda().awaitEvents(LIMIT), aws.lambda()::log);
        awaitSummaries(0);
        FailedEvent given = failed.remove();
        assertEquals(event, given.payload());
        assertEquals(3, given.invokeCount());
        JsonNode error = JSON.readTree(given.response().payload());
        assertEquals(
                "SOURCE_NOT_FOUND: There is no object s3://restore-bucket/Rates/none.csv."
                        + " Look for it with \"aws s3 ls s3://restore-bucket/\".",
                error.path("errorMessage").asText());
        assertTrue(error.path("stackTrace").isEmpty(), error::toString);
        assertEquals(1, restoreIds().size(), restoreIds()::toString);
        assertEquals("FAILED", last().path("status").asText());
    }

    private void start(int shards) {
        start(LambdaOptions.defaults(), shards);
    }

    private void start(LambdaOptions options, int shards) {
        aws = LocalAws.start(options.withLog(this::printed).withOnFailure(failed::add), StreamOptions.ofShards(shards));
        SampleTable.create(aws.dynamoDb(), TABLE);
    }

    /**
     * Deploys RestoreFunction with a lease that nobody waits for: what a busy machine holds up for seconds is no lost call,
     * which would be made again.
     */
    private void deploy(Map<String, String> more) {
        Map<String, String> variables = new TreeMap<>(Map.of("LEASE_SECONDS", "45"));
        variables.putAll(more);
        aws.deployRestore(TIMEOUT, variables);
    }

    private static RequestBody file(SampleTable sample) {
        return RequestBody.fromBytes(BackupWriter.CURRENT.file(sample.stream().toList()));
    }

    /** The runtime interface client writes an error as text of its own: no line of ours. */
    private void printed(String function, String line) {
        if (function.equals(LocalAws.RESTORE_FUNCTION) && line.startsWith("{")) {
            synchronized (lines) {
                lines.add(json(line));
                lines.notifyAll();
            }
        }
    }

    private void awaitEnd() throws InterruptedException {
        assertTrue(aws.lambda().awaitEvents(LIMIT), aws.lambda()::log);
        assertTrue(failed.isEmpty(), failed::toString);
    }

    /** Waits for the summaries of all invocations but so many: an answer can be there before what was printed is. */
    private void awaitSummaries(int missing) throws InterruptedException {
        long expected = aws.lambda().invocations(LocalAws.RESTORE_FUNCTION) - missing;
        awaitLines(() -> summaries().size() >= expected);
        assertEquals(expected, summaries().size(), aws.lambda()::log);
    }

    /** The same where nobody knows how many invocations have none. */
    private void awaitCompleted() throws InterruptedException {
        awaitLines(() -> summaries().stream()
                .anyMatch(line -> line.path("status").asText().equals("COMPLETED")));
    }

    private void awaitLines(BooleanSupplier there) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        synchronized (lines) {
            while (!there.getAsBoolean() && System.nanoTime() < deadline) {
                lines.wait(100);
            }
        }
    }

    private void assertEnd(String status, long rows, long rejected) {
        JsonNode end = last();
        assertEquals(status, end.path("status").asText(), end::toString);
        assertEquals(rows, end.path("rows").asLong(), end::toString);
        assertEquals(rejected, end.path("rejected").asLong(), end::toString);
        assertEquals(
                end.path("rows").asLong(),
                end.path("sent").asLong()
                        + end.path("rejected").asLong()
                        + end.path("blank").asLong());
    }

    /** That the stream holds the payload of each of the sample's items so many times, to the byte, and nothing else. */
    private void assertSent(SampleTable sample, long times) {
        Map<String, Long> expected = expected(sample, times);
        Map<String, Long> sent = sent();
        Stream.of(expected.keySet(), sent.keySet())
                .flatMap(keys -> keys.stream())
                .filter(payload -> !expected.getOrDefault(payload, 0L).equals(sent.getOrDefault(payload, 0L)))
                .findFirst()
                .ifPresent(payload ->
                        assertEquals(expected.getOrDefault(payload, 0L), sent.getOrDefault(payload, 0L), payload));
    }

    private Map<String, Long> sent() {
        return count(aws.stream().records().stream().map(record -> record.data().asString(UTF_8)));
    }

    /** As lambda-dynamodb-put needs it: what the backup has, and each binary value's length beside it. */
    private static Map<String, Long> expected(SampleTable sample, long times) {
        Map<String, Long> payloads = count(sample.stream()
                .map(item -> "{\"TableName\":\"" + TABLE + "\",\"Item\":"
                        + BUFFER.matcher(BackupWriter.CURRENT.json(item))
                                .replaceAll(buffer -> "{\"type\":\"Buffer\",\"data\":[" + buffer.group(1)
                                        + "],\"byteLength\":" + numbers(buffer.group(1)) + "}")
                        + "}"));
        payloads.replaceAll((payload, count) -> count * times);
        return payloads;
    }

    private static long numbers(String list) {
        return list.isEmpty() ? 0 : list.split(",", -1).length;
    }

    private static Map<String, Long> count(Stream<String> payloads) {
        return payloads.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private String contents(String prefix, String suffix) {
        return aws.s3().listObjectsV2(r -> r.bucket(LocalAws.BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(suffix))
                .map(key -> aws.s3()
                        .getObjectAsBytes(r -> r.bucket(LocalAws.BUCKET).key(key))
                        .asUtf8String())
                .collect(Collectors.joining());
    }

    private JsonNode last() {
        List<JsonNode> all = summaries();
        return all.get(all.size() - 1);
    }

    /** In the order of the hops, which is not always that of their arrival. */
    private List<JsonNode> summaries() {
        return lines().filter(line -> line.has("nextOffset"))
                .sorted(Comparator.comparingInt(line -> line.path("hop").asInt()))
                .toList();
    }

    private List<String> restoreIds() {
        return lines().map(line -> line.path("restoreId").asText()).distinct().toList();
    }

    private Stream<JsonNode> lines() {
        synchronized (lines) {
            return List.copyOf(lines).stream();
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalArgumentException(line, e);
        }
    }
}
