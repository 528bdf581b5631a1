package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

@Tag("slow")
@Timeout(60)
class LambdaInProcessTest {

    /** A handler with typed events. */
    public static final class TypedHandler implements RequestHandler<KinesisEvent, StreamsEventResponse> {

        @Override
        public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
            System.out.println(event.getRecords().size() + " records, größe");
            return new StreamsEventResponse(event.getRecords().stream()
                    .map(r -> new StreamsEventResponse.BatchItemFailure(
                            r.getKinesis().getSequenceNumber()))
                    .toList());
        }
    }

    private final Properties before = (Properties) System.getProperties().clone();
    private final PrintStream output = System.out;
    private final LocalLambda lambda =
            LocalLambda.start(LambdaOptions.defaults().withInProcess(true));

    @BeforeEach
    void create() {
        lambda.create(LocalLambdaTest.scripted().withEnvironment(Map.of("COLOUR", "red")));
    }

    @AfterEach
    void stop() {
        lambda.close();
        System.setProperties(before);
        System.setOut(output);
    }

    @Test
    void invoke_overTheInvokeApi_runsTheHandlerHere() {
        try (LambdaClient client = LocalLambdaTest.clientOf(lambda)) {
            String answer = client.invoke(r -> r.functionName("scripted").payload(SdkBytes.fromUtf8String("{\"n\":1}")))
                    .payload()
                    .asString(UTF_8);
            assertTrue(answer.contains("\"pid\":" + ProcessHandle.current().pid()), answer);
            assertTrue(answer.contains("\"COLOUR\":\"red\""), answer);
        }
        assertEquals(lambda.endpoint().toString(), System.getProperty("aws.endpointUrl"));
    }

    @Test
    void invoke_whenTheHandlerThrows_isAnError() throws Exception {
        InvocationResult result = lambda.invoke("scripted", "{\"do\":\"throw\"}");
        assertTrue(result.isError() && result.payload().contains("as told"), result::payload);
    }

    @Test
    void invoke_pastTheTimeout_isReported() throws Exception {
        lambda.create(FunctionSpec.of("short", ScriptedHandler.class.getName()).withTimeout(Duration.ofMillis(100)));
        InvocationResult result = lambda.invoke("short", "{\"do\":\"hang\"}");
        assertTrue(result.isError() && result.payload().contains("timed out after 0.10 seconds"), result::payload);
    }

    @Test
    void invoke_handlerWithTypedEvents_readsAndWritesLambdasJsonAndLogsWhatItPrints() throws Exception {
        lambda.create(FunctionSpec.of("typed", TypedHandler.class.getName()));
        InvocationResult result =
                lambda.invoke("typed", "{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"42\",\"data\":\"eA==\"}}]}");
        assertEquals("{\"batchItemFailures\":[{\"itemIdentifier\":\"42\"}]}", result.payload());
        System.out.println("not the function's");
        assertEquals("typed: 1 records, größe", lambda.log());
    }
}
