package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(60)
class LocalEventSourceMappingTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ScriptedKinesis kinesis = new ScriptedKinesis().shard("a");
    private final MappingSpec spec = MappingSpec.of("stream", "function").withPause(Duration.ofMillis(1));
    private final List<FailedBatch> givenUp = Collections.synchronizedList(new ArrayList<>());
    /** What the function was invoked with: shard and sequence numbers of each batch. */
    private final List<String> batches = Collections.synchronizedList(new ArrayList<>());
    /** What the function answers to a batch's text. */
    private volatile Function<String, InvocationResult> function = batch -> InvocationResult.success("");

    private LocalEventSourceMapping mapping;

    @AfterEach
    void stop() {
        mapping.close();
    }

    @Test
    void deliver_always_writesTheEventAsLambdaDoes() throws Exception {
        List<KinesisEvent> events = Collections.synchronizedList(new ArrayList<>());
        kinesis.put("a", 1);
        mapping = LocalEventSourceMapping.start(spec, kinesis, event -> {
            events.add(parse(event));
            return InvocationResult.success("");
        });
        assertTrue(mapping.awaitDrained(LIMIT), mapping::toString);
        KinesisEvent.KinesisEventRecord entry = events.get(0).getRecords().get(0);
        assertEquals("a:1", entry.getEventID());
        assertEquals("aws:kinesis", entry.getEventSource());
        assertEquals("aws:kinesis:record", entry.getEventName());
        assertEquals("1.0", entry.getEventVersion());
        assertEquals("us-east-1", entry.getAwsRegion());
        assertEquals("arn:aws:kinesis:us-east-1:000000000000:stream/stream", entry.getEventSourceARN());
        KinesisEvent.Record record = entry.getKinesis();
        assertEquals("1.0", record.getKinesisSchemaVersion());
        assertEquals("key-1", record.getPartitionKey());
        assertEquals("1", record.getSequenceNumber());
        assertEquals("1", UTF_8.decode(record.getData()).toString());
        assertEquals(
                Instant.parse("2026-01-02T03:04:05.678Z"),
                record.getApproximateArrivalTimestamp().toInstant());
    }

    @Test
    void deliver_moreThanABatch_keepsTheOrder() throws Exception {
        kinesis.put("a", 5);
        run(spec.withBatchSize(2));
        assertEquals(List.of("a 1 2", "a 3 4", "a 5"), batches);
        assertEquals(Map.of("a", "5"), mapping.settledTo());
    }

    @Test
    void deliver_moreThanAnEventHolds_endsTheBatchBefore() throws Exception {
        IntStream.range(0, 6).forEach(i -> kinesis.putLarge("a", 1 << 20));
        run(spec);
        assertEquals(List.of("a 1 2 3 4", "a 5 6"), batches);
    }

    @Test
    void awaitDrained_afterMoreWasPut_waitsForThat() throws Exception {
        start(spec.withPause(Duration.ofHours(1)));
        for (int i = 1; i <= 20; i++) {
            kinesis.put("a", 1);
            assertTrue(mapping.awaitDrained(LIMIT), mapping::toString);
            assertEquals(i, mapping.recordsPassed());
        }
    }

    @Test
    void deliver_whenTheFunctionFails_blocksTheShardOnlyAndGoesOn() throws Exception {
        kinesis.put("a", 3).shard("b").put("b", 2);
        function = new FailingFirst("a 1 2", 2);
        run(spec.withBatchSize(2));
        assertEquals(
                List.of("a 1 2", "a 1 2", "a 1 2", "a 3"),
                batches.stream().filter(batch -> batch.startsWith("a")).toList());
        assertTrue(batches.contains("b 1 2"));
    }

    @Test
    void awaitDrained_whileABatchFails_isFalse() throws Exception {
        kinesis.put("a", 1);
        function = batch -> InvocationResult.error("Poison", batch);
        start(spec);
        assertFalse(mapping.awaitDrained(Duration.ofMillis(50)));
        assertEquals(0, mapping.recordsPassed());
        assertEquals(Map.of(), mapping.settledTo());
    }

    @Test
    void deliver_whenRetriesAreUsedUp_givesTheBatchUpAndGoesOn() throws Exception {
        kinesis.put("a", 3);
        function = new FailingFirst("a 1 2", 9);
        run(spec.withBatchSize(2).withMaximumRetryAttempts(2).withOnFailure(givenUp::add));
        assertEquals(2, mapping.recordsGivenUp());
        assertEquals(1, mapping.recordsPassed());
        assertEquals(3, mapping.batchesFailed());
        assertEquals(List.of("a 1 2", "a 1 2", "a 1 2", "a 3"), batches);
        InvocationResult response = InvocationResult.error("Poison", "as told");
        assertEquals(List.of(new FailedBatch("a", "1", "2", 2, "RetryAttemptsExhausted", 3, response)), givenUp);
    }

    @Test
    void deliver_withBisection_givesUpOnlyThePoisonousRecord() throws Exception {
        kinesis.put("a", 4);
        function = batch ->
                batch.contains("3") ? InvocationResult.error("Poison", "as told") : InvocationResult.success("");
        run(spec.withBisectBatchOnFunctionError().withMaximumRetryAttempts(1).withOnFailure(givenUp::add));
        assertEquals(List.of("a 1 2 3 4", "a 1 2", "a 3 4", "a 3", "a 3", "a 4"), batches);
        assertEquals(
                List.of("3"),
                givenUp.stream().map(FailedBatch::startSequenceNumber).toList());
    }

    @Test
    void deliver_whenFailuresAreNamed_goesOnFromTheLowest() throws Exception {
        kinesis.put("a", 5);
        function = batch -> InvocationResult.success(
                batch.equals("a 1 2 3 4 5")
                        ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"4\"},{\"itemIdentifier\":\"3\"},{\"itemIdentifier\":\"5\"}]}"
                        : "{\"batchItemFailures\":[]}");
        run(spec.withReportBatchItemFailures());
        assertEquals(5, mapping.recordsPassed());
        assertEquals(List.of("a 1 2 3 4 5", "a 3 4 5"), batches);
    }

    @Test
    void deliver_whenTheFailureNamedIsUnknown_takesAllAsFailed() throws Exception {
        kinesis.put("a", 2);
        function = batch -> InvocationResult.success(
                batches.size() == 1 ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}" : "null");
        run(spec.withReportBatchItemFailures());
        assertEquals(List.of("a 1 2", "a 1 2"), batches);
    }

    @Test
    void read_whenIteratorsExpireOrCallsAreThrottled_losesAndRepeatsNothing() throws Exception {
        kinesis.put("a", 1);
        run(spec);
        kinesis.put("a", 1);
        kinesis.expireIterators(2);
        kinesis.refuse(3);
        assertTrue(mapping.awaitDrained(LIMIT), mapping::toString);
        assertEquals(List.of("a 1", "a 2"), batches);
    }

    @Test
    void reshard_always_readsTheSuccessorsAfterTheirParents() throws Exception {
        kinesis.shard("b").put("a", 1).put("b", 1);
        run(spec);
        kinesis.shard("c", "a", "b")
                .put("c", 1)
                .put("a", 1)
                .put("b", 1)
                .close("a")
                .close("b");
        assertTrue(mapping.awaitDrained(LIMIT), mapping::toString);
        assertEquals(5, batches.size(), batches::toString);
        assertEquals("c 1", batches.get(4));
    }

    @Test
    void start_withALambda_invokesTheFunction() throws Exception {
        kinesis.put("a", 3);
        try (LocalLambda lambda = LocalLambda.start()) {
            lambda.create(LocalLambdaTest.scripted());
            mapping = LocalEventSourceMapping.start(
                    MappingSpec.of("stream", "scripted").withBatchSize(2), kinesis, lambda);
            assertTrue(mapping.awaitDrained(LIMIT), () -> mapping + "\n" + lambda.log());
            assertEquals(3, mapping.recordsPassed());
            assertEquals(2, lambda.invocations("scripted"));
            mapping.close();
        }
    }

    private void run(MappingSpec with) throws InterruptedException {
        start(with);
        assertTrue(mapping.awaitDrained(LIMIT), mapping::toString);
    }

    private void start(MappingSpec with) {
        mapping = LocalEventSourceMapping.start(with, kinesis, event -> {
            String batch = describe(parse(event));
            batches.add(batch);
            return function.apply(batch);
        });
    }

    private static KinesisEvent parse(String event) {
        return LambdaEventSerializers.serializerFor(KinesisEvent.class, KinesisEvent.class.getClassLoader())
                .fromJson(event);
    }

    private static String describe(KinesisEvent event) {
        StringBuilder text =
                new StringBuilder(event.getRecords().get(0).getEventID().replaceFirst(":.*", ""));
        event.getRecords().forEach(r -> text.append(' ').append(r.getKinesis().getSequenceNumber()));
        return text.toString();
    }

    /** Fails the first tries of one batch. */
    private static final class FailingFirst implements Function<String, InvocationResult> {

        private final String batch;
        private int failures;

        FailingFirst(String batch, int failures) {
            this.batch = batch;
            this.failures = failures;
        }

        @Override
        public synchronized InvocationResult apply(String candidate) {
            boolean fails = candidate.equals(batch) && failures > 0;
            failures -= fails ? 1 : 0;
            return fails ? InvocationResult.error("Poison", "as told") : InvocationResult.success("");
        }
    }
}
