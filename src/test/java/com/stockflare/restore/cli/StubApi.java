package com.stockflare.restore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Lambda and CloudFormation on a socket, with a scripted RestoreApiFunction behind the one, and one stack in the other. */
final class StubApi implements AutoCloseable {
    static final String FUNCTION = "api-function";
    static final String STACK = "the-stack";

    private final HttpServer server;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private volatile Function<JsonNode, String> answers;

    /** @param answers what the function answers to an event; null for a service that is unavailable */
    StubApi(Function<JsonNode, String> answers) {
        this.answers = answers;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::stack);
        server.createContext("/2015-03-31/functions/", this::invoke);
        server.start();
    }

    static String answer(int status, String body) {
        return Service.MAPPER
                .createObjectNode()
                .put("statusCode", status)
                .put("body", body)
                .toString();
    }

    private void invoke(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode event = Service.MAPPER.readTree(exchange.getRequestBody());
            events.add(event);
            String answer = answers.apply(event);
            if (!exchange.getRequestURI().getPath().contains(FUNCTION)) {
                exchange.getResponseHeaders().set("x-amzn-ErrorType", "ResourceNotFoundException");
                send(exchange, 404, "{}");
            } else if (answer == null) {
                send(exchange, 503, "{}");
            } else {
                if (answer.contains("errorMessage")) {
                    exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
                }
                send(exchange, 200, answer);
            }
        }
    }

    private void stack(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean isThere = request.contains("StackName=" + STACK);
            String output = "<member><OutputKey>RestoreApiFunctionName</OutputKey><OutputValue>" + FUNCTION
                    + "</OutputValue></member>";
            send(
                    exchange,
                    isThere ? 200 : 400,
                    isThere
                            ? "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>" + STACK
                                    + "</StackName><Outputs>" + output
                                    + "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>"
                            : "<ErrorResponse><Error><Code>ValidationError</Code><Message>no</Message></Error>"
                                    + "</ErrorResponse>");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** All events so far. */
    List<JsonNode> events() {
        return events;
    }

    Map<String, String> environment() {
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        return new TreeMap<>(Map.of(
                "AWS_ENDPOINT_URL", endpoint,
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "key",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
