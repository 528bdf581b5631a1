package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** SNS on 127.0.0.1, as far as it takes messages: Publish in AWS's query protocol. Signatures are not checked. */
final class LocalTopic implements AutoCloseable {
    private static final String TAKEN = "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
            + "<PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>";
    private static final String DENIED = "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
            + "<Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>no</Message></Error></ErrorResponse>";

    private final HttpServer server;
    private final List<Map<String, String>> messages = new CopyOnWriteArrayList<>();
    private volatile boolean denies;

    LocalTopic() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (!denies) {
                messages.add(Arrays.stream(form.split("&"))
                        .map(field -> field.split("=", 2))
                        .collect(Collectors.toMap(field -> field[0], field -> URLDecoder.decode(field[1], UTF_8))));
            }
            byte[] answer = (denies ? DENIED : TAKEN).getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/xml");
            exchange.sendResponseHeaders(denies ? 403 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void deny() {
        denies = true;
    }

    /** The fields of each Publish that was taken, by their names. */
    List<Map<String, String>> messages() {
        return messages;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
