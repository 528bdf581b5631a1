package com.stockflare.restore.local;

import static com.stockflare.restore.local.ContractStream.end;
import static com.stockflare.restore.local.ContractStream.entry;
import static com.stockflare.restore.local.ContractStream.hashed;
import static com.stockflare.restore.local.ContractStream.keys;
import static com.stockflare.restore.local.ContractStream.shardNumbers;
import static com.stockflare.restore.local.ContractStream.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static software.amazon.awssdk.services.kinesis.model.ShardIteratorType.TRIM_HORIZON;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamModeDetails;

/** What the service does and moto does not. */
interface KinesisStrictContract {
    ContractStream stream();

    @Test
    default void listShards_inPages_isTheWholeList() {
        stream().create(5);

        ListShardsResponse page =
                stream().client().listShards(r -> r.streamName(stream().name()).maxResults(2));
        List<Shard> all = new ArrayList<>(page.shards());
        while (page.nextToken() != null) {
            assertEquals(2, page.shards().size());
            String token = page.nextToken();
            page = stream().client().listShards(r -> r.nextToken(token).maxResults(2));
            all.addAll(page.shards());
        }

        assertEquals(5, all.size());
        assertEquals(stream().shards(), all);
    }

    @Test
    default void listShards_atLatest_leavesClosedShardsOut() {
        stream().create(1);
        stream().split("shardId-000000000000", "1000");

        List<String> ids = stream()
                .client()
                .listShards(r -> r.streamName(stream().name()).shardFilter(f -> f.type(ShardFilterType.AT_LATEST)))
                .shards()
                .stream()
                .map(Shard::shardId)
                .toList();

        assertEquals(List.of("shardId-000000000001", "shardId-000000000002"), ids);
    }

    @Test
    default void createStream_largeRecordsOnDemand_isWhatSummarySays() {
        stream()
                .client()
                .createStream(r -> r.streamName(stream().name())
                        .streamModeDetails(StreamModeDetails.builder()
                                .streamMode(StreamMode.ON_DEMAND)
                                .build())
                        .maxRecordSizeInKiB(10_240));

        assertEquals(10_240, stream().summary().maxRecordSizeInKiB());
        assertEquals(
                StreamMode.ON_DEMAND, stream().summary().streamModeDetails().streamMode());
        assertEquals(4, stream().summary().openShardCount());
    }

    @Test
    default void putRecords_endsOfTheRanges_belongToTheShards() {
        stream().create(4);
        List<PutRecordsRequestEntry> entries = stream().shards().stream()
                .flatMap(shard -> Stream.of(hashed(start(shard)), hashed(end(shard))))
                .toList();

        assertEquals(List.of(0, 0, 1, 1, 2, 2, 3, 3), shardNumbers(stream().put(entries)));
    }

    @Test
    default void putRecords_afterSplit_goesToTheChildren() {
        stream().create(1);

        stream().split("shardId-000000000000", "1000");

        assertEquals(
                List.of(1, 2),
                shardNumbers(stream().put(List.of(hashed(BigInteger.valueOf(999)), hashed(BigInteger.valueOf(1000))))));
    }

    @Test
    default void putRecords_afterMergeInEitherOrder_goesToTheChild() {
        stream().create(3);

        stream().merge("shardId-000000000001", "shardId-000000000000");

        assertEquals(2, stream().summary().openShardCount());
        assertEquals(List.of(3), shardNumbers(stream().put(List.of(hashed(BigInteger.ZERO)))));
    }

    @Test
    default void getRecords_closedShard_endsAndNamesItsChildren() {
        stream().create(1);
        stream().putKeys("before");
        stream().split("shardId-000000000000", "1000");

        GetRecordsResponse read = stream().read(stream().iterator("shardId-000000000000", TRIM_HORIZON));

        assertEquals(List.of("before"), keys(read));
        assertNull(read.nextShardIterator());
        assertEquals(
                List.of("shardId-000000000001", "shardId-000000000002"),
                read.childShards().stream().map(ChildShard::shardId).toList());
        assertEquals(List.of("shardId-000000000000"), read.childShards().get(0).parentShards());
    }

    @Test
    default void splitShard_closedShard_isRefused() {
        stream().create(1);
        stream().split("shardId-000000000000", "1000");

        assertThrows(InvalidArgumentException.class, () -> stream().split("shardId-000000000000", "5000"));
    }

    @Test
    default void putRecords_noRecords_isRefused() {
        stream().create(1);

        assertValidation(() -> stream().put(List.of()));
    }

    @Test
    default void putRecords_partitionKeyOf257Characters_isRefused() {
        stream().create(1);

        assertNotNull(stream().putKeys("é".repeat(256)).records().get(0).sequenceNumber());
        assertValidation(() -> stream().putKeys("é".repeat(257)));
        assertValidation(() -> stream().putKeys(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "01", "1e3", "", "1000000000000000000000000000000000000000"})
    default void putRecords_explicitHashKeyNoNumber_isRefused(String hashKey) {
        stream().create(1);
        PutRecordsRequestEntry entry =
                entry("a").toBuilder().explicitHashKey(hashKey).build();

        assertValidation(() -> stream().put(List.of(entry)));
    }

    @Test
    default void putRecords_explicitHashKeyTwoTo128_isRefused() {
        stream().create(1);

        assertNotNull(stream().put(List.of(hashed(HashRange.MAX))));
        assertThrows(
                InvalidArgumentException.class, () -> stream().put(List.of(hashed(HashRange.MAX.add(BigInteger.ONE)))));
    }

    @Test
    default void getRecords_strangeIterator_isRefused() {
        assertThrows(InvalidArgumentException.class, () -> stream().read("nonsense"));
    }

    private static void assertValidation(Executable call) {
        KinesisException e = assertThrows(KinesisException.class, call);

        assertEquals("ValidationException", e.awsErrorDetails().errorCode());
        assertEquals(400, e.statusCode());
    }
}
