package com.stockflare.restore.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Kinesis on 127.0.0.1, in this process, over JSON and CBOR. Writing has the limits of the service; reading has none but
 * the size of an answer. Signatures are not checked. Iterators do not expire.
 */
public final class LocalKinesis implements AutoCloseable {
    static {
        // Without it every answer waits some 40 ms for the client's delayed ACK. Read once, when the server loads.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(daemons());
    private final KinesisStreams streams;
    private final PutRecordsOperation putRecords;

    private LocalKinesis(LongSupplier nanoClock) throws IOException {
        streams = new KinesisStreams(nanoClock);
        putRecords = new PutRecordsOperation(streams);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/", new KinesisHttp(new KinesisOperations(streams, putRecords)));
        server.setExecutor(threads);
    }

    /** A server without streams, on a port that was free. */
    public static LocalKinesis start() {
        return start(System::nanoTime);
    }

    /**
     * The same with a clock of the caller's.
     *
     * @param nanoClock what the shards' limits and the arrival times go by, as {@link System#nanoTime}
     */
    public static LocalKinesis start(LongSupplier nanoClock) {
        try {
            LocalKinesis kinesis = new LocalKinesis(nanoClock);
            kinesis.server.start();
            return kinesis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to give a client as its endpoint, with any credentials, and us-east-1 as the region. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public LocalStream createStream(String name, int shards) {
        return createStream(name, StreamOptions.ofShards(shards));
    }

    public LocalStream createStream(String name, StreamOptions options) {
        return streams.create(name, options);
    }

    /** A stream that was created here or over the API. */
    public LocalStream stream(String name) {
        return streams.find(name);
    }

    /** Replaces the faults for the calls that begin from now on. */
    public void setFaults(PutRecordsFaults faults) {
        putRecords.setFaults(faults);
    }

    /** Ends all connections and calls at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static ThreadFactory daemons() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "local-kinesis-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
