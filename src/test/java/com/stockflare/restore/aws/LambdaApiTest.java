package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LambdaApiTest {
    /** As a function that starts cold, and whose own calls are tried again. */
    @Test
    void call_functionTakesLongerThanASilence_isWaitedForAndInvokedOnce() {
        Duration silence = Duration.ofMillis(100);
        AtomicInteger calls = new AtomicInteger();
        try (StubServer stub = StubServer.start(exchange -> {
                    calls.incrementAndGet();
                    LockSupport.parkNanos(silence.multipliedBy(3).toNanos());
                    StubServer.answer(exchange, 200, Map.of(), "{}");
                });
                SdkSettings settings = SdkSettings.lambda(stub.endpoint())) {
            assertEquals("{}", new LambdaApi(settings.clients(silence), "api").call("{}"));
        }

        assertEquals(1, calls.get());
    }
}
