package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Kinesis over HTTP: takes a call apart, and encodes its answer or error as the caller speaks. */
final class KinesisHttp implements HttpHandler {
    private static final String TARGET_PREFIX = "Kinesis_20131202.";

    private final KinesisOperations operations;
    private final AtomicLong requests = new AtomicLong();

    KinesisHttp(KinesisOperations operations) {
        this.operations = operations;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        // Closing an exchange that was not answered closes its connection: that is how an answer gets lost.
        try (exchange) {
            KinesisProtocol protocol =
                    KinesisProtocol.of(exchange.getRequestHeaders().getFirst("Content-Type"));
            byte[] body = readBody(exchange);
            try {
                Optional<KinesisReply> reply = operations.answer(operation(exchange), body, protocol);
                if (reply.isPresent()) {
                    send(exchange, 200, protocol, reply.get());
                }
            } catch (KinesisError e) {
                sendError(exchange, protocol, e);
            } catch (RuntimeException e) {
                // A fault of this server, or of a test's own faults: said to the caller, not hidden in a closed socket.
                sendError(exchange, protocol, new KinesisError(500, "InternalFailure", e.toString()));
            }
        }
    }

    private static String operation(HttpExchange exchange) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target == null || !target.startsWith(TARGET_PREFIX)) {
            throw new KinesisError(400, "UnknownOperationException", "No operation of Kinesis: " + target);
        }
        return target.substring(TARGET_PREFIX.length());
    }

    private static byte[] readBody(HttpExchange exchange) throws IOException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        try (InputStream in = exchange.getRequestBody()) {
            if (length == null) {
                return in.readAllBytes();
            }
            // Into one array: readNBytes(int) would gather pieces and copy them.
            byte[] body = new byte[Integer.parseInt(length)];
            if (in.readNBytes(body, 0, body.length) < body.length) {
                throw new IOException("the request broke off");
            }
            return body;
        }
    }

    private void sendError(HttpExchange exchange, KinesisProtocol protocol, KinesisError error) throws IOException {
        send(exchange, error.status(), protocol, (out, same) -> {
            out.writeStringField("__type", error.type());
            out.writeStringField("message", error.getMessage());
        });
    }

    private void send(HttpExchange exchange, int status, KinesisProtocol protocol, KinesisReply reply)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", protocol.contentType());
        exchange.getResponseHeaders().set("x-amzn-RequestId", "local-" + requests.incrementAndGet());
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 12);
        try (JsonGenerator out = protocol.mapper().getFactory().createGenerator(body)) {
            out.writeStartObject();
            reply.write(out, protocol);
            out.writeEndObject();
        }
        exchange.sendResponseHeaders(status, body.size());
        body.writeTo(exchange.getResponseBody());
    }

    /** What the service answers to a body that it cannot read. */
    static KinesisError unreadable(JsonProcessingException cause) {
        return new KinesisError(400, "SerializationException", cause.getOriginalMessage());
    }
}
