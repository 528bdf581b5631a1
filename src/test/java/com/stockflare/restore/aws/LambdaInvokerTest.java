package com.stockflare.restore.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.stockflare.restore.model.ContinuationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;

class LambdaInvokerTest {
    @Test
    void invoke_event_isHandedOverWithoutWaiting() {
        List<String> seen = new ArrayList<>();
        try (StubServer stub = StubServer.start(exchange -> {
                    seen.add(exchange.getRequestURI().getPath());
                    seen.add(exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type"));
                    seen.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    StubServer.answer(exchange, 202, Map.of(), "");
                });
                SdkSettings settings = SdkSettings.lambda(stub.endpoint());
                LambdaClient lambda = settings.clients().lambda()) {
            new LambdaInvoker(() -> lambda).invoke("restore", "{\"n\":1}".getBytes(UTF_8));
        }

        assertEquals(List.of("/2015-03-31/functions/restore/invocations", "Event", "{\"n\":1}"), seen);
    }

    @Test
    void invoke_failsForAWhile_isTriedAgain() {
        int[] calls = {0};
        try (StubServer stub = StubServer.start(
                        exchange -> StubServer.answer(exchange, ++calls[0] < 3 ? 500 : 202, Map.of(), ""));
                SdkSettings settings = SdkSettings.lambda(stub.endpoint());
                LambdaClient lambda = settings.clients().lambda()) {
            new LambdaInvoker(() -> lambda).invoke("restore", new byte[] {'1'});
        }

        assertEquals(3, calls[0]);
    }

    @Test
    void invoke_refused_isOneClearLine() {
        try (StubServer stub = StubServer.answering(
                        403, Map.of("x-amzn-ErrorType", "AccessDeniedException"), "{\"Message\":\"not authorized\"}");
                SdkSettings settings = SdkSettings.lambda(stub.endpoint());
                LambdaClient lambda = settings.clients().lambda()) {
            ContinuationException e = assertThrows(
                    ContinuationException.class,
                    () -> new LambdaInvoker(() -> lambda).invoke("restore", new byte[] {'1'}));

            assertEquals("CONTINUATION_FAILED", e.code());
            assertEquals(
                    "The function restore could not be invoked to go on: the service answered AccessDeniedException.",
                    e.getMessage());
            Wording.assertClear(e);
        }
    }
}
