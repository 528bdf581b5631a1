package com.stockflare.restore.local;

import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads one shard from its oldest record to its end, in order, and delivers what it reads. */
final class ShardPoller {

    /** The most that GetRecords gives at once. */
    private static final int READ_LIMIT = 10_000;

    private final MappingSpec spec;
    private final String shardId;
    private final KinesisClient kinesis;
    private final BatchDelivery delivery;
    private final MappingProgress progress;
    private String iterator;
    private String lastSequenceNumber;

    ShardPoller(
            MappingSpec spec,
            String shardId,
            KinesisClient kinesis,
            BatchDelivery.Invoker invoker,
            MappingProgress progress) {
        this.spec = spec;
        this.shardId = shardId;
        this.kinesis = kinesis;
        this.delivery = new BatchDelivery(spec, shardId, invoker, progress);
        this.progress = progress;
    }

    /** Returns at the end of a shard that a reshard has closed. */
    void run() throws InterruptedException {
        boolean ended = false;
        while (!ended) {
            ended = readOnce();
        }
    }

    private boolean readOnce() throws InterruptedException {
        long question = progress.question();
        GetRecordsResponse answer;
        try {
            if (iterator == null) {
                iterator = freshIterator();
            }
            answer = kinesis.getRecords(r -> r.shardIterator(iterator).limit(READ_LIMIT));
        } catch (ExpiredIteratorException e) {
            // After 5 minutes, which a batch that fails again and again can take.
            iterator = null;
            return false;
        } catch (SdkException e) {
            progress.readFailed(e);
            Thread.sleep(spec.pause().toMillis());
            return false;
        }
        deliver(answer.records());
        iterator = answer.nextShardIterator();
        long behindMs = Objects.requireNonNullElse(answer.millisBehindLatest(), 0L);
        progress.read(shardId, behindMs, answer.records().isEmpty(), question);
        if (iterator != null && behindMs == 0) {
            progress.pause(shardId, spec.pause());
        }
        return iterator == null;
    }

    private String freshIterator() {
        return kinesis.getShardIterator(r -> r.streamName(spec.stream())
                        .shardId(shardId)
                        .shardIteratorType(
                                lastSequenceNumber == null
                                        ? ShardIteratorType.TRIM_HORIZON
                                        : ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .startingSequenceNumber(lastSequenceNumber))
                .shardIterator();
    }

    private void deliver(List<Record> records) throws InterruptedException {
        int from = 0;
        while (from < records.size()) {
            int to = endOfBatch(records, from);
            delivery.deliver(records.subList(from, to));
            lastSequenceNumber = records.get(to - 1).sequenceNumber();
            progress.settled(shardId, lastSequenceNumber);
            from = to;
        }
    }

    /** A batch ends at its size, or where the event would outgrow what the function can be invoked with. */
    private int endOfBatch(List<Record> records, int from) {
        long bytes = KinesisEventJson.maxBytes(records.get(from));
        int to = from + 1;
        while (to < records.size() && to - from < spec.batchSize()) {
            bytes += KinesisEventJson.maxBytes(records.get(to));
            if (bytes > LambdaInvokeApi.MAX_SYNCHRONOUS_BYTES) {
                break;
            }
            to++;
        }
        return to;
    }
}
