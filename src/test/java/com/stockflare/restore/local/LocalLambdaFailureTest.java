package com.stockflare.restore.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

@Tag("slow")
@Timeout(60)
class LocalLambdaFailureTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTION = "scripted";

    private final BlockingQueue<FailedEvent> failed = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile int deliveries = 1;
    private LocalLambda lambda;

    @BeforeEach
    void start() {
        lambda = LocalLambda.start(LambdaOptions.defaults()
                .withRetryDelays(List.of(Duration.ofMillis(1), Duration.ofMillis(1)))
                .withOnFailure(failed::add)
                .withDeliveryFaults(event -> deliveries)
                .withLog((function, line) -> lines.add(line)));
    }

    @AfterEach
    void stop() {
        lambda.close();
    }

    @Test
    void invoke_pastTheTimeout_killsTheSandboxAndTheNextHasAnother() throws Exception {
        // Far below the start of a JVM, which is not counted.
        lambda.create(LocalLambdaTest.scripted().withTimeout(Duration.ofMillis(250)));
        for (int i = 0; i < 2; i++) {
            JsonNode error = error("{\"do\":\"hang\"}");
            assertEquals("Sandbox.Timedout", error.path("errorType").asText(), lambda::log);
            assertTrue(
                    error.path("errorMessage").asText().endsWith(" Error: Task timed out after 0.25 seconds"),
                    error::toString);
            assertEquals(0, childJvms());
            assertTrue(lambda.log().contains("scripted: invocation " + (i + 1) + " failed: " + error), lambda.log());
        }
    }

    @Test
    @Tag("slow")
    void invoke_whenTheRuntimeDies_isAnExitError() throws Exception {
        lambda.create(LocalLambdaTest.scripted().withMemoryMb(128));
        assertExit("{\"do\":\"exit\",\"status\":7}", "Runtime exited with error: exit status 7");
        assertExit("{\"do\":\"exit\",\"status\":0}", "Runtime exited without providing a reason");
        // -XX:+ExitOnOutOfMemoryError exits with 3.
        assertExit("{\"do\":\"allocate\"}", "Runtime exited with error: exit status 3");
        assertTrue(lambda.log().contains("OutOfMemoryError"), lambda.log());
    }

    @Test
    void invoke_whenTheHandlerIsMissing_saysWhichClass() throws Exception {
        lambda.create(FunctionSpec.of(FUNCTION, "com.example.Absent"));
        assertTrue(error("{}").path("errorMessage").asText().contains("com.example.Absent"), lambda.log());
    }

    @Test
    void killSandboxes_inTheMiddle_failsTheInvocation() throws Exception {
        lambda.create(LocalLambdaTest.scripted());
        CompletableFuture<InvocationResult> running = inBackground("{\"do\":\"hang\"}");
        assertNotNull(awaitHanging(), lambda::log);
        assertEquals(1, lambda.killSandboxes(FUNCTION));
        InvocationResult result = running.get();
        assertTrue(result.isError());
        assertTrue(result.payload().contains("Runtime exited with error: signal: killed"), result::payload);
    }

    @Test
    void event_thatFails_isTriedAgainWithTheSameIdThenGivenUp() throws Exception {
        lambda.create(LocalLambdaTest.scripted());
        try (LambdaClient client = LocalLambdaTest.clientOf(lambda)) {
            int status = client.invoke(r -> r.functionName(FUNCTION)
                            .invocationType(InvocationType.EVENT)
                            .payload(SdkBytes.fromUtf8String("{\"do\":\"throw\"}")))
                    .statusCode();
            assertEquals(202, status);
        }
        FailedEvent event = failed.take();
        assertEquals(FUNCTION, event.function());
        assertEquals("{\"do\":\"throw\"}", event.payload());
        assertEquals("RetriesExhausted", event.condition());
        assertEquals(3, event.invokeCount());
        assertTrue(event.response().payload().contains("as told"), event::toString);
        assertTrue(lambda.awaitEvents(Duration.ofSeconds(30)));
        assertEquals(3, lambda.invocations(FUNCTION));
    }

    @Test
    @Tag("slow")
    void event_whoseSandboxIsKilled_runsAgainWithTheSameId() throws Exception {
        lambda.create(LocalLambdaTest.scripted());
        String requestId = lambda.send(FUNCTION, "{\"do\":\"hang\"}");
        assertEquals("hanging " + requestId, awaitHanging());
        lambda.killSandboxes(FUNCTION);
        assertEquals("hanging " + requestId, awaitHanging());
        lambda.killSandboxes(FUNCTION);
        assertEquals("hanging " + requestId, awaitHanging());
        lambda.killSandboxes(FUNCTION);
        assertEquals(requestId, failed.take().requestId());
    }

    @Test
    void event_deliveredTwiceOrNever_runsAsOften() throws Exception {
        lambda.create(LocalLambdaTest.scripted().withConcurrency(1));
        deliveries = 2;
        lambda.send(FUNCTION, "{}");
        assertTrue(lambda.awaitEvents(Duration.ofSeconds(30)), lambda::log);
        assertEquals(2, lambda.invocations(FUNCTION));
        deliveries = 0;
        lambda.send(FUNCTION, "{}");
        assertTrue(lambda.awaitEvents(Duration.ofSeconds(30)), lambda::log);
        assertEquals(2, lambda.invocations(FUNCTION));
    }

    @Test
    void invoke_atTheConcurrencyLimit_isThrottledAndAnEventWaits() throws Exception {
        lambda.create(LocalLambdaTest.scripted().withConcurrency(1));
        CompletableFuture<InvocationResult> running = inBackground("{\"do\":\"hang\"}");
        assertNotNull(awaitHanging(), lambda::log);
        lambda.send(FUNCTION, "{}");
        try (LambdaClient client = LocalLambdaTest.clientOf(lambda)) {
            assertThrows(TooManyRequestsException.class, () -> client.invoke(r -> r.functionName(FUNCTION)));
        }
        assertEquals(1, lambda.invocations(FUNCTION));
        lambda.killSandboxes(FUNCTION);
        assertTrue(running.get().isError());
        assertTrue(lambda.awaitEvents(Duration.ofSeconds(30)), lambda::log);
        assertEquals(2, lambda.invocations(FUNCTION));
        assertTrue(failed.isEmpty());
    }

    @Test
    @Tag("slow")
    void invoke_manyAtOnce_startsAsManySandboxesAndCloseEndsThemAll() throws Exception {
        lambda.create(LocalLambdaTest.scripted());
        List<CompletableFuture<InvocationResult>> running =
                IntStream.range(0, 8).mapToObj(i -> inBackground("{}")).toList();
        Set<Long> pids = new HashSet<>();
        for (CompletableFuture<InvocationResult> each : running) {
            pids.add(JSON.readTree(each.get().payload()).path("pid").asLong());
        }
        assertTrue(pids.size() > 1, "one sandbox took turns");
        lambda.close();
        assertEquals(0, childJvms());
    }

    @Test
    void schedule_always_sendsItsEventAgainAndAgain() throws Exception {
        BlockingQueue<LambdaInvocation> sent = new LinkedBlockingQueue<>();
        try (LocalLambda scheduled = LocalLambda.start(LambdaOptions.defaults().withDeliveryFaults(event -> {
            sent.add(event);
            return 0;
        }))) {
            scheduled.create(LocalLambdaTest.scripted());
            try (LocalSchedule schedule =
                    new LocalSchedule(scheduled, FUNCTION, "{\"action\":\"watchdog\"}", Duration.ofMillis(1))) {
                assertEquals("{\"action\":\"watchdog\"}", sent.take().payload(), schedule::toString);
                assertEquals("{\"action\":\"watchdog\"}", sent.take().payload());
            }
        }
    }

    private void assertExit(String event, String reason) throws IOException {
        JsonNode error = error(event);
        assertEquals("Runtime.ExitError", error.path("errorType").asText(), lambda::log);
        assertTrue(error.path("errorMessage").asText().endsWith(" Error: " + reason), error::toString);
    }

    private JsonNode error(String event) throws IOException {
        InvocationResult result = invoke(event);
        assertTrue(result.isError(), result::payload);
        return JSON.readTree(result.payload());
    }

    private InvocationResult invoke(String event) {
        try {
            return lambda.invoke(FUNCTION, event);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<InvocationResult> inBackground(String event) {
        return CompletableFuture.supplyAsync(() -> invoke(event), task -> new Thread(task).start());
    }

    private String awaitHanging() throws InterruptedException {
        String line = lines.poll(30, TimeUnit.SECONDS);
        while (line != null && !line.startsWith("hanging")) {
            line = lines.poll(30, TimeUnit.SECONDS);
        }
        return line;
    }

    /** Surefire starts a process of its own now and then, but no JVM. */
    private static long childJvms() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .count();
    }
}
