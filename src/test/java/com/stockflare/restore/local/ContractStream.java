package com.stockflare.restore.local;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** A stream of its own for one test, through a client: short forms of the calls that the contract makes often. */
record ContractStream(KinesisClient client, String name) {

    /** Not created yet. */
    static ContractStream unique(KinesisClient client) {
        return new ContractStream(client, "contract-" + UUID.randomUUID());
    }

    void create(int shards) {
        client.createStream(r -> r.streamName(name).shardCount(shards));
    }

    void split(String shardId, String newStart) {
        client.splitShard(r -> r.streamName(name).shardToSplit(shardId).newStartingHashKey(newStart));
    }

    void merge(String shardId, String adjacentShardId) {
        client.mergeShards(r -> r.streamName(name).shardToMerge(shardId).adjacentShardToMerge(adjacentShardId));
    }

    StreamDescriptionSummary summary() {
        return client.describeStreamSummary(r -> r.streamName(name)).streamDescriptionSummary();
    }

    List<Shard> shards() {
        return client.listShards(r -> r.streamName(name)).shards();
    }

    PutRecordsResponse put(List<PutRecordsRequestEntry> entries) {
        return client.putRecords(r -> r.streamName(name).records(entries));
    }

    PutRecordsResponse putKeys(String... partitionKeys) {
        return put(Arrays.stream(partitionKeys).map(ContractStream::entry).toList());
    }

    String iterator(String shardId, ShardIteratorType type) {
        return client.getShardIterator(r -> r.streamName(name).shardId(shardId).shardIteratorType(type))
                .shardIterator();
    }

    String iterator(String shardId, ShardIteratorType type, String sequenceNumber) {
        return client.getShardIterator(r -> r.streamName(name)
                        .shardId(shardId)
                        .shardIteratorType(type)
                        .startingSequenceNumber(sequenceNumber))
                .shardIterator();
    }

    GetRecordsResponse read(String iterator) {
        return client.getRecords(r -> r.shardIterator(iterator));
    }

    static PutRecordsRequestEntry entry(String partitionKey) {
        return entry(partitionKey, SdkBytes.fromUtf8String("data"));
    }

    static PutRecordsRequestEntry entry(String partitionKey, SdkBytes data) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(partitionKey)
                .data(data)
                .build();
    }

    static PutRecordsRequestEntry hashed(BigInteger explicitHashKey) {
        return entry("same").toBuilder()
                .explicitHashKey(explicitHashKey.toString())
                .build();
    }

    static List<String> keys(GetRecordsResponse answer) {
        return answer.records().stream().map(Record::partitionKey).toList();
    }

    /** The number at the end of each record's shard id. */
    static List<Integer> shardNumbers(PutRecordsResponse answer) {
        return answer.records().stream()
                .map(result -> Integer.parseInt(result.shardId().substring("shardId-".length())))
                .toList();
    }

    static BigInteger start(Shard shard) {
        return new BigInteger(shard.hashKeyRange().startingHashKey());
    }

    static BigInteger end(Shard shard) {
        return new BigInteger(shard.hashKeyRange().endingHashKey());
    }
}
