package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP API on 127.0.0.1 in front of a function, as API Gateway's with payload format 2.0 and the route {@code
 * $default}. Nobody has to sign.
 */
public final class LocalHttpApi implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "local-http-api");
        thread.setDaemon(true);
        return thread;
    });
    private final Function function;

    /** What is behind the API. */
    public interface Function {
        /** @return what the function answered */
        String invoke(String event) throws IOException, InterruptedException;
    }

    private LocalHttpApi(Function function) throws IOException {
        this.function = function;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public static LocalHttpApi start(Function function) {
        try {
            return new LocalHttpApi(function);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode answer = MAPPER.readTree(function.invoke(event(exchange).toString()));
            byte[] body = answer.path("body").asText().getBytes(UTF_8);
            answer.path("headers")
                    .properties()
                    .forEach(header -> exchange.getResponseHeaders()
                            .set(header.getKey(), header.getValue().asText()));
            // What has no status is no answer of an HTTP API's function.
            int status = answer.path("statusCode").asInt(502);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectNode event(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String method = exchange.getRequestMethod();
        byte[] body = exchange.getRequestBody().readAllBytes();
        ObjectNode event = MAPPER.createObjectNode()
                .put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", uri.getPath())
                .put("rawQueryString", uri.getRawQuery() == null ? "" : uri.getRawQuery())
                .put("isBase64Encoded", false);
        ObjectNode headers = event.putObject("headers");
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        if (uri.getRawQuery() != null) {
            ObjectNode query = event.putObject("queryStringParameters");
            for (String pair : List.of(uri.getRawQuery().split("&", -1))) {
                String[] parts = pair.split("=", 2);
                query.put(
                        URLDecoder.decode(parts[0], UTF_8), parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
            }
        }
        event.putObject("requestContext")
                .put("stage", "$default")
                .putObject("http")
                .put("method", method)
                .put("path", uri.getPath());
        return body.length == 0 ? event : event.put("body", new String(body, UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
