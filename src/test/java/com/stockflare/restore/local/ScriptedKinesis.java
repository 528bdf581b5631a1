package com.stockflare.restore.local;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A stream in memory, as a reader sees it, that fails when it is told to. Sequence numbers are a shard's 1, 2, 3, … */
final class ScriptedKinesis implements KinesisClient {

    private static final class ShardState {
        final Shard shard;
        final List<Record> records = new ArrayList<>();
        boolean closed;

        ShardState(Shard shard) {
            this.shard = shard;
        }
    }

    private final Map<String, ShardState> shards = new LinkedHashMap<>();
    private int expiries;
    private int refusals;

    synchronized ScriptedKinesis shard(String id, String... parents) {
        Shard.Builder shard = Shard.builder().shardId(id);
        if (parents.length > 0) {
            shard.parentShardId(parents[0]);
        }
        if (parents.length > 1) {
            shard.adjacentParentShardId(parents[1]);
        }
        shards.put(id, new ShardState(shard.build()));
        return this;
    }

    /** Appends records whose data are their sequence numbers. */
    synchronized ScriptedKinesis put(String shardId, int count) {
        List<Record> records = shards.get(shardId).records;
        IntStream.rangeClosed(records.size() + 1, records.size() + count)
                .mapToObj(i -> record(Integer.toString(i), SdkBytes.fromUtf8String(Integer.toString(i))))
                .forEach(records::add);
        return this;
    }

    synchronized ScriptedKinesis putLarge(String shardId, int bytes) {
        List<Record> records = shards.get(shardId).records;
        records.add(record(Integer.toString(records.size() + 1), SdkBytes.fromByteArray(new byte[bytes])));
        return this;
    }

    synchronized ScriptedKinesis close(String shardId) {
        shards.get(shardId).closed = true;
        return this;
    }

    /** The next so many reads find their iterator expired. */
    synchronized void expireIterators(int reads) {
        expiries = reads;
    }

    /** The next so many calls of any kind are throttled. */
    synchronized void refuse(int calls) {
        refusals = calls;
    }

    @Override
    public synchronized ListShardsResponse listShards(ListShardsRequest request) {
        refuseIfTold();
        // One a page.
        int index = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        List<Shard> all = shards.values().stream().map(state -> state.shard).toList();
        return ListShardsResponse.builder()
                .shards(all.get(index))
                .nextToken(index + 1 < all.size() ? Integer.toString(index + 1) : null)
                .build();
    }

    @Override
    public synchronized GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        refuseIfTold();
        String after =
                request.shardIteratorType() == ShardIteratorType.TRIM_HORIZON ? "0" : request.startingSequenceNumber();
        return GetShardIteratorResponse.builder()
                .shardIterator(request.shardId() + "/" + after)
                .build();
    }

    @Override
    public synchronized GetRecordsResponse getRecords(GetRecordsRequest request) {
        refuseIfTold();
        if (expiries > 0) {
            expiries--;
            throw ExpiredIteratorException.builder().message("as told").build();
        }
        int slash = request.shardIterator().indexOf('/');
        String shardId = request.shardIterator().substring(0, slash);
        int from = Integer.parseInt(request.shardIterator().substring(slash + 1));
        ShardState state = shards.get(shardId);
        int to = Math.min(from + request.limit(), state.records.size());
        boolean end = to == state.records.size() && state.closed;
        return GetRecordsResponse.builder()
                .records(state.records.subList(from, to))
                .millisBehindLatest(0L)
                .nextShardIterator(end ? null : shardId + "/" + to)
                .build();
    }

    private void refuseIfTold() {
        if (refusals > 0) {
            refusals--;
            throw LimitExceededException.builder().message("as told").build();
        }
    }

    private static Record record(String sequenceNumber, SdkBytes data) {
        return Record.builder()
                .sequenceNumber(sequenceNumber)
                .partitionKey("key-" + sequenceNumber)
                .data(data)
                .approximateArrivalTimestamp(Instant.parse("2026-01-02T03:04:05.678Z"))
                .build();
    }

    @Override
    public String serviceName() {
        return "kinesis";
    }

    @Override
    public void close() {}
}
