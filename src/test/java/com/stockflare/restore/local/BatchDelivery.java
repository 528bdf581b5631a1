package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Brings one batch of a shard after the other to the function, and does not leave one before it is settled: passed, or
 * given up when its retries are used up.
 */
final class BatchDelivery {

    /** Runs the function with an event. */
    @FunctionalInterface
    interface Invoker {
        InvocationResult invoke(String event) throws InterruptedException;
    }

    private record Batch(List<Record> records, int retries) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MappingSpec spec;
    private final String shardId;
    private final KinesisEventJson events;
    private final Invoker invoker;
    private final MappingProgress progress;

    BatchDelivery(MappingSpec spec, String shardId, Invoker invoker, MappingProgress progress) {
        this.spec = spec;
        this.shardId = shardId;
        this.events = new KinesisEventJson(spec.stream(), shardId);
        this.invoker = invoker;
        this.progress = progress;
    }

    void deliver(List<Record> records) throws InterruptedException {
        Deque<Batch> open = new ArrayDeque<>(List.of(new Batch(records, 0)));
        while (!open.isEmpty()) {
            Batch batch = open.pop();
            InvocationResult response = invoker.invoke(events.write(batch.records()));
            int passed = passed(batch.records(), response);
            progress.passed(passed);
            if (passed < batch.records().size()) {
                progress.failed(response);
                Batch rest = new Batch(
                        batch.records().subList(passed, batch.records().size()), batch.retries());
                tryAgain(rest, response, open);
            }
        }
    }

    /** Splitting does not count as a retry; naming the records that failed is a retry from the lowest of them on. */
    private void tryAgain(Batch rest, InvocationResult response, Deque<Batch> open) throws InterruptedException {
        List<Record> records = rest.records();
        if (response.isError() && spec.bisectBatchOnFunctionError() && records.size() > 1) {
            int half = records.size() / 2;
            open.push(new Batch(records.subList(half, records.size()), rest.retries()));
            open.push(new Batch(records.subList(0, half), rest.retries()));
        } else if (rest.retries() >= spec.maximumRetryAttempts().orElse(Integer.MAX_VALUE)) {
            giveUp(rest, response);
        } else {
            Thread.sleep(spec.pause().toMillis());
            open.push(new Batch(records, rest.retries() + 1));
        }
    }

    private void giveUp(Batch batch, InvocationResult response) {
        List<Record> records = batch.records();
        spec.onFailure()
                .accept(new FailedBatch(
                        shardId,
                        records.get(0).sequenceNumber(),
                        records.get(records.size() - 1).sequenceNumber(),
                        records.size(),
                        "RetryAttemptsExhausted",
                        batch.retries() + 1,
                        response));
        progress.gaveUp(records.size());
    }

    /** How many records from the first on are done. */
    private int passed(List<Record> records, InvocationResult response) {
        if (response.isError()) {
            return 0;
        }
        return spec.reportBatchItemFailures() ? beforeFirstFailure(records, response.payload()) : records.size();
    }

    /** Lambda takes no answer, or an empty list, as success, and an identifier that says nothing as a failure of all. */
    private static int beforeFirstFailure(List<Record> records, String payload) {
        List<String> sequenceNumbers =
                records.stream().map(Record::sequenceNumber).toList();
        int passed = records.size();
        try {
            for (JsonNode failure : JSON.readTree(payload).path("batchItemFailures")) {
                int index =
                        sequenceNumbers.indexOf(failure.path("itemIdentifier").asText());
                passed = Math.min(passed, Math.max(index, 0));
            }
            return passed;
        } catch (JsonProcessingException e) {
            return 0;
        }
    }
}
