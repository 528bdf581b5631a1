package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.Partition;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.Slice;
import com.stockflare.restore.stream.StreamShape;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Answers about a stream that the local Kinesis does not give. */
class KinesisAnswersTest {
    private static final String TARGET = "Kinesis_20131202.";
    private static final String ONE_SHARD = "{\"Shards\":[{\"ShardId\":\"shardId-000000000000\",\"HashKeyRange\":"
            + "{\"StartingHashKey\":\"0\",\"EndingHashKey\":\"340282366920938463463374607431768211455\"},"
            + "\"SequenceNumberRange\":{\"StartingSequenceNumber\":\"1\"}}]}";

    private record Answer(int status, String body) {}

    private final Map<String, Answer> answers = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final StubServer stub = StubServer.start(this::answer);
    private SdkSettings settings;
    private KinesisClient client;

    @BeforeEach
    void start() {
        settings = SdkSettings.kinesis(stub.endpoint()).withoutCbor();
        client = settings.clients().kinesis();
        answers.put("ListShards", new Answer(200, ONE_SHARD));
        answers.put("DescribeStreamSummary", summary("ACTIVE", ",\"MaxRecordSizeInKiB\":2048"));
    }

    @AfterEach
    void stop() {
        client.close();
        settings.close();
        stub.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target").substring(TARGET.length());
        Answer answer = answers.get(operation);
        StubServer.answer(
                exchange, answer.status(), Map.of("Content-Type", "application/x-amz-json-1.1"), answer.body());
    }

    private static Answer summary(String status, String more) {
        return new Answer(
                200,
                "{\"StreamDescriptionSummary\":{\"StreamName\":\"s\",\"StreamStatus\":\"" + status + "\"" + more
                        + "}}");
    }

    private static Answer error(int status, String type) {
        return new Answer(status, "{\"__type\":\"" + type + "\",\"message\":\"User: arn is not authorized\"}");
    }

    private StreamShape describe() {
        return new KinesisSink(client).describe("put-stream", notes::add);
    }

    @Test
    void describe_allKnown_saysNothing() {
        assertEquals(2 << 20, describe().maxRecordBytes());
        assertEquals(1, describe().openShards().size());
        assertEquals(List.of(), notes);
    }

    @Test
    void describe_summaryDenied_takesOneMebibyteAndSaysSo() {
        answers.put("DescribeStreamSummary", error(400, "AccessDeniedException"));

        StreamShape shape = describe();

        assertEquals(1 << 20, shape.maxRecordBytes());
        assertEquals(1, shape.openShards().size());
        assertEquals(
                List.of(
                        "The stream's largest record and its retention are not known, so 1 MiB and 24 hours are taken for them: allow"
                                + " kinesis:DescribeStreamSummary on put-stream."),
                notes);
    }

    @Test
    void describe_shardsDenied_listsNoneAndSaysSo() {
        answers.put("ListShards", error(400, "AccessDeniedException"));

        StreamShape shape = describe();

        assertEquals(List.of(), shape.openShards());
        assertEquals(2 << 20, shape.maxRecordBytes());
        assertEquals(
                List.of("The stream's shards are not known, so the records may fall unevenly: allow"
                        + " kinesis:ListShards on put-stream."),
                notes);
    }

    @Test
    void describe_noLargestRecordTold_takesOneMebibyte() {
        answers.put("DescribeStreamSummary", summary("UPDATING", ""));

        assertEquals(1 << 20, describe().maxRecordBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATING", "DELETING"})
    void describe_streamNotActive_isUnusableForNow(String status) {
        answers.put("DescribeStreamSummary", summary(status, ""));

        StreamException e = assertThrows(StreamException.class, this::describe);

        assertEquals("STREAM_UNUSABLE", e.code());
        assertEquals("The stream put-stream is " + status + ". Start again when it is ACTIVE.", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "ListShards, 400, LimitExceededException, STREAM_UNAVAILABLE",
        "ListShards, 400, ExpiredTokenException, STREAM_UNUSABLE",
        "DescribeStreamSummary, 400, LimitExceededException, STREAM_UNAVAILABLE",
        "DescribeStreamSummary, 500, InternalFailure, STREAM_UNAVAILABLE",
        "DescribeStreamSummary, 403, SignatureDoesNotMatch, STREAM_UNUSABLE",
        "DescribeStreamSummary, 400, ResourceNotFoundException, STREAM_NOT_FOUND"
    })
    void describe_cannotBeLookedAt_isOneClearLine(String operation, int status, String type, String code) {
        answers.put(operation, error(status, type));

        StreamException e = assertThrows(StreamException.class, this::describe);

        assertEquals(code, e.code());
        Wording.assertClear(e);
    }

    @Test
    void put_answerWithoutTheRecords_takesNoneAsAcknowledged() {
        answers.put("PutRecords", new Answer(200, "{\"FailedRecordCount\":0,\"Records\":[]}"));

        assertEquals(List.of(0, 1), failed());
    }

    @Test
    void put_entryThatSaysNothing_isNotAcknowledged() {
        answers.put(
                "PutRecords",
                new Answer(
                        200,
                        "{\"FailedRecordCount\":0,\"Records\":[{},"
                                + "{\"SequenceNumber\":\"1\",\"ShardId\":\"shardId-000000000000\"}]}"));

        assertEquals(List.of(0), failed());
    }

    /** Of a batch of two records. */
    private List<Integer> failed() {
        Batch batch = new Batch();
        for (int row = 0; row < 2; row++) {
            batch.add(new Slice(new byte[] {'x'}, 0, 1), new Partition("PartitionKey-0", "0", 0), row, 0);
        }
        return new KinesisSink(client)
                .put("put-stream", batch).failed().stream()
                        .map(PutResult.Failed::index)
                        .toList();
    }
}
