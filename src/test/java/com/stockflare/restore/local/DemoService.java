package com.stockflare.restore.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;

/** The service on this machine, kept up to be driven by hand: {@code mvn -q -Pdemo -Dserve}. */
final class DemoService {
    private static final Path VARIABLES = Path.of("target", "demo.env");
    private static final Duration WATCHDOG_PERIOD = Duration.ofSeconds(10);

    /** Each is an invocation that stops in time and goes on in another: several for a restore of a minute. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private DemoService() {}

    /** Keeps it up until the process is ended. */
    static void serve(LocalAws aws, DemoBackup backup, String table) throws IOException, InterruptedException {
        backup.key().createTable(aws.dynamoDb(), table);
        aws.deployRestore(TIMEOUT, Map.of("LEASE_SECONDS", "15"));
        aws.deployPut();
        aws.scheduleWatchdog(WATCHDOG_PERIOD);
        URI api = aws.deployApi();
        String file = "backups/" + backup.name();
        aws.put(file, RequestBody.fromFile(backup.file()));
        Files.createDirectories(VARIABLES.getParent());
        Files.writeString(VARIABLES, variables(aws, api));
        System.out.printf("""

                The service is up until Ctrl-C; the backup is at s3://%1$s/%2$s, the empty table is %3$s.
                The API: %4$s/restores (docs/openapi.yaml; here nobody has to sign)
                A file that is dropped under restore/ starts nothing here: use start.

                In another terminal, in this folder (mvn -q package -DskipTests makes the jar):
                  . %5$s
                  java -jar target/dynamodb-restore.jar start -t %3$s -f '%2$s' --rate 1000 --watch
                  java -jar target/dynamodb-restore.jar list
                  java -jar target/dynamodb-restore.jar pause ID      (and resume, cancel, rate ID 5000, status, watch)
                  curl -s "$API/restores"
                  curl -s "$API/restores" -d '{"table":"%3$s","file":"%2$s","force":true}'
                """, LocalAws.BUCKET, file, table, api, VARIABLES);
        Thread.sleep(Long.MAX_VALUE);
    }

    private static String variables(LocalAws aws, URI api) {
        Map<String, String> variables = aws.environment();
        variables.put("API", api.toString());
        variables.put("RESTORE_API_FUNCTION", LocalAws.API_FUNCTION);
        return variables.entrySet().stream()
                .map(variable -> "export " + variable.getKey() + "='" + variable.getValue() + "'")
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
