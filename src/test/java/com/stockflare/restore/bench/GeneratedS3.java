package com.stockflare.restore.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An S3 of backup files that nobody has written: the object {@code <kind>/<rows>} has so many {@link RowKind rows}, and
 * takes no memory for them. Answers HEAD, and GET with and without a range.
 */
final class GeneratedS3 implements HttpHandler {
    static final String BUCKET = "backups";

    /** A bucket with nothing in it. */
    static final String REJECTS = "rejects";

    private static final byte[] EMPTY_LISTING = "<ListBucketResult></ListBucketResult>".getBytes(UTF_8);

    private static final Pattern PATH = Pattern.compile("/" + BUCKET + "/([A-Z0-9_]+/[0-9]+)");
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    /** Of one write: the JDK's server copies each into a buffer of its own. */
    private static final int PIECE_BYTES = 64 << 10;

    private final Map<RowKind, byte[]> blocks = new ConcurrentHashMap<>();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong largestPart = new AtomicLong();
    private volatile Duration latency = Duration.ZERO;

    static String key(RowKind kind, long rows) {
        return kind.name() + "/" + rows;
    }

    static RowKind kind(String key) {
        return RowKind.valueOf(key.substring(0, key.indexOf('/')));
    }

    static long rows(String key) {
        return Long.parseLong(key.substring(key.indexOf('/') + 1));
    }

    /** Sets how long it waits before each answer to a GET. */
    void setLatency(Duration newLatency) {
        latency = newLatency;
    }

    /** Of all files. */
    long bytesSent() {
        return bytesSent.get();
    }

    /** The most bytes that one GET has asked for. */
    long largestPart() {
        return largestPart.get();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String uri = exchange.getRequestURI().getPath();
            Matcher path = PATH.matcher(uri);
            if (path.matches()) {
                find(exchange, path.group(1));
            } else if (uri.matches("/" + REJECTS + "/?")) {
                exchange.sendResponseHeaders(200, EMPTY_LISTING.length);
                exchange.getResponseBody().write(EMPTY_LISTING);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException e) {
            throw new IOException("the server was closed", e);
        }
    }

    private void find(HttpExchange exchange, String key) throws IOException, InterruptedException {
        String etag = "\"" + key + "\"";
        String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
        if (ifMatch != null && !ifMatch.equals(etag)) {
            exchange.sendResponseHeaders(412, -1);
            return;
        }
        exchange.getResponseHeaders().set("ETag", etag);
        answer(exchange, kind(key), rows(key));
    }

    private void answer(HttpExchange exchange, RowKind kind, long rows) throws IOException, InterruptedException {
        long size = kind.fileBytes(rows);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        long from = 0;
        long to = size;
        String asked = exchange.getRequestHeaders().getFirst("Range");
        if (asked != null) {
            Matcher range = RANGE.matcher(asked);
            if (!range.matches() || Long.parseLong(range.group(1)) >= size) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            from = Long.parseLong(range.group(1));
            to = Math.min(size, Long.parseLong(range.group(2)) + 1);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + size);
        }
        Thread.sleep(latency.toMillis());
        largestPart.accumulateAndGet(to - from, Math::max);
        exchange.sendResponseHeaders(asked == null ? 200 : 206, to - from);
        write(blocks.computeIfAbsent(kind, RowKind::block), from, to, exchange.getResponseBody());
    }

    private void write(byte[] block, long from, long to, OutputStream out) throws IOException {
        for (long at = from; at < to; ) {
            int inBlock = (int) (at % block.length);
            int length = (int) Math.min(Math.min(PIECE_BYTES, block.length - inBlock), to - at);
            out.write(block, inBlock, length);
            bytesSent.addAndGet(length);
            at += length;
        }
    }
}
