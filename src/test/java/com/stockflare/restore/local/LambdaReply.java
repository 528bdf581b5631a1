package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** An HTTP answer of the Lambda service. */
record LambdaReply(int status, Map<String, String> headers, String body) {

    static LambdaReply of(int status) {
        return new LambdaReply(status, Map.of(), "");
    }

    /** An error as the AWS SDKs read it. */
    static LambdaReply error(int status, String type, String message) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("Type", "User")
                .put("Message", message)
                .toString();
        return new LambdaReply(status, Map.of("x-amzn-ErrorType", type), body);
    }

    void send(HttpExchange exchange) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        headers.forEach(exchange.getResponseHeaders()::set);
        // -1 says that there is no body; 0 would start a chunked one.
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
