package com.stockflare.restore.local;

import static com.stockflare.restore.local.ContractStream.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.InternalFailureException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.KmsDisabledException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** What a client sees of each fault, and what the stream holds after it. */
@Tag("slow")
@Timeout(60)
class LocalKinesisFaultsTest {
    private final LocalKinesis kinesis = LocalKinesis.start();
    private final LocalStream local = kinesis.createStream("faulty", 2);
    private final ContractStream stream = new ContractStream(KinesisClients.cbor(kinesis.endpoint()), "faulty");

    @AfterEach
    void stop() {
        stream.client().close();
        kinesis.close();
    }

    @Test
    void failRecords_byIndex_failsThoseInA200() {
        kinesis.setFaults(PutRecordsFaults.inOrder(PutRecordsFault.failRecords("InternalFailure", 0, 2)));

        PutRecordsResponse answer = stream.putKeys("a", "b", "c");

        assertEquals(2, answer.failedRecordCount());
        PutRecordsResultEntry failed = answer.records().get(2);
        assertEquals("InternalFailure", failed.errorCode());
        assertEquals("Internal service failure.", failed.errorMessage());
        assertNull(failed.shardId());
        assertNull(answer.records().get(1).errorCode());
        assertEquals(List.of("b"), keys());
        assertEquals(0, local.counts().recordsThrottled());
    }

    @Test
    void failRecords_throttled_namesTheShard() {
        kinesis.setFaults(
                PutRecordsFaults.inOrder(PutRecordsFault.failRecords("ProvisionedThroughputExceededException", 0)));

        // Its MD5 begins with 4c: the first of two shards.
        String message = stream.putKeys("PartitionKey-0").records().get(0).errorMessage();

        assertEquals(
                "Rate exceeded for shard shardId-000000000000 in stream faulty under account 000000000000.", message);
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(
                        400, "ProvisionedThroughputExceededException", ProvisionedThroughputExceededException.class),
                Arguments.of(400, "AccessDeniedException", AccessDeniedException.class),
                Arguments.of(400, "KMSDisabledException", KmsDisabledException.class),
                Arguments.of(400, "ResourceNotFoundException", ResourceNotFoundException.class),
                Arguments.of(500, "InternalFailureException", InternalFailureException.class),
                Arguments.of(500, "InternalFailure", KinesisException.class),
                Arguments.of(503, "ServiceUnavailable", KinesisException.class));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void failCall_anyType_reachesTheClientAsThatType(
            int status, String type, Class<? extends KinesisException> expected) {
        kinesis.setFaults(PutRecordsFaults.inOrder(PutRecordsFault.failCall(status, type)));

        KinesisException e = assertThrows(expected, () -> stream.putKeys("a"));

        assertEquals(status, e.statusCode());
        assertEquals(type, e.awsErrorDetails().errorCode());
        assertEquals(List.of(), local.records());
        assertEquals(1, local.counts().calls());
    }

    @Test
    void loseAnswer_recordsAreAccepted_clientSeesAnIoError() {
        kinesis.setFaults(PutRecordsFaults.inOrder(PutRecordsFault.loseAnswer()));

        assertThrows(SdkClientException.class, () -> stream.putKeys("a"));

        assertEquals(List.of("a"), keys());
    }

    @Test
    void dropCall_nothingIsAccepted_clientSeesAnIoError() {
        kinesis.setFaults(PutRecordsFaults.inOrder(PutRecordsFault.dropCall()));

        assertThrows(SdkClientException.class, () -> stream.putKeys("a"));

        assertEquals(List.of(), local.records());
        assertEquals(0, stream.putKeys("b").failedRecordCount());
        assertEquals(List.of("b"), keys());
    }

    @Test
    void after_latency_delaysTheAnswerButNotTheRecords() {
        Duration latency = Duration.ofMillis(60);
        kinesis.setFaults(PutRecordsFaults.inOrder(PutRecordsFault.none().after(latency)));
        long before = System.nanoTime();

        stream.putKeys("a");

        assertTrue(System.nanoTime() - before >= latency.toNanos());
        assertEquals(List.of("a"), keys());
    }

    @Test
    void on_predicate_seesTheCall() {
        kinesis.setFaults(call -> call.number() == 2
                        && call.stream().equals("faulty")
                        && call.records().get(0).partitionKey().equals("b")
                ? PutRecordsFault.failCall(400, "AccessDeniedException")
                : PutRecordsFault.none());

        stream.putKeys("a");
        assertThrows(AccessDeniedException.class, () -> stream.putKeys("b"));
        stream.putKeys("b");

        assertEquals(List.of("a", "b"), keys());
    }

    @Test
    void on_throwing_isAnInternalFailureThatSaysWhy() {
        kinesis.setFaults(call -> {
            throw new IllegalStateException("the test is wrong");
        });

        KinesisException e = assertThrows(KinesisException.class, () -> stream.putKeys("a"));

        assertEquals(500, e.statusCode());
        assertTrue(e.getMessage().contains("the test is wrong"), e.getMessage());
    }

    @Test
    void on_blocking_holdsTheCallBackUntilItIsLetGo() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        kinesis.setFaults(call -> {
            arrived.countDown();
            await(letGo);
            return PutRecordsFault.none();
        });
        Thread caller = new Thread(() -> stream.put(List.of(entry("a"))));
        caller.start();

        await(arrived);
        assertEquals(List.of(), local.records());
        letGo.countDown();
        caller.join();

        assertEquals(List.of("a"), keys());
    }

    @Test
    void close_withACallWaiting_endsTheCallAtOnce() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        kinesis.setFaults(call -> {
            arrived.countDown();
            return PutRecordsFault.none().after(Duration.ofHours(1));
        });
        Thread caller = new Thread(() -> assertThrows(SdkClientException.class, () -> stream.put(List.of(entry("a")))));
        caller.start();
        await(arrived);

        kinesis.close();

        // The client itself gives up after 30 seconds.
        caller.join(TimeUnit.SECONDS.toMillis(20));
        assertEquals(Thread.State.TERMINATED, caller.getState());
    }

    private List<String> keys() {
        return local.records().stream().map(AcceptedRecord::partitionKey).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
