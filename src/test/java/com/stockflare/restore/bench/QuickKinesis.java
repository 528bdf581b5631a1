package com.stockflare.restore.bench;

import com.stockflare.restore.local.LocalKinesis;
import com.stockflare.restore.local.StreamOptions;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stream that takes everything, with as little work as possible: it has to take clearly more than a client can send.
 * The first call with so many records is answered by the local Kinesis behind it, and that answer is given to every
 * other call with as many.
 */
final class QuickKinesis implements HttpHandler {
    static final String STREAM = "put-stream";

    /** So many that no shard's limit binds a client on one core. */
    static final int MANY_SHARDS = 1_000;

    static final String PUT_RECORDS = "Kinesis_20131202.PutRecords";

    private final LocalKinesis behind = LocalKinesis.start();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private final ThreadLocal<byte[]> body = ThreadLocal.withInitial(() -> new byte[8 << 20]);
    private final AtomicLong records = new AtomicLong();
    private volatile Duration latency = Duration.ZERO;

    QuickKinesis(int shards) {
        behind.createStream(
                STREAM, StreamOptions.ofShards(shards).withoutLimits().withoutRecords());
    }

    /** Sets how long it waits before each answer to a PutRecords. */
    void setLatency(Duration newLatency) {
        latency = newLatency;
    }

    /** How many records it has taken. */
    long records() {
        return records.get();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int length = readBody(exchange);
            Headers request = exchange.getRequestHeaders();
            boolean puts = PUT_RECORDS.equals(request.getFirst("X-Amz-Target"));
            byte[] answer = puts ? take(request, length) : askBehind(request, length);
            exchange.getResponseHeaders().set("Content-Type", request.getFirst("Content-Type"));
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            throw new IOException("the server was closed", e);
        }
    }

    private byte[] take(Headers request, int length) throws IOException, InterruptedException {
        boolean cbor = request.getFirst("Content-Type").contains("cbor");
        int count = cbor ? RecordCounter.inCbor(body.get()) : RecordCounter.inJson(body.get(), length);
        records.addAndGet(count);
        Thread.sleep(latency.toMillis());
        String key = (cbor ? "cbor" : "json") + count;
        byte[] answer = answers.get(key);
        if (answer == null) {
            answer = askBehind(request, length);
            answers.put(key, answer);
        }
        return answer;
    }

    private byte[] askBehind(Headers request, int length) throws IOException, InterruptedException {
        HttpRequest forwarded = HttpRequest.newBuilder(behind.endpoint())
                .header("Content-Type", request.getFirst("Content-Type"))
                .header("X-Amz-Target", request.getFirst("X-Amz-Target"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.get(), 0, length))
                .build();
        HttpResponse<byte[]> answer = client.send(forwarded, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "Kinesis answered " + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return answer.body();
    }

    private int readBody(HttpExchange exchange) throws IOException {
        int length = Integer.parseInt(exchange.getRequestHeaders().getFirst("Content-Length"));
        if (length > body.get().length) {
            body.set(new byte[length]);
        }
        try (InputStream in = exchange.getRequestBody()) {
            if (in.readNBytes(body.get(), 0, length) < length) {
                throw new IOException("the request broke off");
            }
        }
        return length;
    }
}
