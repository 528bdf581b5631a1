package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.Partition;
import com.stockflare.restore.stream.Slice;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** What goes out when a batch is put. */
class KinesisPutRequestTest {
    private static final String STREAM = "put-stream";

    /** Around each length at which CBOR writes it in another way, and Base64 pads. */
    private static final int[] LENGTHS = {1, 2, 3, 23, 24, 255, 256, 4_095, 65_535, 65_536, 1 << 20};

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Request(String signedHeaders, String sha256, byte[] body) {}

    private final List<Request> requests = new ArrayList<>();
    private final StubServer stub = StubServer.start(this::refuse);
    private final SdkSettings settings = SdkSettings.kinesis(stub.endpoint());

    @AfterEach
    void stop() {
        settings.close();
        stub.close();
    }

    private void refuse(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("x-amz-content-sha256"),
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(400, -1);
        }
    }

    private void choose(boolean cbor) {
        if (!cbor) {
            settings.withoutCbor();
        }
    }

    private void put(String stream, Batch batch) {
        try (KinesisClient client = settings.clients().kinesis()) {
            assertThrows(StreamException.class, () -> new KinesisSink(client).put(stream, batch));
        }
    }

    /** Records of a seed's bytes, their keys as short and as long as there are. */
    private static Batch batch() {
        Batch batch = new Batch();
        Random random = new Random(4);
        for (int i = 0; i < LENGTHS.length; i++) {
            byte[] data = new byte[LENGTHS[i]];
            random.nextBytes(data);
            Partition partition = i % 2 == 0
                    ? new Partition("PartitionKey-0", "0", 0)
                    : new Partition("PartitionKey-99999", "340282366920938463463374607431768211455", 0);
            batch.add(new Slice(data, 0, data.length), partition, i, 0);
        }
        return batch;
    }

    private void putAsTheSdkDoes(String stream, Batch batch) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Slice data = batch.data(i);
            entries.add(PutRecordsRequestEntry.builder()
                    .data(SdkBytes.fromByteArray(
                            Arrays.copyOfRange(data.bytes(), data.from(), data.from() + data.length())))
                    .partitionKey(batch.partition(i).key())
                    .explicitHashKey(batch.partition(i).explicitHashKey())
                    .build());
        }
        try (KinesisClient client = settings.clients().kinesis()) {
            assertThrows(
                    SdkException.class,
                    () -> client.putRecords(r -> r.streamName(stream).records(entries)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_batch_sendsTheBytesThatTheSdkWould(boolean cbor) {
        choose(cbor);

        put(STREAM, batch());
        putAsTheSdkDoes(STREAM, batch());

        assertArrayEquals(requests.get(1).body(), requests.get(0).body());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_nameThatNoStreamHas_isWrittenAsTheSdkWould(boolean cbor) {
        choose(cbor);
        String name = "a \"stream\"\\ \u0001é€ " + "x".repeat(300);

        put(name, batch());
        putAsTheSdkDoes(name, batch());

        assertArrayEquals(requests.get(1).body(), requests.get(0).body());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_fullBatch_sendsTheBytesThatTheSdkWould(boolean cbor) {
        choose(cbor);
        Batch batch = new Batch();
        for (int i = 0; batch.fits(300); i++) {
            byte[] data = new byte[300];
            Arrays.fill(data, (byte) i);
            batch.add(new Slice(data, 0, data.length), new Partition("PartitionKey-" + i, "" + i, 0), i, 0);
        }

        put(STREAM, batch);
        putAsTheSdkDoes(STREAM, batch);

        assertEquals(Batch.MAX_RECORDS, batch.size());
        assertArrayEquals(requests.get(1).body(), requests.get(0).body());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_batch_isSignedWithAllThatItSends(boolean cbor) throws Exception {
        choose(cbor);

        put(STREAM, batch());

        Request request = requests.get(0);
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(request.body());
        assertEquals(HexFormat.of().formatHex(sha256), request.sha256());
        assertTrue(request.signedHeaders().contains("content-length;"), request.signedHeaders());
        assertTrue(request.signedHeaders().contains("x-amz-content-sha256;"), request.signedHeaders());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 4_096, 1 << 16})
    void newStream_readInPiecesOfAnySize_isTheSameAgain(int pieceBytes) throws IOException {
        KinesisPutBody body = new KinesisPutBody(KinesisPutCbor.INSTANCE, STREAM, batch());
        byte[] whole = body.newStream().readAllBytes();

        ByteArrayOutputStream again = new ByteArrayOutputStream();
        InputStream stream = body.newStream();
        byte[] piece = new byte[pieceBytes + 2];
        for (int read = stream.read(piece, 1, pieceBytes); read >= 0; read = stream.read(piece, 1, pieceBytes)) {
            again.write(piece, 1, read);
        }

        assertEquals(body.length(), whole.length);
        assertArrayEquals(whole, again.toByteArray());
        assertEquals(-1, stream.read());
    }

    @Test
    void newStream_readByteByByte_isTheSame() throws IOException {
        Batch batch = new Batch();
        batch.add(new Slice(new byte[] {1, -1, 'x'}, 0, 3), new Partition("PartitionKey-0", "0", 0), 0, 0);
        KinesisPutBody body = new KinesisPutBody(KinesisPutJson.INSTANCE, STREAM, batch);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream stream = body.newStream();
        for (int read = stream.read(); read >= 0; read = stream.read()) {
            bytes.write(read);
        }

        assertArrayEquals(body.newStream().readAllBytes(), bytes.toByteArray());
    }
}
