package com.stockflare.restore.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;

/** A large restore whose sandboxes are killed (SIGKILL) again and again, while S3 and Kinesis fail in every way they can. */
@Timeout(1_200)
class RestoreUnderFireIT {
    private static final String TABLE = "Restored";
    private static final int ROWS = 100_000;
    private static final int SHARDS = 16;
    private static final int KILLS = 6;
    private static final int CALLS_BETWEEN_KILLS = 40;
    private static final Duration LIMIT = Duration.ofMinutes(8);

    /** Short, since each kill costs one; three times as long as a busy machine takes for a call. */
    private static final int LEASE_SECONDS = 6;

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private LocalAws aws;

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void restore_killedAgainAndAgain_makesTheTablesIdentical() throws Exception {
        aws = LocalAws.start(
                LambdaOptions.defaults().withDeliveryFaults(RestoreUnderFireIT::deliveries),
                StreamOptions.ofShards(SHARDS));
        aws.deployRestore(
                Duration.ofSeconds(30),
                Map.of("LEASE_SECONDS", Integer.toString(LEASE_SECONDS), "PART_SIZE_BYTES", "1048576"));
        aws.deployPut();
        aws.localS3().onCall(this::cutSome);
        aws.kinesis().setFaults(this::failSome);
        SampleTable sample = new SampleTable(21, ROWS);
        SampleTable.create(aws.dynamoDb(), TABLE);
        aws.scheduleWatchdog(Duration.ofSeconds(5));

        aws.drop(
                "restore/" + TABLE + "/Sample.csv",
                RequestBody.fromBytes(BackupWriter.CURRENT.file(sample.stream().toList())));
        RestoreState end = aws.awaitRestores(LIMIT).get(0);

        assertEquals(Status.COMPLETED, end.status(), () -> end + aws.lambda().log());
        assertEquals(new Counts(ROWS, 0, 0), end.counts());
        assertEquals(KILLS, kills.get());
        assertTrue(aws.consumer().awaitDrained(LIMIT), () -> aws.consumer().toString());
        TableComparison comparison =
                TableComparison.ofItems(aws.dynamoDb(), sample.stream().iterator(), TABLE);
        assertTrue(comparison.isIdentical(), comparison::toString);
        assertEquals(ROWS, comparison.actual());
    }

    /** Twice, but for the watchdog's events: each costs a JVM after a kill. */
    private static int deliveries(LambdaInvocation event) {
        return event.payload().contains("watchdog") ? 1 : 2;
    }

    /** Every third body breaks off. */
    private S3Fault cutSome(S3Call call) {
        boolean cut = call.method().equals("GET") && reads.incrementAndGet() % 3 == 0;
        return cut ? S3Fault.cutAfter(100_000) : S3Fault.none();
    }

    /** Answers get lost, whole calls and single records fail, and in between all sandboxes are killed. */
    private PutRecordsFault failSome(PutRecordsCall call) {
        int number = calls.incrementAndGet();
        if (number % CALLS_BETWEEN_KILLS == 0 && kills.get() < KILLS) {
            kills.incrementAndGet();
            aws.lambda().killSandboxes(LocalAws.RESTORE_FUNCTION);
        }
        int size = call.records().size();
        return switch (number % 10) {
            case 1 -> PutRecordsFault.loseAnswer();
            case 3 -> PutRecordsFault.failCall(500, "InternalFailure");
            case 5 -> PutRecordsFault.failRecords("InternalFailure", some(number, size));
            case 7 -> PutRecordsFault.failRecords("ProvisionedThroughputExceededException", some(number, size));
            case 9 -> PutRecordsFault.dropCall();
            default -> PutRecordsFault.none();
        };
    }

    private static int[] some(int seed, int size) {
        Random random = new Random(seed);
        return IntStream.range(0, size).filter(i -> random.nextInt(4) == 0).toArray();
    }
}
