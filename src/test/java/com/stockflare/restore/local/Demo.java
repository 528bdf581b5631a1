package com.stockflare.restore.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.sync.RequestBody;

/** A restore on this machine, from a dropped file to an identical table: {@code mvn -q -Pdemo}. */
public final class Demo {
    private static final int SHARDS = 10;
    private static final long SEED = 42;
    private static final String SOURCE = "Sample";

    /** Leaves a busy machine time enough to begin, and a lease to run out. */
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private static final int LEASE_SECONDS = 15;

    /** So that an invocation reads for a second only: several of them even for a small restore. */
    private static final Duration STOP_MARGIN = TIMEOUT.minusSeconds(1);

    private static final Duration STANDSTILL = Duration.ofMinutes(2);

    private final DemoArguments arguments;
    private final DemoWatch watch = new DemoWatch();

    private Demo(DemoArguments arguments) {
        this.arguments = arguments;
    }

    /**
     * Exit status 0 if every item was restored and is identical, 2 if the arguments make no sense, else 1.
     *
     * @param args see {@link DemoArguments}
     */
    public static void main(String[] args) {
        // Before the JDK's HTTP server is first used: without it small answers wait for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int status;
        try {
            status = new Demo(DemoArguments.of(args)).run() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage());
            status = 2;
        } catch (Exception e) {
            e.printStackTrace();
            status = 1;
        }
        System.exit(status);
    }

    private boolean run() throws IOException, InterruptedException, ExecutionException {
        Optional<DemoBackup> given = arguments.file().map(file -> givenFile());
        Path file = Files.createTempFile("dynamodb-restore-demo", ".csv");
        // Also when it is broken off.
        file.toFile().deleteOnExit();
        say("Starting S3, DynamoDB, Kinesis (%d shards) and Lambda on 127.0.0.1.", SHARDS);
        LambdaOptions options = LambdaOptions.defaults().withLog(watch::line).withOnFailure(watch::failed);
        try (LocalAws aws = LocalAws.start(options, StreamOptions.ofShards(SHARDS))) {
            if (arguments.serve()) {
                DemoService.serve(aws, given.isPresent() ? given.get() : sample(aws, file), arguments.table());
                return true;
            }
            return restore(aws, given.isPresent() ? given.get() : sample(aws, file));
        }
    }

    private DemoBackup givenFile() {
        DemoBackup backup = DemoBackup.ofFile(arguments);
        if (arguments.key().isEmpty()) {
            say("The table's key is guessed from the items: %s. Give another with -Dkey.", backup.key());
        }
        return backup;
    }

    /** Makes a table and its backup. */
    private DemoBackup sample(LocalAws aws, Path file) throws IOException, InterruptedException, ExecutionException {
        int rows = arguments.rows();
        say("Making a table of %,d items with every attribute type.", rows);
        SampleTable.create(aws.dynamoDb(), SOURCE);
        AtomicInteger made = new AtomicInteger();
        CompletableFuture<Void> all = CompletableFuture.runAsync(
                () -> new SampleTable(SEED, rows).fill(aws.dynamoDb(), SOURCE, made::addAndGet));
        while (true) {
            try {
                all.get(1, TimeUnit.SECONDS);
                break;
            } catch (TimeoutException e) {
                say("          made %,d of %,d items", made.get(), rows);
            }
        }
        say("Writing its backup file as dynamodb-backup does.");
        return DemoBackup.ofSampleTable(aws.dynamoDb(), SOURCE, file);
    }

    private boolean restore(LocalAws aws, DemoBackup backup) throws InterruptedException {
        backup.key().createTable(aws.dynamoDb(), arguments.table());
        aws.deployRestore(
                TIMEOUT,
                Map.of(
                        "STOP_MARGIN_MS", Long.toString(STOP_MARGIN.toMillis()),
                        "LEASE_SECONDS", Integer.toString(LEASE_SECONDS)));
        aws.deployPut();
        long rows = backup.count();
        String key = "restore/" + arguments.table() + "/" + backup.name();
        say("Dropping %,d bytes at s3://%s/%s.", backup.bytes(), LocalAws.BUCKET, key);
        watch.start(aws);
        aws.drop(key, RequestBody.fromFile(backup.file()));
        JsonNode end = awaitEnd(aws, rows);
        say("%s", watch.summary(aws, end));
        if (end.path("status").asText().equals("FAILED")) {
            say("%s", end.path("message").asText());
            return false;
        }
        awaitConsumer(aws);
        DemoFaults faults = new DemoFaults(aws);
        faults.show(Demo::say);
        return compare(aws, backup, end);
    }

    private JsonNode awaitEnd(LocalAws aws, long rows) throws InterruptedException {
        Optional<JsonNode> end = watch.awaitEnd();
        while (end.isEmpty()) {
            say("%s", watch.sending(aws, rows));
            end = watch.awaitEnd();
        }
        return end.get();
    }

    private void awaitConsumer(LocalAws aws) throws InterruptedException {
        say("The consumer puts what is still in the stream.");
        long before = aws.consumer().recordsPassed();
        long progressAt = System.nanoTime();
        while (!aws.consumer().awaitDrained(Duration.ofSeconds(1))) {
            say("%s", watch.putting(aws, before));
            if (aws.consumer().recordsPassed() > before) {
                before = aws.consumer().recordsPassed();
                progressAt = System.nanoTime();
            } else if (System.nanoTime() - progressAt > STANDSTILL.toNanos()) {
                say("The consumer stands still: %s", aws.consumer());
                return;
            }
        }
    }

    /** Rejected rows count as items that are not there: nobody should take a table without them for the whole. */
    private boolean compare(LocalAws aws, DemoBackup backup, JsonNode end) {
        say("Comparing the table with %s.", arguments.file().isPresent() ? "the file" : "the one that was backed up");
        TableComparison comparison =
                TableComparison.ofItems(aws.dynamoDb(), backup.items().get(), arguments.table());
        comparison.differences().forEach(difference -> say("%s", difference));
        boolean identical = comparison.isIdentical() && end.path("rejected").asLong() == 0;
        // Some of the rejected rows hold an item, such as one with a wrong key: those are expected as it is.
        long withoutItem = end.path("rows").asLong() - end.path("blank").asLong() - backup.count();
        say(
                "restored %,d of %,d items, identical: %s",
                comparison.actual(), comparison.expected() + withoutItem, identical ? "yes" : "no");
        return identical;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
