package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.RecordSink;
import com.stockflare.restore.engine.RecordSinkContract;
import com.stockflare.restore.local.LocalKinesis;
import com.stockflare.restore.local.PutRecordsFault;
import com.stockflare.restore.local.PutRecordsFaults;
import com.stockflare.restore.local.StreamOptions;
import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.Shard;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class KinesisSinkTest extends RecordSinkContract {
    private static final List<String> THREE = List.of("a", "b", "c");

    private LocalKinesis local;
    private SdkSettings settings;
    private KinesisClient client;

    @BeforeEach
    void start() {
        local = LocalKinesis.start();
        local.createStream(STREAM, StreamOptions.ofShards(SHARDS).withoutLimits());
        settings = SdkSettings.kinesis(local.endpoint());
        client = settings.clients().kinesis();
    }

    @AfterEach
    void stop() {
        client.close();
        settings.close();
        local.close();
    }

    @Override
    protected RecordSink sink() {
        return new KinesisSink(client);
    }

    @Override
    protected List<String> records() {
        return local.stream(STREAM).records().stream()
                .map(record -> record.data().asUtf8String())
                .toList();
    }

    @Override
    protected void reshard() {
        Shard first = shards().get(0);
        local.stream(STREAM).splitShard(first.id(), first.from().add(BigInteger.TEN));
    }

    @Test
    void describe_moreShardsThanAPageHolds_listsAll() {
        local.createStream("wide", 2_300);

        assertEquals(2_300, sink().describe("wide", note -> {}).openShards().size());
    }

    @Test
    void describe_largerRecordsAllowed_saysHowLarge() {
        local.createStream("large", StreamOptions.ofShards(1).withMaxRecordKiB(10_240));

        assertEquals(10 << 20, sink().describe("large", note -> {}).maxRecordBytes());
    }

    @Test
    void put_partitions_carryTheirKeys() {
        sink().put(STREAM, batch(THREE, shards()));

        assertEquals(
                Set.of("PartitionKey-0", "PartitionKey-1", "PartitionKey-2"),
                Set.copyOf(local.stream(STREAM).records().stream()
                        .map(record -> record.partitionKey())
                        .toList()));
    }

    @Test
    void put_someRecordsFail_namesThemAndWhichWereThrottled() {
        local.setFaults(PutRecordsFaults.inOrder(
                PutRecordsFault.failRecords("ProvisionedThroughputExceededException", 0),
                PutRecordsFault.failRecords("InternalFailure", 1, 2)));
        List<Shard> shards = shards();

        PutResult throttled = sink().put(STREAM, batch(THREE, shards));
        PutResult failed = sink().put(STREAM, batch(THREE, shards));

        assertEquals(List.of(new PutResult.Failed(0, true)), throttled.failed());
        assertEquals(List.of(new PutResult.Failed(1, false), new PutResult.Failed(2, false)), failed.failed());
        assertEquals(Set.of(shards.get(0).id()), failed.shardIds());
        assertEquals(3, records().size());
    }

    @Test
    void put_answerLost_allFailedAndMaySoBeSentAgain() {
        List<Shard> shards = shards();
        local.setFaults(PutRecordsFaults.inOrder(PutRecordsFault.loseAnswer()));

        assertAllFailed(false, sink().put(STREAM, batch(THREE, shards)));
        assertEquals(3, records().size());
        assertEquals(List.of(), sink().put(STREAM, batch(THREE, shards)).failed());
    }

    @ParameterizedTest
    @CsvSource({
        "400, ProvisionedThroughputExceededException, true",
        "400, KMSThrottlingException, true",
        "400, ThrottlingException, true",
        "400, LimitExceededException, true",
        "500, InternalFailure, false",
        "503, ServiceUnavailable, false"
    })
    void put_callFailsForAWhile_allFailed(int status, String type, boolean throttled) {
        List<Shard> shards = shards();
        local.setFaults(PutRecordsFaults.inOrder(PutRecordsFault.failCall(status, type)));

        assertAllFailed(throttled, sink().put(STREAM, batch(THREE, shards)));
        assertEquals(1, local.stream(STREAM).counts().calls(), "the SDK tries again too");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AccessDeniedException | STREAM_DENIED | access is denied. Allow kinesis:PutRecords, kinesis:ListShards and"
                        + " kinesis:DescribeStreamSummary on it.",
                "KMSDisabledException | STREAM_DENIED | its KMS key cannot be used (KMSDisabledException). Enable the key, and"
                        + " allow its use.",
                "KMSAccessDeniedException | STREAM_DENIED | its KMS key cannot be used (KMSAccessDeniedException). Enable the"
                        + " key, and allow its use.",
                "ExpiredTokenException | STREAM_UNUSABLE | the AWS credentials are not valid any more, or not for this account"
                        + " (ExpiredTokenException). Renew them.",
                "UnrecognizedClientException | STREAM_UNUSABLE | the AWS credentials are not valid any more, or not for this"
                        + " account (UnrecognizedClientException). Renew them.",
                "ValidationException | STREAM_UNUSABLE | the service answered ValidationException."
            })
    void put_callFailsForGood_isOneClearLine(String type, String code, String why) {
        List<Shard> shards = shards();
        local.setFaults(PutRecordsFaults.inOrder(PutRecordsFault.failCall(400, type)));

        StreamException e = assertThrows(StreamException.class, () -> sink().put(STREAM, batch(THREE, shards)));

        assertEquals(code, e.code());
        assertEquals("The stream put-stream cannot be written to: " + why, e.getMessage());
        assertFalse(e.isRetryable());
        assertNotNull(e.getCause());
        Wording.assertClear(e);
    }

    @Test
    void describe_noSuchStream_saysWhatToCheck() {
        StreamException e = assertThrows(StreamException.class, () -> sink().describe("other", note -> {}));

        assertEquals(
                "There is no stream other in this account and region. Check its name and the region, or make it"
                        + " again.",
                e.getMessage());
        Wording.assertClear(e);
    }

    @Test
    void describe_nobodyAnswers_mayPass() {
        URI nobody = local.endpoint();
        local.close();

        StreamException e = assertThrows(StreamException.class, () -> sink().describe(STREAM, note -> {}));

        assertEquals("STREAM_UNAVAILABLE", e.code());
        assertTrue(e.isRetryable());
        assertTrue(
                e.getMessage().startsWith("The stream put-stream cannot be written to: the connection failed ("),
                e.getMessage());
        assertTrue(e.getMessage().contains(Integer.toString(nobody.getPort())), e.getMessage());
        Wording.assertClear(e);
    }

    @Test
    void put_nobodyAnswers_allFailed() {
        List<Shard> shards = shards();
        local.close();

        assertAllFailed(false, sink().put(STREAM, batch(THREE, shards)));
    }

    private static void assertAllFailed(boolean throttled, PutResult result) {
        assertEquals(
                List.of(
                        new PutResult.Failed(0, throttled),
                        new PutResult.Failed(1, throttled),
                        new PutResult.Failed(2, throttled)),
                result.failed());
        assertEquals(Set.of(), result.shardIds());
    }
}
