package com.stockflare.restore.cli;

import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.aws.KinesisSink;
import com.stockflare.restore.aws.S3BackupSource;
import com.stockflare.restore.engine.BackupSource;
import com.stockflare.restore.engine.EngineOptions;
import com.stockflare.restore.engine.RestoreEngine;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.Environment;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Restores a backup file from this machine, with the flags of the script that it replaces. */
@Command(
        name = "dynamodb-restore",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Restores a DynamoDB table from a backup file, through the Kinesis stream whose consumer puts the items.",
        footer = {
            "",
            "Example:",
            "  java -jar dynamodb-restore.jar -t Rates -b backups \\",
            "    -f 'Rates/Rates_2015-11-11T01:02:03+00:00.csv' -k put-stream -r us-east-1",
            "",
            "Exit status: 0 all sent, 3 sent with rejects, 2 wrong usage, 1 failed, 130 stopped by Ctrl-C.",
            "Ctrl-C settles what is under way, and prints the command that goes on from there."
        })
final class RestoreCommand implements Callable<Integer> {
    private static final String LOCAL = "file:";

    @Option(
            names = {"-t", "--table"},
            paramLabel = "TABLE",
            description = "Table to restore into. [TABLE_NAME]")
    private String table;

    @Option(
            names = {"-b", "--bucket"},
            paramLabel = "BUCKET",
            description = "Bucket of the backup file. [BACKUP_FILE_BUCKET]")
    private String bucket;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The backup file's key, or file:PATH for one on this machine. [FILE]")
    private String file;

    @Option(
            names = {"-k", "--kinesis-stream"},
            paramLabel = "STREAM",
            description = "Stream to send the items to. [KINESIS_STREAM]")
    private String stream;

    @Option(
            names = {"-p", "--partitions"},
            paramLabel = "N",
            description = "Partition keys to spread the items over. Default: one a shard.")
    private int partitions;

    @Option(
            names = {"-r", "--region"},
            paramLabel = "REGION",
            description = "AWS region. [AWS_REGION]")
    private String region;

    @Option(
            names = {"-d", "--decode"},
            description = "Every row is Base64. Default: each row tells by its first byte.")
    private boolean base64;

    @Option(
            names = "--from",
            paramLabel = "OFFSET",
            description = "Go on from this offset of the file: the start of a row.")
    private long from;

    @Option(
            names = "--rejects",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where rows that cannot be restored are written. Default: here.")
    private Path rejects;

    private final Map<String, String> environment;

    RestoreCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try {
            return restore(request());
        } catch (InvalidRequestException e) {
            return Main.usageError(e.getMessage());
        } catch (RestoreException e) {
            return failed(e);
        }
    }

    private static int failed(RestoreException e) {
        System.err.println("dynamodb-restore: " + e.getMessage());
        return ExitStatus.FAILED;
    }

    private RestoreRequest request() {
        table = orFromEnvironment(table, "TABLE_NAME");
        bucket = orFromEnvironment(bucket, "BACKUP_FILE_BUCKET");
        file = orFromEnvironment(file, "FILE");
        stream = orFromEnvironment(stream, "KINESIS_STREAM");
        boolean local = file != null && file.startsWith(LOCAL);
        List<String> missing = new ArrayList<>();
        addIfMissing(missing, table, "-t/--table (or TABLE_NAME)");
        addIfMissing(missing, local ? "" : bucket, "-b/--bucket (or BACKUP_FILE_BUCKET)");
        addIfMissing(missing, file, "-f/--file (or FILE)");
        addIfMissing(missing, stream, "-k/--kinesis-stream (or KINESIS_STREAM)");
        if (!missing.isEmpty()) {
            throw new InvalidRequestException(
                    String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " missing");
        }
        if (from < 0) {
            throw new InvalidRequestException("--from must be 0 or more, not " + from);
        }
        return new RestoreRequest(
                table,
                local ? "" : bucket,
                local ? file.substring(LOCAL.length()) : file,
                null,
                stream,
                partitions,
                base64 ? Decode.BASE64 : Decode.AUTO);
    }

    private String orFromEnvironment(String given, String name) {
        return given != null ? given : environment.get(name);
    }

    private static void addIfMissing(List<String> missing, String value, String name) {
        if (value == null) {
            missing.add(name);
        }
    }

    private int restore(RestoreRequest request) {
        Environment settings = new Environment(environment);
        EngineOptions options = EngineOptions.from(settings);
        settings.check();
        AwsClients clients = new AwsClients(environment, region);
        BackupSource source = request.bucket().isEmpty() ? new LocalFileSource() : new S3BackupSource(clients.s3());
        LocalRejectStore rejectStore = new LocalRejectStore(rejects);
        RestoreEngine engine = new RestoreEngine(source, new KinesisSink(clients.kinesis()), rejectStore, options);
        BackupFile found = engine.find(request);
        RestoreJob job = new RestoreJob(newId(), request, found, new Checkpoint(0, 0, from, Counts.NONE));
        if (!engine.isRowStart(found, from)) {
            throw new InvalidRequestException("--from " + from + " is not the start of a row of " + found.uri());
        }
        return run(engine, job, rejectStore);
    }

    private int run(RestoreEngine engine, RestoreJob job, LocalRejectStore rejectStore) {
        ProgressView view = new ProgressView(job, System.err, Terminal.isAttached());
        // Everything is said before the latter is closed: a process that Ctrl-C has ended lives no longer than that.
        try (CtrlC ctrlC = new CtrlC()) {
            try {
                Outcome outcome = engine.run(job, ctrlC, view);
                view.end();
                return ended(outcome, view);
            } catch (RestoreException e) {
                view.end();
                failed(e);
                sayHowToGoOn("When that is mended", view);
                return ExitStatus.FAILED;
            } finally {
                if (view.counts().rejected() > 0) {
                    System.err.println("The rejected rows, and why: " + rejectStore.of(job));
                }
            }
        }
    }

    private int ended(Outcome outcome, ProgressView view) {
        return switch (outcome.status()) {
            case COMPLETED -> ExitStatus.DONE;
            case COMPLETED_WITH_REJECTS -> ExitStatus.DONE_WITH_REJECTS;
            case CONTINUED -> {
                sayHowToGoOn("Stopped. Later", view);
                yield ExitStatus.FAILED;
            }
        };
    }

    private void sayHowToGoOn(String when, ProgressView view) {
        long offset = view.offset();
        System.err.println("Every row before offset " + offset + " is settled. " + when + ", go on from there with:");
        System.err.println("  " + commandFrom(offset));
    }

    /** The command that goes on, complete, so that it can be copied into a shell as it is. */
    private String commandFrom(long offset) {
        List<String> words = new ArrayList<>(List.of("java", "-jar", "dynamodb-restore.jar", "-t", table));
        if (!file.startsWith(LOCAL)) {
            words.addAll(List.of("-b", bucket));
        }
        words.addAll(List.of("-f", file, "-k", stream));
        if (partitions > 0) {
            words.addAll(List.of("-p", Integer.toString(partitions)));
        }
        if (region != null) {
            words.addAll(List.of("-r", region));
        }
        if (base64) {
            words.add("-d");
        }
        if (!rejects.toString().equals(".")) {
            words.addAll(List.of("--rejects", rejects.toString()));
        }
        words.addAll(List.of("--from", Long.toString(offset)));
        return String.join(" ", words.stream().map(RestoreCommand::quoted).toList());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=+,@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String newId() {
        String time = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        return time + "-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
    }
}
