package com.stockflare.restore.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;

/** As on systems where the runtime interface client does not run. */
@Timeout(120)
class RestoreInProcessIT {
    private static final int ROWS = 2_000;

    private final Properties before = (Properties) System.getProperties().clone();
    private final PrintStream output = System.out;

    @AfterEach
    void putBack() {
        System.setProperties(before);
        System.setOut(output);
    }

    @Test
    void restore_withHandlersInThisJvm_makesTheTablesIdentical() throws Exception {
        List<FailedEvent> failed = new CopyOnWriteArrayList<>();
        LambdaOptions options = LambdaOptions.defaults().withInProcess(true).withOnFailure(failed::add);
        try (LocalAws aws = LocalAws.start(options, StreamOptions.ofShards(4))) {
            // It stops as soon as something is settled, and the first one gets no more than a part: there is a second
            // hop.
            aws.deployRestore(Duration.ofSeconds(200), Map.of("STOP_MARGIN_MS", "400000", "PART_SIZE_BYTES", "65536"));
            CountDownLatch never = new CountDownLatch(1);
            aws.localS3()
                    .onCall(call -> call.from() >= 65_536 && aws.lambda().invocations(LocalAws.RESTORE_FUNCTION) == 1
                            ? S3Fault.heldUntil(never)
                            : S3Fault.none());
            aws.deployPut();
            SampleTable sample = new SampleTable(13, ROWS);
            SampleTable.create(aws.dynamoDb(), "Restored");
            byte[] file = BackupWriter.CURRENT.file(sample.stream().toList());
            aws.drop("restore/Restored/sample.csv", RequestBody.fromBytes(file));
            assertTrue(aws.lambda().awaitEvents(Duration.ofSeconds(60)));
            assertEquals(List.of(), failed);
            assertTrue(aws.lambda().invocations(LocalAws.RESTORE_FUNCTION) > 1);
            // The demo follows the restore by it.
            assertTrue(aws.lambda().log().contains("\"status\":\"COMPLETED\""), aws.lambda()::log);
            assertTrue(
                    aws.consumer().awaitDrained(Duration.ofSeconds(60)),
                    () -> aws.consumer().toString());
            TableComparison comparison =
                    TableComparison.ofItems(aws.dynamoDb(), sample.stream().iterator(), "Restored");
            assertTrue(comparison.isIdentical(), comparison::toString);
        }
    }
}
