package com.stockflare.restore.aws;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A server in front of another DynamoDB that does with each call what a script says. */
final class ScriptedDynamoDb implements AutoCloseable {
    private static final String TARGET = "DynamoDB_20120810.";
    private static final String TYPE = "application/x-amz-json-1.0";
    private static final List<String> PASSED_ON =
            List.of("X-Amz-Target", "X-Amz-Date", "Authorization", "Content-Type");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI real;
    private final StubServer server = StubServer.start(this::handle);
    private volatile Function<Call, Reply> script = Reply::pass;

    /** What is asked for, such as Query, and its JSON. */
    record Call(String operation, String body) {}

    /** What becomes of a call. */
    sealed interface Reply {
        /** The real one gets it, with this body, and answers. */
        record Pass(String body) implements Reply {}

        /** The real one gets it. Its answer is lost, and then something else happens. */
        record Lose(Call call, Runnable then) implements Reply {}

        /** The real one does not hear of it. */
        record Answer(int status, String body) implements Reply {}

        static Reply pass(Call call) {
            return new Pass(call.body());
        }

        /** @param type the error's, as DynamoDB names it */
        static Reply error(int status, String type) {
            return new Answer(
                    status,
                    "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + type
                            + "\",\"message\":\"User: arn is not authorized\"}");
        }
    }

    ScriptedDynamoDb(URI real) {
        this.real = real;
    }

    URI endpoint() {
        return server.endpoint();
    }

    void onCall(Function<Call, Reply> newScript) {
        script = newScript;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target").substring(TARGET.length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Reply reply = script.apply(new Call(operation, body));
        if (reply instanceof Reply.Pass pass) {
            HttpResponse<String> answer = forward(exchange, pass.body());
            StubServer.answer(exchange, answer.statusCode(), Map.of("Content-Type", TYPE), answer.body());
        } else if (reply instanceof Reply.Lose lose) {
            forward(exchange, lose.call().body());
            lose.then().run();
            exchange.close();
        } else if (reply instanceof Reply.Answer answer) {
            StubServer.answer(exchange, answer.status(), Map.of("Content-Type", TYPE), answer.body());
        }
    }

    private HttpResponse<String> forward(HttpExchange exchange, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(real).POST(BodyPublishers.ofString(body));
        PASSED_ON.forEach(
                name -> request.header(name, exchange.getRequestHeaders().getFirst(name)));
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
