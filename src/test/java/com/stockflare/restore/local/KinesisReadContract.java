package com.stockflare.restore.local;

import static com.stockflare.restore.local.ContractStream.entry;
import static com.stockflare.restore.local.ContractStream.keys;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static software.amazon.awssdk.services.kinesis.model.ShardIteratorType.AFTER_SEQUENCE_NUMBER;
import static software.amazon.awssdk.services.kinesis.model.ShardIteratorType.AT_SEQUENCE_NUMBER;
import static software.amazon.awssdk.services.kinesis.model.ShardIteratorType.LATEST;
import static software.amazon.awssdk.services.kinesis.model.ShardIteratorType.TRIM_HORIZON;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Reading a shard. */
interface KinesisReadContract {
    String SHARD = "shardId-000000000000";

    ContractStream stream();

    @Test
    default void getRecords_afterPutRecords_givesTheSameBytesInOrder() {
        stream().create(1);
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        List<PutRecordsRequestEntry> entries = List.of(
                entry("first", SdkBytes.fromByteArray(everyByte)),
                entry("zwei, €", SdkBytes.fromUtf8String("{\"ü\":1}")),
                entry("third", SdkBytes.fromByteArray(new byte[100_000])));

        PutRecordsResponse put = stream().put(entries);
        GetRecordsResponse read = stream().read(stream().iterator(SHARD, TRIM_HORIZON));

        assertEquals(0, put.failedRecordCount());
        assertEquals(List.of("first", "zwei, €", "third"), keys(read));
        assertEquals(
                entries.stream().map(PutRecordsRequestEntry::data).toList(),
                read.records().stream().map(Record::data).toList());
        assertEquals(
                put.records().stream()
                        .map(PutRecordsResultEntry::sequenceNumber)
                        .toList(),
                read.records().stream().map(Record::sequenceNumber).toList());
        assertNotNull(read.records().get(0).approximateArrivalTimestamp());
    }

    @Test
    default void getRecords_limit_goesOnWhereItStopped() {
        stream().create(1);
        stream().putKeys("a", "b", "c");
        String horizon = stream().iterator(SHARD, TRIM_HORIZON);

        GetRecordsResponse first =
                stream().client().getRecords(r -> r.shardIterator(horizon).limit(2));
        GetRecordsResponse rest = stream().read(first.nextShardIterator());

        assertEquals(List.of("a", "b"), keys(first));
        assertEquals(List.of("c"), keys(rest));
        assertEquals(0, rest.millisBehindLatest());
    }

    @Test
    default void getRecords_emptyShard_goesOnFromTheSamePlace() {
        stream().create(1);
        GetRecordsResponse empty = stream().read(stream().iterator(SHARD, TRIM_HORIZON));

        stream().putKeys("a");

        assertEquals(List.of(), keys(empty));
        assertEquals(List.of("a"), keys(stream().read(empty.nextShardIterator())));
    }

    @Test
    default void getRecords_latest_seesOnlyWhatComesLater() {
        stream().create(1);
        stream().putKeys("before");
        String latest = stream().iterator(SHARD, LATEST);

        stream().putKeys("after");

        assertEquals(List.of("after"), keys(stream().read(latest)));
    }

    @Test
    default void getRecords_atSequenceNumber_includesItsRecord() {
        stream().create(1);
        String second = stream().putKeys("a", "b", "c").records().get(1).sequenceNumber();

        assertEquals(List.of("b", "c"), keys(stream().read(stream().iterator(SHARD, AT_SEQUENCE_NUMBER, second))));
    }

    @Test
    default void getRecords_afterSequenceNumber_leavesItsRecordOut() {
        stream().create(1);
        String second = stream().putKeys("a", "b", "c").records().get(1).sequenceNumber();

        assertEquals(List.of("c"), keys(stream().read(stream().iterator(SHARD, AFTER_SEQUENCE_NUMBER, second))));
    }

    @Test
    default void getShardIterator_unknownShard_isNotFound() {
        stream().create(1);

        assertThrows(ResourceNotFoundException.class, () -> stream().iterator("shardId-000000000009", TRIM_HORIZON));
    }
}
