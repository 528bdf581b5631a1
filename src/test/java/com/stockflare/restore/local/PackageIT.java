package com.stockflare.restore.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The deployment package as {@code sam build} makes it: the classes at the root, the runtime-scope jars in lib. */
@Timeout(120)
class PackageIT {
    /** Lambda takes 250 MB; a cold start gets longer with each. */
    private static final long MOST_BYTES = 60_000_000;

    /** What an HTTP client announces itself with. */
    private static final List<String> HTTP_SERVICES = List.of(
            "META-INF/services/software.amazon.awssdk.http.SdkHttpService",
            "META-INF/services/software.amazon.awssdk.http.async.SdkAsyncHttpService");

    /** What only AWS on one machine and the tests need. */
    private static final Pattern LOCAL = Pattern.compile(
            "s3proxy|dynamodblocal|jetty|junit|guava|sqlite|antlr|jimfs|archunit|snakeyaml|jmh|log4j|servlet"
                    + "|runtime-interface-client|lambda-java-tests|kotlin|opentest4j",
            Pattern.CASE_INSENSITIVE);

    @TempDir
    static Path folder;

    private static List<Path> jars;

    @BeforeAll
    static void assemble() throws IOException {
        List<Path> built = FunctionSpec.deploymentPackage();
        Path classes = built.get(0);
        try (Stream<Path> files = Files.walk(classes)) {
            files.forEach(
                    file -> copy(file, folder.resolve(classes.relativize(file).toString())));
        }
        Files.createDirectory(folder.resolve("lib"));
        jars = new ArrayList<>();
        for (Path jar : built.subList(1, built.size())) {
            jars.add(folder.resolve("lib").resolve(jar.getFileName()));
            copy(jar, jars.get(jars.size() - 1));
        }
    }

    private static void copy(Path from, Path to) {
        try {
            if (!Files.isDirectory(from)) {
                Files.copy(from, to);
            } else if (!to.equals(folder)) {
                Files.createDirectories(to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void functions_startedFromThePackageAlone_restoreIntoTheTable() throws Exception {
        List<Path> classPath = new ArrayList<>(List.of(folder));
        classPath.addAll(jars);
        try (LocalAws aws = LocalAws.start(LambdaOptions.defaults(), StreamOptions.ofShards(1))) {
            aws.deployFrom(classPath);
            aws.deployRestore(Duration.ofSeconds(60), Map.of());
            aws.deployPut();
            TableKey.parse("id:S").createTable(aws.dynamoDb(), "Packaged");
            Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromS("one"));
            aws.put("backup.csv", RequestBody.fromString(BackupWriter.CURRENT.row(item) + "\nbad row"));
            InvocationResult answer =
                    aws.lambda().invoke(LocalAws.RESTORE_FUNCTION, "{\"table\":\"Packaged\",\"file\":\"backup.csv\"}");
            assertEquals(
                    "COMPLETED_WITH_REJECTS",
                    new ObjectMapper().readTree(answer.payload()).path("status").asText(),
                    () -> answer.payload() + aws.lambda().log());
            assertTrue(
                    aws.consumer().awaitDrained(Duration.ofSeconds(60)),
                    () -> aws.consumer() + aws.lambda().log());
            TableComparison comparison =
                    TableComparison.ofItems(aws.dynamoDb(), List.of(item).iterator(), "Packaged");
            assertTrue(comparison.isIdentical(), comparison::toString);
        }
    }

    @Test
    void package_holdsOneHttpClient() throws IOException {
        List<String> clients = new ArrayList<>();
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                HTTP_SERVICES.stream()
                        .filter(name -> zip.getEntry(name) != null)
                        .forEach(name -> clients.add(jar.getFileName().toString()));
            }
        }
        assertEquals(1, clients.size(), clients::toString);
        assertTrue(clients.get(0).startsWith("software.amazon.awssdk.apache5-client-"), clients::toString);
    }

    @Test
    void package_holdsNothingOfTheLocalAws() throws IOException {
        for (Path jar : jars) {
            assertFalse(LOCAL.matcher(jar.getFileName().toString()).find(), jar::toString);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.forEach(file ->
                    assertFalse(folder.relativize(file).startsWith("com/stockflare/restore/local"), file::toString));
        }
    }

    /** A jar that an earlier build left behind would hide that one is missing. */
    @Test
    void package_holdsTheJarsOfThisBuildOnly() {
        List<String> current = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .toList();
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            assertTrue(
                    current.stream().anyMatch(entry -> name.endsWith("." + entry)),
                    () -> name + " is not of this build: run mvn clean");
        }
    }

    @Test
    void package_isSmall() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = files.mapToLong(file -> file.toFile().length()).sum();
            System.out.println("The deployment package has " + bytes / 1_000_000 + " MB unpacked.");
            assertTrue(bytes < MOST_BYTES, bytes + " bytes");
        }
    }
}
