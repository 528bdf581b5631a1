package com.stockflare.restore.local;

import static com.stockflare.restore.local.ContractStream.entry;
import static com.stockflare.restore.local.ContractStream.hashed;
import static com.stockflare.restore.local.ContractStream.shardNumbers;
import static com.stockflare.restore.local.ContractStream.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** PutRecords. */
interface KinesisPutContract {
    ContractStream stream();

    @Test
    default void putRecords_oneShard_sequenceNumbersGrow() {
        stream().create(1);

        List<BigInteger> sequence = stream().put(Collections.nCopies(20, entry("same"))).records().stream()
                .map(result -> new BigInteger(result.sequenceNumber()))
                .toList();

        assertEquals(20, sequence.size());
        assertEquals(sequence.stream().sorted().distinct().toList(), sequence);
    }

    /** Of each key the MD5's place among ten equal shards. */
    @Test
    default void putRecords_partitionKey_goesWhereItsMd5Falls() {
        stream().create(10);
        List<PutRecordsRequestEntry> entries =
                IntStream.range(0, 10).mapToObj(i -> entry("PartitionKey-" + i)).toList();

        assertEquals(
                List.of(2, 5, 9, 9, 8, 5, 5, 0, 4, 3), shardNumbers(stream().put(entries)));
    }

    @Test
    default void putRecords_explicitHashKey_overrulesThePartitionKey() {
        stream().create(4);
        List<PutRecordsRequestEntry> entries =
                stream().shards().stream().map(shard -> hashed(start(shard))).toList();

        assertEquals(List.of(0, 1, 2, 3), shardNumbers(stream().put(entries)));
    }

    @Test
    default void putRecords_streamArn_findsTheStream() {
        stream().create(1);
        String arn = stream().summary().streamARN();

        PutRecordsResponse put =
                stream().client().putRecords(r -> r.streamARN(arn).records(entry("a")));

        assertEquals(0, put.failedRecordCount());
    }

    @Test
    default void putRecords_500Records_areTaken() {
        stream().create(1);

        PutRecordsResponse put = stream().put(Collections.nCopies(500, entry("a")));

        assertEquals(500, put.records().size());
        assertEquals(0, put.failedRecordCount());
    }

    @Test
    default void putRecords_501Records_areRefused() {
        stream().create(1);

        KinesisException e =
                assertThrows(KinesisException.class, () -> stream().put(Collections.nCopies(501, entry("a"))));

        assertEquals("ValidationException", e.awsErrorDetails().errorCode());
        assertEquals(400, e.statusCode());
    }

    @Test
    default void putRecords_dataAboveOneMebibyte_isRefused() {
        stream().create(1);
        SdkBytes tooLarge = SdkBytes.fromByteArray(new byte[(1 << 20) + 1]);

        KinesisException e = assertThrows(KinesisException.class, () -> stream().put(List.of(entry("a", tooLarge))));

        assertEquals("ValidationException", e.awsErrorDetails().errorCode());
    }

    @Test
    default void putRecords_unknownStream_isNotFound() {
        ResourceNotFoundException e =
                assertThrows(ResourceNotFoundException.class, () -> stream().putKeys("a"));

        assertEquals("ResourceNotFoundException", e.awsErrorDetails().errorCode());
        assertTrue(e.awsErrorDetails().errorMessage().contains(stream().name()), e.getMessage());
    }
}
