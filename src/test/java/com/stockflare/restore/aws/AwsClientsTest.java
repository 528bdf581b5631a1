package com.stockflare.restore.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told whose machine is not set up, found out in a process with an empty environment. */
@Tag("slow")
class AwsClientsTest {
    private static final String NO_CREDENTIALS =
            "there are no AWS credentials. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log"
                    + " in again.";

    /** The process: tells in a line each what comes of looking at a file, and at a stream, in every region given. */
    static final class Lookup {
        private static final RestoreRequest REQUEST =
                new RestoreRequest("Rates", "backups", "a.csv", null, "put-stream", 0, Decode.AUTO);

        private Lookup() {}

        public static void main(String[] regions) {
            for (String given : regions) {
                String region = given.isEmpty() ? null : given;
                tell(() -> new S3BackupSource(new AwsClients(Map.of(), region, AwsClients.MOST_CALL_TIMEOUT).s3())
                        .head(REQUEST));
                tell(() -> new KinesisSink(new AwsClients(Map.of(), region, AwsClients.MOST_CALL_TIMEOUT).kinesis())
                        .describe("put-stream", System.out::println));
            }
        }

        private static void tell(Runnable lookup) {
            try {
                lookup.run();
                System.out.println("no failure");
            } catch (RestoreException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** Another process: looks at a file with the same client again and again, until it hears something else. */
    static final class LongLookup {
        private LongLookup() {}

        public static void main(String[] regions) {
            AwsClients clients = new AwsClients(Map.of(), regions[0], AwsClients.MOST_CALL_TIMEOUT);
            S3BackupSource source = new S3BackupSource(clients.s3());
            String first = said(source);
            String later = first;
            while (later.equals(first)) {
                later = said(source);
            }
            System.out.println(first);
            System.out.println(later);
        }

        private static String said(S3BackupSource source) {
            return assertThrows(RestoreException.class, () -> source.head(Lookup.REQUEST))
                    .getMessage();
        }
    }

    @Test
    void lookup_nothingSet_saysWhatToSet() throws Exception {
        String noRegion = "the AWS region is not known. Set AWS_REGION, or give -r";
        String nonsense = "\"us east\" is not an AWS region, such as us-east-1";

        assertEquals(
                List.of(
                        noRegion,
                        noRegion,
                        nonsense,
                        nonsense,
                        "s3://backups/a.csv cannot be read at offset 0: " + NO_CREDENTIALS,
                        "The stream put-stream cannot be written to: " + NO_CREDENTIALS),
                lookup(Lookup.class, List.of(), List.of("", "us east", "us-east-1")));
    }

    @Test
    void lookup_unknownHost_saysToCheckRegionAndNetwork() throws Exception {
        List<String> settings = List.of(
                "-Daws.accessKeyId=a",
                "-Daws.secretAccessKey=b",
                // RFC 2606 keeps this name from ever being known.
                "-Daws.endpointUrlS3=http://s3.invalid",
                "-Daws.endpointUrlKinesis=http://kinesis.invalid");

        assertEquals(
                List.of(
                        "s3://backups/a.csv cannot be read at offset 0: the endpoint backups.s3.invalid is not known."
                                + " Check the region and the network.",
                        "The stream put-stream cannot be written to: the endpoint kinesis.invalid is not known. Check"
                                + " the region and the network."),
                lookup(Lookup.class, settings, List.of("us-east-1")));
    }

    @Test
    @Timeout(60)
    void lookup_sessionOverMeanwhile_saysToLogInAgain(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(folder.resolve("config"), "[default]\ncredential_process = " + login(folder));
        List<String> settings = List.of("-Daws.configFile=" + config, "-Daws.endpointUrlS3=http://s3.invalid");

        assertEquals(
                List.of(
                        "s3://backups/a.csv cannot be read at offset 0: the endpoint backups.s3.invalid is not known."
                                + " Check the region and the network.",
                        "s3://backups/a.csv cannot be read at offset 0: " + NO_CREDENTIALS),
                lookup(LongLookup.class, settings, List.of("us-east-1")));
    }

    /** A program that gives credentials once, good for the shortest time that the SDK knows, and then fails. */
    private static Path login(Path folder) throws IOException {
        String credentials = "{\"Version\":1,\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"b\",\"Expiration\":\""
                + Instant.now() + "\"}";
        Path program = Files.writeString(
                folder.resolve("login"), "#!/bin/sh\nmkdir '" + folder + "/used' && echo '" + credentials + "'\n");
        assertTrue(program.toFile().setExecutable(true));
        return program;
    }

    private static List<String> lookup(Class<?> main, List<String> settings, List<String> regions)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Daws.disableEc2Metadata=true",
                "-Daws.configFile=/nonexistent",
                "-Daws.sharedCredentialsFile=/nonexistent"));
        command.addAll(settings);
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
        command.addAll(regions);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.lines().toList();
    }
}
