package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.Partition;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.Slice;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** What is made of an answer to a batch of two records, in both of the ways that it may be written. */
class KinesisPutAnswerTest {
    private static final String GOOD =
            "{'FailedRecordCount':0,'Records':[{'SequenceNumber':'1','ShardId':'s-1'},{'SequenceNumber':'2','ShardId':'s-2'}]}";
    private static final List<PutResult.Failed> BOTH =
            List.of(new PutResult.Failed(0, false), new PutResult.Failed(1, false));
    private static final int MOST_CALLS = 100;

    /** Gives an answer as a test wants it. */
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private volatile Answer answer;
    private final StubServer stub = StubServer.start(this::answer);
    private final SdkSettings settings = SdkSettings.kinesis(stub.endpoint());
    private boolean cbor;
    private Duration callTimeout = AwsClients.MOST_CALL_TIMEOUT;
    private KinesisClient client;

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        settings.close();
        stub.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            answer.to(exchange);
        }
    }

    private void choose(boolean inCbor) {
        cbor = inCbor;
        if (!cbor) {
            settings.withoutCbor();
        }
    }

    private PutResult put(Answer how) {
        answer = how;
        if (client == null) {
            client = new AwsClients(Map.of("AWS_ENDPOINT_URL", "set"), "us-east-1", callTimeout).kinesis();
        }
        Batch batch = new Batch();
        for (int row = 0; row < 2; row++) {
            batch.add(new Slice(new byte[] {'x'}, 0, 1), new Partition("PartitionKey-0", "0", 0), row, 0);
        }
        return new KinesisSink(client).put("put-stream", batch);
    }

    private PutResult put(byte[] body) {
        return put(exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    /** JSON with single quotes, in the way that the client speaks. */
    private byte[] written(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonParser in = new JsonFactory().createParser(text.replace('\'', '"'));
                JsonGenerator copy = (cbor ? new CBORFactory() : new JsonFactory()).createGenerator(out)) {
            while (in.nextToken() != null) {
                copy.copyCurrentEvent(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** CBOR may tell ahead how long maps and arrays are, or mark their ends, as {@link #written} does. */
    @ParameterizedTest
    @ValueSource(ints = {1, 56, 10_000})
    void put_cborWithLengthsAhead_meansTheSame(int digits) throws IOException {
        String answer = ("{'Records':[{'SequenceNumber':'%s','ShardId':'s-1'},"
                        + "{'ErrorCode':'ProvisionedThroughputExceededException','ErrorMessage':'Rate exceeded'}],"
                        + "'FailedRecordCount':1,'EncryptionType':'KMS'}")
                .formatted("4".repeat(digits));
        JsonNode tree = new ObjectMapper().readTree(answer.replace('\'', '"'));

        PutResult result = put(new ObjectMapper(new CBORFactory()).writeValueAsBytes(tree));

        assertEquals(new PutResult(List.of(new PutResult.Failed(1, true)), Set.of("s-1")), result);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_answer_namesTheShards(boolean cbor) {
        choose(cbor);

        assertEquals(new PutResult(List.of(), Set.of("s-1", "s-2")), put(written(GOOD)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_unknownFields_arePassedOver(boolean cbor) {
        choose(cbor);

        PutResult result = put(
                written(
                        "{'A':{'Records':[{}],'B':[[1],{}]},'Records':[{'C':{'ErrorCode':'x'},'ShardId':'s-1',"
                                + "'D':[{'ShardId':'no'}]},{'ErrorCode':null,'E':1.5,'ShardId':'s-1'}],'EncryptionType':'KMS','F':null}"));

        assertEquals(new PutResult(List.of(), Set.of("s-1")), result);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_failedRecords_areToldApart(boolean cbor) {
        choose(cbor);

        PutResult result = put(written("{'FailedRecordCount':2,'Records':["
                + "{'ErrorCode':'ProvisionedThroughputExceededException','ErrorMessage':'Rate exceeded'},"
                + "{'ErrorCode':'InternalFailure','ErrorMessage':'?','ShardId':'s-1'}]}"));

        assertEquals(List.of(new PutResult.Failed(0, true), new PutResult.Failed(1, false)), result.failed());
        assertEquals(Set.of(), result.shardIds());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Records':[{'ShardId':'s-1'}]}",
                "{'Records':[{'ShardId':'s-1'},{'ShardId':'s-1'},{'ShardId':'s-1'}]}",
                "{'Records':[{'ShardId':'s-1'},{'ShardId':'s-1'}],'Records':[{'ShardId':'s-1'},{'ShardId':'s-1'}]}",
                "{'Records':[{'ShardId':'s-1'},null]}",
                "{'Records':[{'ShardId':'s-1'},'s-1']}",
                "{'Records':[{'ShardId':'s-1'},[{'ShardId':'s-1'}]]}",
                "{'Records':[{'ShardId':'s-1'},{'ShardId':{'ShardId':'s-1'}}]}",
                "{'Records':[{'ShardId':'s-1'},{'ErrorCode':[],'ShardId':'s-1'}]}",
                "{'Records':{'ShardId':'s-1'}}",
                "[{'Records':[{'ShardId':'s-1'},{'ShardId':'s-1'}]}]",
                "{'Records':[{'ShardId':'s-1'},{'ShardId':'s-1'}]} {}",
                "{}",
                "2"
            })
    void put_notAnAnswerToThisCall_acknowledgesNothing(String text) {
        for (boolean inCbor : List.of(true, false)) {
            cbor = inCbor;
            choose(inCbor);
            assertEquals(new PutResult(BOTH, Set.of()), put(written(text)), "CBOR " + inCbor);
            client.close();
            client = null;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_answerCutAnywhere_acknowledgesNothing(boolean cbor) {
        choose(cbor);
        byte[] whole = written(GOOD);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertEquals(new PutResult(BOTH, Set.of()), put(cut), "after " + length + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_connectionBreaksAnywhereInTheAnswer_acknowledgesNothing(boolean cbor) {
        choose(cbor);
        byte[] whole = written(GOOD);

        for (int i = 0; i < whole.length; i++) {
            int length = i;
            PutResult result = put(exchange -> {
                exchange.sendResponseHeaders(200, whole.length);
                exchange.getResponseBody().write(whole, 0, length);
            });
            assertEquals(new PutResult(BOTH, Set.of()), result, "after " + length + " bytes");
        }

        assertEquals(List.of(), put(whole).failed());
    }

    /** One more of them than there are connections: none may be left behind. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_longAnswersThatAreNone_freeTheirConnections(boolean cbor) {
        choose(cbor);
        byte[] none = Arrays.copyOf(written("2"), 64 << 10);

        for (int i = 0; i <= AwsClients.MAX_CONNECTIONS; i++) {
            assertEquals(new PutResult(BOTH, Set.of()), put(none));
        }

        assertEquals(List.of(), put(written(GOOD)).failed());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_answerWithoutEnd_isGivenUpSoon(boolean cbor) {
        choose(cbor);
        String text = "'" + "x".repeat(1 << 10) + "'";
        byte[] one = written(GOOD.replace("]}", "],'A':[" + text + "]}"));
        byte[] two = written(GOOD.replace("]}", "],'A':[" + text + "," + text + "]}"));
        int endBytes = 2;
        long[] written = {0};

        PutResult result = put(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write(one, 0, one.length - endBytes);
            while (true) {
                out.write(two, one.length - endBytes, two.length - one.length);
                written[0] += two.length - one.length;
            }
        });

        assertEquals(new PutResult(BOTH, Set.of()), result);
        assertTrue(written[0] > 1 << 20, written[0] + " bytes");
        assertTrue(written[0] < 32 << 20, written[0] + " bytes");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_answerStopsUntilTheTimeIsUp_acknowledgesNothing(boolean cbor) {
        choose(cbor);
        callTimeout = Duration.ofMillis(300);
        CountDownLatch over = new CountDownLatch(1);
        byte[] whole = written(GOOD);

        PutResult result = put(exchange -> {
            exchange.sendResponseHeaders(200, whole.length);
            exchange.getResponseBody().write(whole, 0, whole.length - 1);
            exchange.getResponseBody().flush();
            awaitQuietly(over);
        });
        over.countDown();

        assertEquals(new PutResult(BOTH, Set.of()), result);
        // On the same client, where a busy machine may keep a call from being in time.
        int calls = 1;
        while (!put(whole).failed().isEmpty()) {
            assertTrue(calls++ < MOST_CALLS, "none is answered any more");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_answerWithoutABody_acknowledgesNothing(boolean cbor) {
        choose(cbor);

        assertEquals(new PutResult(BOTH, Set.of()), put(exchange -> exchange.sendResponseHeaders(200, -1)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_answerWithAChecksum_isTakenAll(boolean cbor) {
        choose(cbor);
        byte[] whole = written(GOOD);

        PutResult result = put(exchange -> {
            exchange.getResponseHeaders().set("x-amz-crc32", "1234567");
            exchange.sendResponseHeaders(200, whole.length);
            exchange.getResponseBody().write(whole);
        });

        assertEquals(List.of(), result.failed());
    }
}
