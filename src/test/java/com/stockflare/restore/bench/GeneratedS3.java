package com.stockflare.restore.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An S3 of backup files that nobody has written: the object {@code <kind>/<rows>} has so many {@link RowKind rows}, and
 * takes no memory for them. Answers HEAD, and GET with and without a range.
 */
final class GeneratedS3 implements HttpHandler {
    static final String BUCKET = "backups";

    private static final Pattern PATH = Pattern.compile("/" + BUCKET + "/([A-Z0-9_]+/[0-9]+)");
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    /** Of one write: the JDK's server copies each into a buffer of its own. */
    private static final int PIECE_BYTES = 64 << 10;

    private final Map<RowKind, byte[]> blocks = new ConcurrentHashMap<>();

    static String key(RowKind kind, long rows) {
        return kind.name() + "/" + rows;
    }

    static RowKind kind(String key) {
        return RowKind.valueOf(key.substring(0, key.indexOf('/')));
    }

    static long rows(String key) {
        return Long.parseLong(key.substring(key.indexOf('/') + 1));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
            if (!path.matches()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String key = path.group(1);
            String etag = "\"" + key + "\"";
            String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
            if (ifMatch != null && !ifMatch.equals(etag)) {
                exchange.sendResponseHeaders(412, -1);
                return;
            }
            exchange.getResponseHeaders().set("ETag", etag);
            answer(exchange, kind(key), rows(key));
        }
    }

    private void answer(HttpExchange exchange, RowKind kind, long rows) throws IOException {
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
        exchange.sendResponseHeaders(asked == null ? 200 : 206, to - from);
        write(blocks.computeIfAbsent(kind, RowKind::block), from, to, exchange.getResponseBody());
    }

    private static void write(byte[] block, long from, long to, OutputStream out) throws IOException {
        for (long at = from; at < to; ) {
            int inBlock = (int) (at % block.length);
            int length = (int) Math.min(Math.min(PIECE_BYTES, block.length - inBlock), to - at);
            out.write(block, inBlock, length);
            at += length;
        }
    }
}
