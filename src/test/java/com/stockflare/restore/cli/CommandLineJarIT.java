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
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The jar that the build makes, as its user starts it. */
class CommandLineJarIT {
    /** As the README has it: seen from the project's folder. */
    private static final String JAR = "target/dynamodb-restore.jar";

    private static final Path PROJECT =
            FunctionSpec.deploymentPackage().get(0).getParent().getParent();

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
        try (LocalServices services = LocalServices.start()) {
            services.put("backup.csv", backup(rows));
            LocalStream stream = services.createStream("stream");
            String options = " -t " + TABLE + " -b " + LocalServices.BUCKET + " -f backup.csv -k " + stream.name()
                    + " -r us-east-1";

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

    /** Before it is stopped it gets no more of the file than the first part. */
    private static Ended stopHalfWay(LocalServices services, String command) throws InterruptedException {
        CountDownLatch sending = new CountDownLatch(1);
        services.kinesis().setFaults(call -> {
            sending.countDown();
            return PutRecordsFault.none();
        });
        CountDownLatch stopped = new CountDownLatch(1);
        services.holdBehindFirstPart(stopped);
        Map<String, String> environment = services.environmentOfSmallParts();
        try (CommandLineProcess process = CommandLineProcess.startOther(PROJECT, environment, "sh", "-c", command)) {
            assertTrue(sending.await(1, TimeUnit.MINUTES), "nothing is sent");
            int status = process.interrupt();
            Ended ended = process.await();
            assertEquals(status, ended.status());
            return ended;
        } finally {
            stopped.countDown();
        }
    }

    private static Ended inShell(Map<String, String> environment, String command) {
        try (CommandLineProcess shell = CommandLineProcess.startOther(PROJECT, environment, "sh", "-c", command)) {
            return shell.await();
        }
    }
}
