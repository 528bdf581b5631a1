package com.stockflare.restore.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;

/** As on systems where the runtime interface client does not run. */
@Timeout(120)
class RestoreInProcessIT {
    private static final int ROWS = 4_000;

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
        // One shard takes 1,000 records at once, and 1,000 a second after that: there is a second hop for the rest.
        try (LocalAws aws = LocalAws.start(options, StreamOptions.ofShards(1))) {
            aws.deployRestore(Duration.ofSeconds(60), Map.of("STOP_MARGIN_MS", "60000", "PART_SIZE_BYTES", "65536"));
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
