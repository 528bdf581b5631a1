package com.stockflare.restore.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Does what the event's {@code do} says, and answers with what it sees around it. */
public final class ScriptedHandler implements RequestStreamHandler {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> environment;
    private int invocations;

    public ScriptedHandler() {
        this(System.getenv());
    }

    public ScriptedHandler(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        JsonNode event = JSON.readTree(in);
        invocations++;
        switch (event.path("do").asText()) {
            case "throw" -> throw new IllegalStateException("as told");
            case "exit" -> System.exit(event.path("status").asInt());
            case "hang" -> hang(context);
            case "allocate" -> allocate();
            case "large" ->
                out.write(JSON.writeValueAsBytes("x".repeat(event.path("bytes").asInt())));
            default -> out.write(JSON.writeValueAsBytes(view(event, context)));
        }
    }

    private Map<String, Object> view(JsonNode event, Context context) {
        return Map.of(
                "event", event,
                "requestId", context.getAwsRequestId(),
                "arn", context.getInvokedFunctionArn(),
                "remainingMs", context.getRemainingTimeInMillis(),
                "pid", ProcessHandle.current().pid(),
                "invocations", invocations,
                "maxHeapBytes", Runtime.getRuntime().maxMemory(),
                "environment", environment);
    }

    private static void hang(Context context) {
        context.getLogger().log("hanging " + context.getAwsRequestId() + "\n");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void allocate() {
        long[][] hoard = new long[1 << 20][];
        for (int i = 0; ; i++) {
            hoard[i] = new long[1 << 17];
        }
    }
}
