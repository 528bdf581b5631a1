package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

@Tag("slow")
class LocalLambdaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTION = "scripted";

    private static LocalLambda lambda;
    private static LambdaClient client;

    @BeforeAll
    static void start() {
        lambda = LocalLambda.start();
        client = clientOf(lambda);
        lambda.create(scripted().withMemoryMb(256).withTimeout(Duration.ofSeconds(20)));
    }

    @AfterAll
    static void stop() {
        client.close();
        lambda.close();
    }

    static FunctionSpec scripted() {
        return FunctionSpec.of(FUNCTION, ScriptedHandler.class.getName()).withClassPath(FunctionSpec.testPackage());
    }

    static LambdaClient clientOf(LocalLambda lambda) {
        return LambdaClient.builder()
                .endpointOverride(lambda.endpoint())
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    @Test
    void invoke_whenIdle_usesTheSameSandboxAgain() throws IOException {
        JsonNode first = json(invoke("{\"n\":\"é\"}"));
        JsonNode second = json(invoke("{}"));
        assertEquals("é", first.path("event").path("n").asText());
        assertEquals(first.path("pid"), second.path("pid"));
        assertNotEquals(first.path("requestId"), second.path("requestId"));
        assertNotEquals(ProcessHandle.current().pid(), first.path("pid").asLong());
    }

    @Test
    void invoke_always_givesTheFunctionLambdasSurroundings() throws IOException {
        JsonNode seen = json(invoke("{}"));
        JsonNode environment = seen.path("environment");
        assertEquals(FUNCTION, environment.path("AWS_LAMBDA_FUNCTION_NAME").asText());
        assertEquals("256", environment.path("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").asText());
        assertEquals(
                lambda.endpoint().toString(),
                environment.path("AWS_ENDPOINT_URL").asText());
        assertTrue(environment.path("HOME").isMissingNode(), "nothing is inherited");
        long heapBytes = seen.path("maxHeapBytes").asLong();
        assertTrue(heapBytes > 180 << 20 && heapBytes < 256 << 20, () -> "heap of " + heapBytes);
        long remainingMs = seen.path("remainingMs").asLong();
        assertTrue(remainingMs > 0 && remainingMs <= 20_000, () -> "remaining " + remainingMs);
    }

    @Test
    void invoke_byArnWithQualifier_findsTheFunction() throws IOException {
        String arn = "arn:aws:lambda:us-east-1:000000000000:function:" + FUNCTION;
        InvokeResponse inName =
                client.invoke(r -> r.functionName(arn + ":live").payload(SdkBytes.fromUtf8String("{}")));
        InvokeResponse beside =
                client.invoke(r -> r.functionName(arn).qualifier("live").payload(SdkBytes.fromUtf8String("{}")));
        assertEquals(arn + ":live", json(inName).path("arn").asText());
        assertEquals(arn + ":live", json(beside).path("arn").asText());
    }

    @Test
    void invoke_whenTheHandlerThrows_answersUnhandledAndKeepsTheSandbox() throws IOException {
        long pid = json(invoke("{}")).path("pid").asLong();
        InvokeResponse failed = invoke("{\"do\":\"throw\"}");
        assertEquals(200, failed.statusCode());
        assertEquals("Unhandled", failed.functionError());
        assertEquals("as told", json(failed).path("errorMessage").asText());
        assertEquals(
                "java.lang.IllegalStateException",
                json(failed).path("errorType").asText());
        assertEquals(pid, json(invoke("{}")).path("pid").asLong());
    }

    @Test
    void invoke_whenTheAnswerIsTooLarge_isAnError() throws IOException {
        InvokeResponse failed = invoke("{\"do\":\"large\",\"bytes\":6291456}");
        assertEquals("Unhandled", failed.functionError());
        assertEquals(
                "Function.ResponseSizeTooLarge", json(failed).path("errorType").asText());
        assertEquals(
                6 << 20,
                invoke("{\"do\":\"large\",\"bytes\":6291454}").payload().asByteArrayUnsafe().length);
    }

    @Test
    void invoke_dryRun_runsNothing() {
        long before = lambda.invocations(FUNCTION);
        InvokeResponse answer = client.invoke(r -> r.functionName(FUNCTION).invocationType(InvocationType.DRY_RUN));
        assertEquals(204, answer.statusCode());
        assertEquals(before, lambda.invocations(FUNCTION));
    }

    @Test
    void invoke_unknownFunction_isNotFound() {
        ResourceNotFoundException e =
                assertThrows(ResourceNotFoundException.class, () -> client.invoke(r -> r.functionName("absent")));
        assertEquals(
                "Function not found: arn:aws:lambda:us-east-1:000000000000:function:absent",
                e.awsErrorDetails().errorMessage());
    }

    @Test
    void invoke_eventAboveOneMebibyte_isTooLarge() {
        String payload = "\"" + "x".repeat(1 << 20) + "\"";
        RequestTooLargeException e = assertThrows(
                RequestTooLargeException.class,
                () -> client.invoke(r -> r.functionName(FUNCTION)
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String(payload))));
        assertEquals(413, e.statusCode());
    }

    @Test
    void invoke_whatIsNotJson_isRefused() {
        assertThrows(InvalidRequestContentException.class, () -> invoke("{"));
    }

    private static InvokeResponse invoke(String payload) {
        return client.invoke(r -> r.functionName(FUNCTION).payload(SdkBytes.fromUtf8String(payload)));
    }

    static JsonNode json(InvokeResponse response) throws IOException {
        return JSON.readTree(response.payload().asString(UTF_8));
    }
}
