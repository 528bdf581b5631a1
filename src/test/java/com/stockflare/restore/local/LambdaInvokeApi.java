package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Invoke API, version 2015-03-31. */
final class LambdaInvokeApi implements HttpHandler {

    static final String PATH = "/2015-03-31/functions/";
    /** Lambda's quota for an event and an answer. */
    static final int MAX_SYNCHRONOUS_BYTES = 6 * 1024 * 1024;
    /** Lambda's quota since October 2025. */
    static final int MAX_ASYNCHRONOUS_BYTES = 1024 * 1024;

    private static final Pattern TARGET = Pattern.compile(PATH
            + "(?:(?:arn:aws[a-z-]*:lambda:[a-z0-9-]+:)?\\d{12}:function:)?"
            + "(?<name>[A-Za-z0-9_-]+)(?::(?<qualifier>[A-Za-z0-9$_-]+))?/invocations");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final LocalLambda lambda;

    LambdaInvokeApi(LocalLambda lambda) {
        this.lambda = lambda;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String payload = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            LambdaReply reply = answer(exchange, payload.isEmpty() ? "{}" : payload);
            exchange.getResponseHeaders()
                    .set("x-amzn-RequestId", UUID.randomUUID().toString());
            reply.send(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LambdaReply answer(HttpExchange exchange, String payload) throws InterruptedException {
        Matcher target = TARGET.matcher(exchange.getRequestURI().getPath());
        if (!target.matches() || !exchange.getRequestMethod().equals("POST")) {
            return LambdaReply.error(404, "UnknownOperationException", "only Invoke is here");
        }
        Optional<LambdaFunction> function = lambda.function(target.group("name"));
        if (function.isEmpty()) {
            String arn = LocalLambda.arn(target.group("name"), null);
            return LambdaReply.error(404, "ResourceNotFoundException", "Function not found: " + arn);
        }
        String type = exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type");
        boolean event = "Event".equals(type);
        Optional<LambdaReply> refusal = refusal(payload, event ? MAX_ASYNCHRONOUS_BYTES : MAX_SYNCHRONOUS_BYTES);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if ("DryRun".equals(type)) {
            return LambdaReply.of(204);
        }
        String arn = LocalLambda.arn(target.group("name"), qualifier(exchange, target));
        return run(function.get(), LambdaInvocation.create(target.group("name"), arn, payload), event);
    }

    private LambdaReply run(LambdaFunction function, LambdaInvocation invocation, boolean event)
            throws InterruptedException {
        if (event) {
            lambda.accept(invocation);
            return LambdaReply.of(202);
        }
        return function.tryInvoke(invocation)
                .map(LambdaInvokeApi::reply)
                .orElseGet(() -> LambdaReply.error(429, "TooManyRequestsException", "Rate Exceeded."));
    }

    private static String qualifier(HttpExchange exchange, Matcher target) {
        String query = exchange.getRequestURI().getQuery();
        return query != null && query.startsWith("Qualifier=")
                ? query.substring("Qualifier=".length())
                : target.group("qualifier");
    }

    private static Optional<LambdaReply> refusal(String payload, int maxBytes) {
        if (payload.getBytes(UTF_8).length > maxBytes) {
            return Optional.of(LambdaReply.error(
                    413,
                    "RequestTooLargeException",
                    "Request must be smaller than " + maxBytes + " bytes for the InvokeFunction operation"));
        }
        try {
            JSON.readTree(payload);
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.of(LambdaReply.error(
                    400, "InvalidRequestContentException", "Could not parse request body into json: " + e));
        }
    }

    private static LambdaReply reply(InvocationResult result) {
        Map<String, String> headers = new HashMap<>(Map.of("X-Amz-Executed-Version", "$LATEST"));
        if (result.isError()) {
            headers.put("X-Amz-Function-Error", "Unhandled");
        }
        return new LambdaReply(200, headers, result.payload());
    }
}
