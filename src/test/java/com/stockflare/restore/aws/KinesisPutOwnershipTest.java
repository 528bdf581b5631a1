package com.stockflare.restore.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.Partition;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.Slice;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The batch is sent without a copy: once a put has ended, however it ended, nobody may look at it any more. */
class KinesisPutOwnershipTest {
    /** More than a connection's buffers take, so that the client is in the middle of sending. */
    private static final int RECORD_BYTES = 8 << 20;

    private static final int MOST_CALLS = 20;
    private static final int HEAD_BYTES = 4 << 10;

    /** What stands before the data, with its length in four bytes. */
    private static final String DATA = "dDataZ\u0000\u0080\u0000\u0000";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile boolean isReceiving;
    private ServerSocket server;
    private SdkSettings settings;
    private Future<byte[]> received;

    @BeforeEach
    void start() throws Exception {
        server = new ServerSocket();
        server.setReceiveBufferSize(8 << 10);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        settings = SdkSettings.kinesis(URI.create("http://127.0.0.1:" + server.getLocalPort()));
        received = threads.submit(this::receive);
    }

    @AfterEach
    void stop() throws Exception {
        settings.close();
        server.close();
        threads.shutdownNow();
    }

    /** Reads a little of the first request that gets so far, and when it is told to, what else may come. */
    private byte[] receive() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() == 0 && !server.isClosed()) {
            try (Socket connection = server.accept()) {
                InputStream in = connection.getInputStream();
                byte[] head = in.readNBytes(HEAD_BYTES);
                if (head.length == HEAD_BYTES) {
                    isReceiving = true;
                    goOn.await();
                    all.write(head);
                    in.transferTo(all);
                }
            } catch (SocketException e) {
                // The client has hung up in the middle.
            }
        }
        return all.toByteArray();
    }

    private static void fill(Batch batch, char content) {
        byte[] data = new byte[RECORD_BYTES];
        Arrays.fill(data, (byte) content);
        batch.clear();
        batch.add(new Slice(data, 0, data.length), new Partition("PartitionKey-0", "0", 0), 0, 0);
    }

    @Test
    void put_timeIsUpWhileSending_leavesTheBatchAlone() throws Exception {
        Batch batch = new Batch();
        fill(batch, 'a');
        try (KinesisClient client =
                new AwsClients(Map.of("AWS_ENDPOINT_URL", "set"), "us-east-1", Duration.ofSeconds(2)).kinesis()) {
            // Once, unless a busy machine lets the two seconds pass before anything has been sent.
            int calls = 0;
            while (!isReceiving) {
                assertTrue(calls++ < MOST_CALLS, "nothing arrives");
                PutResult result = new KinesisSink(client).put("put-stream", batch);
                assertEquals(1, result.failed().size());
            }
        }

        fill(batch, 'b');
        goOn.countDown();

        String sent = new String(received.get(), ISO_8859_1);
        String data = sent.substring(sent.indexOf(DATA) + DATA.length());
        assertTrue(data.length() > 1 << 10, "only " + data.length());
        assertTrue(data.length() < RECORD_BYTES, "as much as " + data.length());
        assertEquals("a".repeat(data.length()), data);
    }
}
