package com.stockflare.restore.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A restore on this machine, from a dropped file to an identical table: {@code mvn -q -Pdemo}. Arguments are
 * {@code rows=N}, or {@code file=PATH table=NAME key=name:type,name:type}; empty ones count as not given.
 */
public final class Demo {
    private static final int SHARDS = 10;
    private static final String DEFAULT_ROWS = "20000";
    private static final int MOST_ROWS = 10_000_000;

    /** Leaves a busy machine time enough to begin. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** So that an invocation reads for a second only: several of them even for a small restore. */
    private static final Duration STOP_MARGIN = TIMEOUT.minusSeconds(1);

    private static final Duration STANDSTILL = Duration.ofMinutes(2);

    private final Map<String, String> arguments;

    private Demo(Map<String, String> arguments) {
        this.arguments = arguments;
    }

    /** Exit status 0 if every item was restored and is identical, 2 if the arguments make no sense. */
    public static void main(String[] args) throws Exception {
        // Before the JDK's HTTP server is first used: without it small answers wait for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int status;
        try {
            status = new Demo(Arrays.stream(args)
                            .map(argument -> argument.split("=", 2))
                            .filter(pair -> pair.length == 2 && !pair[1].isBlank())
                            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])))
                    .run();
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage());
            status = 2;
        }
        System.exit(status);
    }

    private int run() throws IOException, InterruptedException {
        Optional<DemoBackup> given = givenFile();
        int rows = rows();
        DemoWatch watch = new DemoWatch();
        Path folder = Files.createTempDirectory("dynamodb-restore-demo");
        say("Starting S3, DynamoDB, Kinesis (%d shards) and Lambda on 127.0.0.1.", SHARDS);
        LambdaOptions options = LambdaOptions.defaults().withLog(watch::line).withOnFailure(watch::failed);
        try (LocalAws aws = LocalAws.start(options, StreamOptions.ofShards(SHARDS))) {
            if (given.isEmpty()) {
                say("Making a table of %,d items with every attribute type, and its backup.", rows);
            }
            DemoBackup backup =
                    given.isPresent() ? given.get() : DemoBackup.ofSampleTable(aws.dynamoDb(), rows, folder);
            return restore(aws, backup, watch);
        } finally {
            Files.deleteIfExists(folder.resolve("sample.csv"));
            Files.delete(folder);
        }
    }

    private int rows() {
        String rows = arguments.getOrDefault("rows", DEFAULT_ROWS);
        if (!rows.matches("\\d{1,8}") || Integer.parseInt(rows) > MOST_ROWS) {
            throw new IllegalArgumentException("-Drows=" + rows + " must be a number from 0 to " + MOST_ROWS);
        }
        return Integer.parseInt(rows);
    }

    private Optional<DemoBackup> givenFile() {
        String file = arguments.get("file");
        if (file == null) {
            return Optional.empty();
        }
        if (!arguments.containsKey("table")) {
            throw new IllegalArgumentException("-Dfile needs -Dtable, the table that the file is for");
        }
        DemoBackup backup = DemoBackup.ofFile(Path.of(file), arguments.get("table"), arguments.get("key"));
        if (!arguments.containsKey("key")) {
            say("The table's key is guessed from the items: %s. Give another with -Dkey.", backup.key());
        }
        return Optional.of(backup);
    }

    private static int restore(LocalAws aws, DemoBackup backup, DemoWatch watch) throws InterruptedException {
        backup.key().createTable(aws.dynamoDb(), backup.table());
        aws.deployRestore(TIMEOUT, Map.of("STOP_MARGIN_MS", Long.toString(STOP_MARGIN.toMillis())));
        aws.deployPut();
        String key = "restore/" + backup.table() + "/" + backup.name();
        say("Dropping %,d bytes at s3://%s/%s.", backup.bytes(), LocalAws.BUCKET, key);
        aws.drop(key, RequestBody.fromFile(backup.file()));
        long rows = backup.count();
        JsonNode end = awaitEnd(aws, watch, rows);
        say("The restore is %s.", end.path("status").asText());
        if (end.path("status").asText().equals("FAILED")) {
            say("%s", end.path("message").asText());
            return 1;
        }
        awaitConsumer(aws, watch, rows);
        showRejects(aws);
        return compare(aws, backup);
    }

    private static JsonNode awaitEnd(LocalAws aws, DemoWatch watch, long rows) throws InterruptedException {
        while (true) {
            Optional<JsonNode> end = watch.awaitEnd();
            say("%s", watch.progress(aws, rows));
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    private static void awaitConsumer(LocalAws aws, DemoWatch watch, long rows) throws InterruptedException {
        say("The consumer puts what is still in the stream.");
        long passed = -1;
        long since = System.nanoTime();
        while (!aws.consumer().awaitDrained(Duration.ofSeconds(1))) {
            say("%s", watch.progress(aws, rows));
            if (aws.consumer().recordsPassed() > passed) {
                passed = aws.consumer().recordsPassed();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > STANDSTILL.toNanos()) {
                say("The consumer stands still: %s", aws.consumer());
                return;
            }
        }
        say("%s", watch.progress(aws, rows));
    }

    /** Says of the rows that were rejected, if any, where they are and why, for the first few. */
    private static void showRejects(LocalAws aws) {
        aws.s3().listObjectsV2Paginator(r -> r.bucket(LocalAws.BUCKET).prefix("rejects/")).contents().stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(".jsonl"))
                .limit(3)
                .forEach(key -> say("%s:%n%s", key, firstLines(aws, key)));
    }

    private static String firstLines(LocalAws aws, String key) {
        return aws.s3()
                .getObjectAsBytes(r -> r.bucket(LocalAws.BUCKET).key(key))
                .asUtf8String()
                .lines()
                .limit(5)
                .collect(Collectors.joining("\n"));
    }

    private static int compare(LocalAws aws, DemoBackup backup) {
        TableComparison comparison =
                TableComparison.ofItems(aws.dynamoDb(), backup.items().get(), backup.table());
        comparison.differences().forEach(difference -> say("%s", difference));
        say(
                "restored %,d of %,d items, identical: %s",
                comparison.actual(), comparison.expected(), comparison.isIdentical() ? "yes" : "no");
        return comparison.isIdentical() ? 0 : 1;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
