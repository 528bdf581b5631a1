package com.stockflare.restore.cli;

import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.aws.CloudWatchLag;
import com.stockflare.restore.aws.DynamoDbTableCatalog;
import com.stockflare.restore.aws.KinesisSink;
import com.stockflare.restore.aws.S3BackupSource;
import com.stockflare.restore.engine.BackupSource;
import com.stockflare.restore.engine.EngineOptions;
import com.stockflare.restore.engine.EngineRuntime;
import com.stockflare.restore.engine.RestoreEngine;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Environment;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Restores a backup file from this machine, with the flags of the script that it replaces. */
@Command(
        name = "java -jar dynamodb-restore.jar",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "java -jar dynamodb-restore.jar -t TABLE -b BUCKET -f FILE -k STREAM",
            "                                      [OPTION]...",
            "       java -jar dynamodb-restore.jar COMMAND [OPTION]..."
        },
        description =
                "Restores a DynamoDB table from a backup file, through the Kinesis stream whose consumer puts the items.",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands for the deployed service (each has --help):%n",
        subcommandsRepeatable = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all sent; of a dry run: all could be",
            "1:failed; standard error says why",
            "2:wrong usage; nothing was sent",
            "3:all sent but the rejected rows, which are in the folder of --rejects; of a dry run: some would be rejected",
            "130:stopped by Ctrl-C, which settles what is under way and prints the command that goes on from there"
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  java -jar dynamodb-restore.jar -t Rates -b backups \\",
            "    -f 'Rates/Rates_2015-11-11T01:02:03+00:00.csv' -k put-stream -r us-east-1"
        })
final class RestoreCommand implements Callable<Integer> {
    /** A checkpoint is kept nowhere here: it is what the progress shows, which is to move every second. */
    private static final String MILLIS_BETWEEN_CHECKPOINTS = "500";

    @Mixin
    private RestoreOptions given = new RestoreOptions();

    private final Map<String, String> environment;
    private final Duration pause;

    /** @param pause between two looks whether a consumer that was too far behind has caught up */
    RestoreCommand(Map<String, String> environment, Duration pause) {
        this.environment = environment;
        this.pause = pause;
    }

    @Override
    public Integer call() {
        try {
            return restore().run(pause);
        } catch (InvalidRequestException e) {
            return Main.usageError(e.getMessage());
        } catch (RestoreException e) {
            ErrorLine.print(e.getMessage());
            return ExitStatus.FAILED;
        }
    }

    private ForegroundRestore restore() {
        Map<String, String> variables = new HashMap<>(environment);
        variables.putIfAbsent("CHECKPOINT_INTERVAL_MS", MILLIS_BETWEEN_CHECKPOINTS);
        Environment settings = new Environment(variables);
        RestoreRequest request = given.request(settings);
        EngineOptions options = EngineOptions.from(settings);
        settings.check();
        AwsClients clients = new AwsClients(environment, given.region(), AwsClients.MOST_CALL_TIMEOUT);
        boolean isLocal = request.bucket().isEmpty();
        BackupSource source = isLocal ? new LocalFileSource() : new S3BackupSource(clients.s3());
        LocalRejectStore rejects = new LocalRejectStore(given.rejects());
        OptionalAws optional = isLocal && request.dryRun() ? new OptionalAws(clients) : null;
        RestoreEngine engine = new RestoreEngine(new RestoreEngine.Ports(
                source,
                optional != null ? optional.stream() : new KinesisSink(clients.kinesis()),
                rejects,
                optional != null ? optional.table() : new DynamoDbTableCatalog(clients.dynamoDbWithRetries()),
                new CloudWatchLag(clients::cloudWatch, InstantSource.system()),
                EngineRuntime.system(options)));
        BackupFile file = engine.find(request);
        checkStart(engine, file);
        if (!request.dryRun()) {
            rejects.check();
        }
        RestoreJob job = new RestoreJob(newId(), request, file, new Checkpoint(0, 0, given.from(), Counts.NONE));
        LongFunction<String> goOn = offset -> new ShellCommand(environment, given.goingOnFrom(offset)).toString();
        return new ForegroundRestore(engine, job, rejects.of(job), goOn);
    }

    private void checkStart(RestoreEngine engine, BackupFile file) {
        long from = given.from();
        if (from > file.size()) {
            throw new InvalidRequestException("--from " + from + " lies beyond the end of " + file.uri()
                    + ", which has " + file.size() + " bytes");
        }
        // The last row has no line ending: the end of the file is where nothing is left, too.
        if (from < file.size() && !engine.isRowStart(file, from)) {
            throw new InvalidRequestException("--from " + from + " is not the start of a row of " + file.uri());
        }
    }

    private static String newId() {
        String time = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        return time + "-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
    }
}
