package com.stockflare.restore.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.model.InvalidRequestException;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Begins a restore by the deployed service. */
@Command(
        name = "start",
        description = "Has the deployed service restore a backup file, and prints the restore's id.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:begun; with --watch: all sent",
            "1:failed, as for a file that is not there; with --watch: also if the restore failed or was cancelled",
            "2:wrong usage; nothing was begun",
            "3:with --watch: all sent but the rejected rows",
            "130:with --watch: stopped watching by Ctrl-C"
        },
        footer = {
            "  java -jar dynamodb-restore.jar start --stack dynamodb-restore -t Rates \\",
            "    -f 'Rates/Rates_2015-11-11T01:02:03+00:00.csv' --watch"
        })
final class StartCommand extends ServiceCommand {
    @Option(
            names = {"-t", "--table"},
            required = true,
            paramLabel = "TABLE",
            description = "Table to restore into.")
    private String table;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "Key of the backup file.")
    private String file;

    @Option(
            names = {"-b", "--bucket"},
            paramLabel = "BUCKET",
            description = "Its bucket. If not given: the stack's backup bucket.")
    private String bucket;

    @Option(
            names = {"-k", "--kinesis-stream"},
            paramLabel = "STREAM",
            description = "Stream to send the items to. If not given: the stack's.")
    private String stream;

    @Option(
            names = {"-p", "--partitions"},
            paramLabel = "N",
            description = "How many partition keys to spread the items over. If not given: one for each open shard.")
    private Integer partitions;

    @Option(
            names = {"-d", "--decode"},
            description = "Every row is Base64. If not given: the first byte of each row tells.")
    private boolean base64;

    @Option(
            names = "--segments",
            paramLabel = "N",
            description = "Cut the file into N segments, or auto. If not given: auto, as many as the stream needs.")
    private String segments;

    @Option(names = "--rate", paramLabel = "N", description = "Send N items a second at most.")
    private Integer rate;

    @Option(
            names = "--max-rejects",
            paramLabel = "N",
            description = "Give up when more than N rows, or N%% of them, are rejected.")
    private String maxRejects;

    @Option(names = "--ignore-lag", description = "Send however far the stream's consumer is behind.")
    private boolean ignoreLag;

    @Option(names = "--dry-run", description = "Read and check every row, and send none.")
    private boolean dryRun;

    @Option(names = "--force", description = "Begin although the file is being restored into the table already.")
    private boolean force;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key is the same restore. If not given: a new one.")
    private String idempotencyKey;

    @Option(names = "--watch", description = "Watch the restore until it is over.")
    private boolean watch;

    StartCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int run(Service service) {
        if (file.startsWith(RestoreOptions.LOCAL)) {
            throw new InvalidRequestException(
                    "\"" + file + "\" is a file of this machine, and the service runs in AWS: copy"
                            + " it into a bucket, or restore it from here with java -jar dynamodb-restore.jar -t "
                            + table + " -f '"
                            + file + "' -k STREAM");
        }
        RestoreOptions.checkKey(file);
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        RestoreView restore = new RestoreView(service.start(request(), key));
        String id = restore.text("restoreId");
        String begun = "Restore " + id + " is " + restore.status() + ".";
        if (watch) {
            if (!isJson()) {
                System.out.println(begun);
            }
            return new Watcher(service, id, isJson(), watchCommand(id)).watch(true);
        }
        if (isJson()) {
            System.out.println(restore.json());
        } else {
            System.out.println(begun + " Watch it with:");
            System.out.println("  " + watchCommand(id));
        }
        return ExitStatus.DONE;
    }

    private ObjectNode request() {
        ObjectNode request =
                Service.MAPPER.createObjectNode().put("table", table).put("file", file);
        putIfGiven(request, "bucket", bucket);
        putIfGiven(request, "stream", stream);
        putIfGiven(request, "partitions", partitions);
        putIfGiven(request, "decode", base64 ? "base64" : null);
        boolean isNumber = segments != null && segments.matches("\\d{1,9}");
        putIfGiven(request, "segments", isNumber ? (Object) Integer.valueOf(segments) : segments);
        putIfGiven(request, "rate", rate);
        putIfGiven(request, "maxRejects", maxRejects);
        putIfGiven(request, "ignoreLag", ignoreLag ? true : null);
        putIfGiven(request, "dryRun", dryRun ? true : null);
        putIfGiven(request, "force", force ? true : null);
        return request;
    }

    private static void putIfGiven(ObjectNode request, String name, Object value) {
        if (value != null) {
            request.putPOJO(name, value);
        }
    }
}
