package com.stockflare.restore.cli;

import static com.stockflare.restore.cli.LocalServices.TABLE;
import static com.stockflare.restore.cli.LocalServices.assertHoldsEachOnce;
import static com.stockflare.restore.cli.LocalServices.backup;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import com.stockflare.restore.local.FunctionSpec;
import com.stockflare.restore.local.LocalStream;
import com.stockflare.restore.local.PutRecordsFault;
import com.stockflare.restore.local.StreamOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that the build makes, as its user starts it. */
class CommandLineJarIT {
    /** As the README has it: seen from the project's folder. */
    private static final String JAR = "target/dynamodb-restore.jar";

    private static final Path PROJECT =
            FunctionSpec.deploymentPackage().get(0).getParent().getParent();

    @TempDir
    private Path folder;

    @Test
    void version_ofTheJar_isTheProjects() {
        Ended ended = inShell(Map.of(), "java -jar " + JAR + " --version");

        assertEquals("", ended.errWithoutProgress());
        assertTrue(ended.out().matches("dynamodb-restore \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n"), ended.out());
        assertEquals(0, ended.status());
    }

    @Test
    void ctrlC_restoreWithTheJar_printedCommandGoesOn() throws Exception {
        int rows = 10_000;
        Path file = folder.resolve("backup.csv");
        Files.writeString(file, backup(rows));
        try (LocalServices services = LocalServices.start()) {
            LocalStream stream = services.kinesis().createStream("stream", StreamOptions.ofShards(2));
            String options = " -t " + TABLE + " -f file:" + file + " -k " + stream.name() + " -r us-east-1";

            Ended stopped = stopHalfWay(services, "exec java -jar " + JAR + options);

            String command = stopped.err().lines().reduce((first, last) -> last).orElseThrow();
            assertTrue(
                    command.matches("  (?:AWS_ENDPOINT_URL\\S* )*java -jar \\Q" + JAR + options + "\\E --from \\d+"),
                    stopped.err());
            Ended goneOn = inShell(services.environment(), command);
            assertEquals("", goneOn.errWithoutProgress());
            assertEquals(0, goneOn.status());
            assertHoldsEachOnce(rows, stream);
        }
    }

    /** The stream takes 2,000 rows a second, so that most of them are still to come after the fourth call. */
    private static Ended stopHalfWay(LocalServices services, String command) throws InterruptedException {
        CountDownLatch calls = new CountDownLatch(4);
        services.kinesis().setFaults(call -> {
            calls.countDown();
            return PutRecordsFault.none();
        });
        try (CommandLineProcess process =
                CommandLineProcess.startOther(PROJECT, services.environment(), "sh", "-c", command)) {
            assertTrue(calls.await(1, TimeUnit.MINUTES), "nothing is sent");
            int status = process.interrupt();
            Ended ended = process.await();
            assertEquals(status, ended.status());
            return ended;
        }
    }

    private static Ended inShell(Map<String, String> environment, String command) {
        try (CommandLineProcess shell = CommandLineProcess.startOther(PROJECT, environment, "sh", "-c", command)) {
            return shell.await();
        }
    }
}
