package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import com.stockflare.restore.local.BackupWriter;
import com.stockflare.restore.local.LambdaOptions;
import com.stockflare.restore.local.LocalAws;
import com.stockflare.restore.local.SampleTable;
import com.stockflare.restore.local.StreamOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** The command line and HTTP against the service on the local AWS, its functions in child JVMs. */
@Timeout(180)
class ServiceIT {
    private static final int ROWS = 3_000;

    @TempDir
    private Path folder;

    @Test
    void startPausedResumedAndWatched_endsWithEveryRecordSentOnce() throws Exception {
        try (LocalAws aws = LocalAws.start(LambdaOptions.defaults(), StreamOptions.ofShards(4))) {
            // No call is made again because the machine held it up: it may take a third of the lease.
            aws.deployRestore(Duration.ofSeconds(200), Map.of("LEASE_SECONDS", "45"));
            URI api = aws.deployApi();
            SampleTable.create(aws.dynamoDb(), "Restored");
            byte[] file =
                    BackupWriter.CURRENT.file(new SampleTable(13, ROWS).stream().toList());
            aws.put("backups/sample.csv", RequestBody.fromBytes(file));

            // It would take minutes: there is time to pause it.
            Ended started = run(aws, "start", "-t", "Restored", "-f", "backups/sample.csv", "--rate", "20", "--json");
            assertEquals(0, started.status(), started.err());
            String id = Service.MAPPER.readTree(started.out()).path("restoreId").asText();
            assertEquals(0, run(aws, "pause", id).status());
            awaitPaused(api, id);
            Ended shown = run(aws, "status", id);
            assertTrue(shown.out().startsWith(id + "  PAUSED\n"), shown.out());

            assertEquals(0, run(aws, "rate", id, "none").status());
            assertEquals(0, run(aws, "resume", id).status());
            Ended watched = run(aws, "watch", id);

            assertEquals(0, watched.status(), watched.err());
            assertTrue(watched.out().contains("\n3,000 rows: 3,000 sent, 0 rejected, 0 blank\n"), watched.out());
            assertEquals(ROWS, aws.stream().counts().recordsAccepted());
        }
    }

    @Test
    void list_functionThatRestores_isAskedAbout() throws Exception {
        try (LocalAws aws = LocalAws.start(LambdaOptions.defaults(), StreamOptions.ofShards(1))) {
            aws.deployRestore(Duration.ofSeconds(60), Map.of("LEASE_SECONDS", "15"));

            Ended ended = run(aws, "list", "--function", LocalAws.RESTORE_FUNCTION);

            assertTrue(
                    ended.err()
                            .endsWith(". Is it RestoreApiFunction, deployed as the template says? Its log has more.\n"),
                    ended.err());
            assertEquals(1, ended.err().lines().count(), ended.err());
            assertEquals(1, ended.status());
        }
    }

    private Ended run(LocalAws aws, String... words) {
        Map<String, String> variables = aws.environment();
        variables.put("RESTORE_API_FUNCTION", LocalAws.API_FUNCTION);
        return CommandLineProcess.run(folder, variables, words);
    }

    /** Whoever works on it sees the wish with its checkpoints. */
    private static void awaitPaused(URI api, String id) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(api.resolve("/restores/" + id)).build();
        String status = "";
        while (!status.equals("PAUSED")) {
            String body = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            status = Service.MAPPER.readTree(body).path("status").asText();
        }
    }
}
