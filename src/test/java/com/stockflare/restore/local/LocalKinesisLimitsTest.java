package com.stockflare.restore.local;

import static com.stockflare.restore.local.ContractStream.entry;
import static com.stockflare.restore.local.ContractStream.hashed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What a shard takes in a second, on a clock that stands still; and the sizes of records and calls. */
@Tag("slow")
class LocalKinesisLimitsTest {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private final ManualClock clock = new ManualClock();
    private final LocalKinesis kinesis = LocalKinesis.start(clock);
    private final ContractStream stream = new ContractStream(KinesisClients.cbor(kinesis.endpoint()), "limited");

    @AfterEach
    void stop() {
        stream.client().close();
        kinesis.close();
    }

    @Test
    void putRecords_moreThan1000ASecond_failsTheRestOneByOne() {
        LocalStream local = kinesis.createStream("limited", 1);
        stream.put(Collections.nCopies(500, entry("a")));
        stream.put(Collections.nCopies(499, entry("a")));

        PutRecordsResponse answer = stream.put(Collections.nCopies(3, entry("a")));

        assertEquals(2, answer.failedRecordCount());
        assertEquals(List.of(true, false, false), accepted(answer));
        PutRecordsResultEntry refused = answer.records().get(1);
        assertEquals("ProvisionedThroughputExceededException", refused.errorCode());
        assertEquals(
                "Rate exceeded for shard shardId-000000000000 in stream limited under account 000000000000.",
                refused.errorMessage());
        assertEquals(1000, local.records().size());
        assertEquals(2, local.counts().recordsThrottled());
    }

    @Test
    void putRecords_oneMillisecondLater_takesOneMore() {
        kinesis.createStream("limited", 1);
        stream.put(Collections.nCopies(500, entry("a")));
        stream.put(Collections.nCopies(500, entry("a")));

        clock.advance(Duration.ofMillis(1));

        assertEquals(List.of(true, false), accepted(stream.putKeys("a", "a")));
    }

    @Test
    void putRecords_afterALongPause_takesNoMoreThanASecondsWorth() {
        kinesis.createStream("limited", 1);

        clock.advance(Duration.ofDays(400));

        assertEquals(0, stream.put(Collections.nCopies(500, entry("a"))).failedRecordCount());
        assertEquals(0, stream.put(Collections.nCopies(500, entry("a"))).failedRecordCount());
        assertEquals(500, stream.put(Collections.nCopies(500, entry("a"))).failedRecordCount());
    }

    @Test
    void putRecords_moreThanOneMebibyteASecond_failsWhatDoesNotFit() {
        kinesis.createStream("limited", 1);
        // With its partition key of one byte, each record but the last is a quarter of what a shard takes.
        PutRecordsRequestEntry quarter = sized(256 * KIB - 1);

        PutRecordsResponse answer = stream.put(List.of(quarter, quarter, quarter, sized(256 * KIB), sized(100)));

        assertEquals(List.of(true, true, true, false, true), accepted(answer));
        clock.advance(Duration.ofMillis(251));
        assertEquals(List.of(true, true, false), accepted(stream.put(Collections.nCopies(3, quarter))));
    }

    @Test
    void putRecords_throttledShard_leavesTheOthersAlone() {
        LocalStream local = kinesis.createStream("limited", 2);
        local.splitShard("shardId-000000000001", HashRange.MAX.subtract(BigInteger.valueOf(9)));
        List<PutRecordsRequestEntry> entries = new ArrayList<>(Collections.nCopies(400, hashed(HashRange.MAX)));
        entries.addAll(Collections.nCopies(100, hashed(BigInteger.ZERO)));

        stream.put(entries);
        stream.put(entries);
        PutRecordsResponse answer = stream.put(entries);

        assertEquals(200, answer.failedRecordCount());
        assertEquals(
                Map.of(
                        "shardId-000000000000", 300L,
                        "shardId-000000000001", 0L,
                        "shardId-000000000002", 0L,
                        "shardId-000000000003", 1000L),
                local.counts().acceptedByShard());
    }

    @Test
    void putRecords_withoutLimits_takesEverything() {
        LocalStream local = kinesis.createStream(
                "limited", StreamOptions.ofShards(1).withoutLimits().withoutRecords());

        for (int call = 0; call < 4; call++) {
            assertEquals(0, stream.put(Collections.nCopies(500, entry("a"))).failedRecordCount());
        }

        assertEquals(List.of(), local.records());
        StreamCounts expected = new StreamCounts(4, 2000, 2000L * 5, 0, 500, Map.of("shardId-000000000000", 2000L));
        assertEquals(expected, local.counts());
    }

    @Test
    void putRecords_dataAndPartitionKeyAboveOneMebibyte_isRefusedWhole() {
        LocalStream local = kinesis.createStream("limited", 1);

        KinesisException e = assertThrows(KinesisException.class, () -> stream.put(List.of(entry("a"), sized(MIB))));

        assertEquals("ValidationException", e.awsErrorDetails().errorCode());
        assertEquals(List.of(), local.records());
        assertEquals(0, stream.put(List.of(sized(MIB - 1))).failedRecordCount());
    }

    @Test
    void putRecords_largeRecordWhereAllowed_isTakenAndPaidForLater() {
        kinesis.createStream("limited", StreamOptions.ofShards(1).withMaxRecordKiB(10_240));

        assertEquals(List.of(true), accepted(stream.put(List.of(sized(10 * MIB - 1)))));
        clock.advance(Duration.ofSeconds(9));
        assertEquals(List.of(false), accepted(stream.putKeys("a")));
        clock.advance(Duration.ofMillis(1));
        assertEquals(List.of(true), accepted(stream.putKeys("a")));
    }

    @Test
    void putRecords_callAboveTenMebibytes_isRefused() {
        kinesis.createStream("limited", StreamOptions.ofShards(1).withoutLimits());
        List<PutRecordsRequestEntry> tenMebibytes = Collections.nCopies(10, sized(MIB - 1));
        List<PutRecordsRequestEntry> oneRecordMore = new ArrayList<>(tenMebibytes);
        oneRecordMore.add(sized(0));

        assertEquals(0, stream.put(tenMebibytes).failedRecordCount());
        assertThrows(InvalidArgumentException.class, () -> stream.put(oneRecordMore));
    }

    @Test
    void getRecords_moreThanTenMebibytes_comesInTwoAnswers() {
        kinesis.createStream("limited", StreamOptions.ofShards(1).withoutLimits());
        stream.put(Collections.nCopies(9, sized(MIB - 1)));
        clock.advance(Duration.ofSeconds(2));
        stream.put(Collections.nCopies(3, sized(MIB - 1)));
        clock.advance(Duration.ofSeconds(5));

        GetRecordsResponse first = stream.read(stream.iterator("shardId-000000000000", ShardIteratorType.TRIM_HORIZON));
        GetRecordsResponse second = stream.read(first.nextShardIterator());

        assertEquals(10, first.records().size());
        assertEquals(5_000, first.millisBehindLatest());
        assertEquals(2, second.records().size());
        assertEquals(0, second.millisBehindLatest());
    }

    @Test
    void ageOfOldestBehind_readersPlace_isThatOfTheNextRecordOverAllShards() {
        LocalStream local =
                kinesis.createStream("limited", StreamOptions.ofShards(2).withoutLimits());
        assertEquals(Duration.ZERO, local.ageOfOldestBehind(Map.of()));
        stream.put(List.of(hashed(BigInteger.ZERO), hashed(HashRange.MAX)));
        clock.advance(Duration.ofSeconds(2));
        stream.put(List.of(hashed(BigInteger.ZERO)));
        clock.advance(Duration.ofSeconds(5));
        List<String> numbers =
                local.records().stream().map(AcceptedRecord::sequenceNumber).toList();
        Map<String, String> firstPassed = Map.of("shardId-000000000000", numbers.get(0));

        assertEquals(Duration.ofSeconds(7), local.ageOfOldestBehind(Map.of()));
        assertEquals(Duration.ofSeconds(7), local.ageOfOldestBehind(firstPassed));
        assertEquals(
                Duration.ofSeconds(5),
                local.ageOfOldestBehind(
                        Map.of("shardId-000000000000", numbers.get(0), "shardId-000000000001", numbers.get(1))));
        assertEquals(
                Duration.ZERO,
                local.ageOfOldestBehind(
                        Map.of("shardId-000000000000", numbers.get(2), "shardId-000000000001", numbers.get(1))));
    }

    @Test
    void describeStreamSummary_options_areReported() {
        kinesis.createStream(
                "limited", StreamOptions.ofShards(3).withRetentionHours(48).withMaxRecordKiB(2048));

        assertEquals(48, stream.summary().retentionPeriodHours());
        assertEquals(2048, stream.summary().maxRecordSizeInKiB());
        assertEquals(3, stream.summary().openShardCount());
    }

    private static PutRecordsRequestEntry sized(int dataBytes) {
        return entry("a", SdkBytes.fromByteArray(new byte[dataBytes]));
    }

    private static List<Boolean> accepted(PutRecordsResponse answer) {
        return answer.records().stream()
                .map(result -> result.sequenceNumber() != null)
                .toList();
    }
}
