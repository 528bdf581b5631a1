package com.stockflare.restore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.ConsumerLag;
import com.stockflare.restore.engine.EngineOptions;
import com.stockflare.restore.engine.EngineRuntime;
import com.stockflare.restore.engine.Notes;
import com.stockflare.restore.engine.RecordSink;
import com.stockflare.restore.engine.RestoreEngine;
import com.stockflare.restore.engine.TableCatalog;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.StreamShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told when the program itself has a fault, in the middle of a restore. */
class ForegroundRestoreFaultTest {
    private static final String ROW =
            Base64.getEncoder().encodeToString("{\"id\":{\"S\":\"x\"}}".getBytes(UTF_8)) + "\n";

    /** The process: restores a file into a stream that takes the first batch, and breaks with the second. */
    static final class Faulty implements RecordSink {
        public static void main(String[] files) {
            RestoreRequest request = new RestoreRequest("Rates", "", files[0], null, "put-stream", 0, Decode.AUTO);
            LocalRejectStore rejects = new LocalRejectStore(Path.of(files[0]).getParent());
            RestoreEngine engine = new RestoreEngine(new RestoreEngine.Ports(
                    new LocalFileSource(),
                    new Faulty(),
                    rejects,
                    TableCatalog.UNKNOWN,
                    ConsumerLag.UNKNOWN,
                    EngineRuntime.system(EngineOptions.DEFAULT)));
            RestoreJob job = new RestoreJob("r-1", request, engine.find(request), Checkpoint.START);
            ForegroundRestore restore =
                    new ForegroundRestore(engine, job, rejects.of(job), offset -> "go on from " + offset);
            int status = restore.run(Duration.ZERO);
            // Ctrl-C, just now: all has been said.
            restore.stopping();
            restore.last();
            System.exit(status);
        }

        @Override
        public StreamShape describe(String stream, Notes notes) {
            return new StreamShape(List.of(), StreamShape.DEFAULT_MAX_RECORD_BYTES, StreamShape.DEFAULT_RETENTION);
        }

        @Override
        public PutResult put(String stream, Batch batch) {
            if (batch.row(0) > 0) {
                throw new IllegalStateException("by script");
            }
            return new PutResult(List.of(), Set.of());
        }
    }

    @Test
    void run_faultBehindASettledBatch_saysWhatIsSettledAndHowToGoOn(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("backup.csv"), ROW.repeat(2 * Batch.MAX_RECORDS));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Faulty.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertEquals(ExitStatus.FAILED, process.waitFor(), said);
        int settled = Batch.MAX_RECORDS * ROW.length();
        assertTrue(said.contains("something went wrong that should not have: java.lang.IllegalStateException"), said);
        assertTrue(said.contains("500 rows: 500 sent"), said);
        assertTrue(said.contains("every row before offset " + settled + " is settled"), said);
        assertTrue(said.endsWith("\n  go on from " + settled + "\n"), said);
        assertFalse(said.contains("\tat "), said);
        assertFalse(said.contains("Stop"), said);
    }
}
