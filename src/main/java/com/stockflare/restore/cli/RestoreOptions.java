package com.stockflare.restore.cli;

import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.Environment;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.RestoreRequest;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What is to be restored, as it is said on the command line, or in the environment in its stead. */
final class RestoreOptions {
    static final String LOCAL = "file:";
    private static final String HERE = ".";
    /** What Java makes of a byte of the command line that is no character in the locale's encoding. */
    private static final char UNREADABLE = '\uFFFD';

    @Option(
            names = {"-t", "--table"},
            paramLabel = "TABLE",
            description = "Table to restore into. If not given: TABLE_NAME of the environment.")
    private String table;

    @Option(
            names = {"-b", "--bucket"},
            paramLabel = "BUCKET",
            description = "Bucket of the backup file. If not given: BACKUP_FILE_BUCKET of the environment.")
    private String bucket;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Key of the backup file in its bucket, or file:PATH for a file on this machine. If not given:"
                    + " FILE of the environment.")
    private String file;

    @Option(
            names = {"-k", "--kinesis-stream"},
            paramLabel = "STREAM",
            description = "Stream to send the items to. If not given: KINESIS_STREAM of the environment.")
    private String stream;

    @Option(
            names = {"-p", "--partitions"},
            paramLabel = "N",
            description = "How many partition keys to spread the items over. If not given: one for each open shard.")
    private Integer partitions;

    @Option(
            names = {"-r", "--region"},
            paramLabel = "REGION",
            description =
                    "AWS region of the bucket and the stream. If not given: AWS_REGION of the environment, or what"
                            + " the AWS profile says.")
    private String region;

    @Option(
            names = {"-d", "--decode"},
            description =
                    "Every row is Base64. If not given: the first byte of each row tells whether it is Base64, JSON"
                            + " or quoted CSV.")
    private boolean base64;

    @Option(
            names = "--from",
            paramLabel = "OFFSET",
            description = "Byte of the file to go on from: the start of a row. If not given: 0.")
    private long from;

    @Option(
            names = "--rejects",
            paramLabel = "DIR",
            defaultValue = HERE,
            description = "Folder to write the rows to that cannot be restored, and why. If not given: the working"
                    + " folder.")
    private Path rejects;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Send N items a second at most. If not given: as many as the stream takes.")
    private Integer rate;

    @Option(
            names = "--max-rejects",
            paramLabel = "N",
            description =
                    "Give up when more than N rows are rejected; with a percentage, such as 5%%, when a larger share"
                            + " of them is, from 1,000 rows on and at the end. If not given: never.")
    private String maxRejects;

    @Option(
            names = "--ignore-lag",
            description = "Send however far the stream's consumer is behind. If not given: wait for it where it is"
                    + " behind by more than MAX_CONSUMER_LAG of the environment, 25%% of the stream's retention.")
    private boolean ignoreLag;

    @Option(
            names = "--dry-run",
            description = "Look at every row and send nothing: prints what would be rejected and why, and how long the"
                    + " restore will take. With file:PATH it needs no AWS; TABLE and STREAM, if given, are looked at where"
                    + " that is possible.")
    private boolean dryRun;

    /**
     * What is to be restored. Takes from the environment what was not given.
     *
     * @throws InvalidRequestException if something is missing or makes no sense
     */
    RestoreRequest request(Environment environment) {
        table = given(table, environment, "TABLE_NAME");
        bucket = given(bucket, environment, "BACKUP_FILE_BUCKET");
        file = given(file, environment, "FILE");
        stream = given(stream, environment, "KINESIS_STREAM");
        region = given(region, environment, "AWS_REGION");
        if (file != null) {
            checkKey(file);
        }
        checkNothingIsMissing();
        if (from < 0) {
            throw new InvalidRequestException("--from must be 0 or more, not " + from);
        }
        if (file.indexOf(UNREADABLE) >= 0) {
            throw new InvalidRequestException(
                    "the file's name holds characters that this locale does not know: set LC_ALL=C.UTF-8");
        }
        boolean needsNoAws = needsNoAws();
        return new RestoreRequest(
                table == null && needsNoAws ? "" : table,
                isLocal() ? "" : bucket,
                isLocal() ? path() : file,
                null,
                stream == null && needsNoAws ? "" : stream,
                partitions(),
                base64 ? Decode.BASE64 : Decode.AUTO,
                mostRejects(),
                ignoreLag,
                1,
                rate(),
                dryRun);
    }

    /** @throws InvalidRequestException if it is a bucket and a key in one */
    static void checkKey(String file) {
        if (file.startsWith("s3://")) {
            throw new InvalidRequestException(
                    "\"" + file + "\" is a whole address: give its bucket with -b and its key with -f");
        }
    }

    private static String given(String option, Environment environment, String name) {
        return option != null ? option : environment.text(name, null);
    }

    private void checkNothingIsMissing() {
        List<String> missing = new ArrayList<>();
        addIf(table == null && !needsNoAws(), missing, "-t/--table (or TABLE_NAME)");
        addIf(bucket == null && !isLocal(), missing, "-b/--bucket (or BACKUP_FILE_BUCKET)" + hintIfLocal());
        addIf(file == null || file.equals(LOCAL), missing, "-f/--file (or FILE)");
        addIf(stream == null && !needsNoAws(), missing, "-k/--kinesis-stream (or KINESIS_STREAM)");
        if (!missing.isEmpty()) {
            throw new InvalidRequestException("missing: " + String.join(", ", missing));
        }
    }

    private String hintIfLocal() {
        boolean isFileHere = file != null && new File(file).isFile();
        return isFileHere ? ", or -f " + LOCAL + file + " for the file on this machine" : "";
    }

    private MaxRejects mostRejects() {
        try {
            return maxRejects == null ? MaxRejects.NONE : MaxRejects.parse(maxRejects);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "--max-rejects \"" + maxRejects + "\" is neither a number of rows nor a percentage such as 5%");
        }
    }

    private int partitions() {
        if (partitions != null && partitions < 1) {
            throw new InvalidRequestException("--partitions must be 1 or more, not " + partitions);
        }
        return partitions == null ? 0 : partitions;
    }

    private int rate() {
        if (rate != null && rate < 1) {
            throw new InvalidRequestException("--rate must be 1 or more, not " + rate);
        }
        return rate == null ? 0 : rate;
    }

    private static void addIf(boolean isMissing, List<String> missing, String name) {
        if (isMissing) {
            missing.add(name);
        }
    }

    private boolean isLocal() {
        return file != null && file.startsWith(LOCAL);
    }

    private boolean needsNoAws() {
        return dryRun && isLocal();
    }

    private String path() {
        try {
            return Path.of(file.substring(LOCAL.length())).toString();
        } catch (InvalidPathException e) {
            throw new InvalidRequestException("\"" + file + "\" cannot be the name of a file here: " + e.getReason());
        }
    }

    /** Where the restore begins, in bytes from the start of the file. */
    long from() {
        return from;
    }

    /** Null where the SDK is to find it. */
    String region() {
        return region;
    }

    Path rejects() {
        return rejects;
    }

    /** The same options, complete, for a restore that goes on from another offset. */
    List<String> goingOnFrom(long offset) {
        List<String> words = new ArrayList<>();
        if (dryRun) {
            words.add("--dry-run");
        }
        if (table != null) {
            words.addAll(List.of("-t", table));
        }
        if (!isLocal()) {
            words.addAll(List.of("-b", bucket));
        }
        words.addAll(List.of("-f", file));
        if (stream != null) {
            words.addAll(List.of("-k", stream));
        }
        if (partitions != null) {
            words.addAll(List.of("-p", Integer.toString(partitions)));
        }
        if (region != null) {
            words.addAll(List.of("-r", region));
        }
        if (base64) {
            words.add("-d");
        }
        if (!rejects.toString().equals(HERE)) {
            words.addAll(List.of("--rejects", rejects.toString()));
        }
        if (rate != null) {
            words.addAll(List.of("--rate", rate.toString()));
        }
        if (maxRejects != null) {
            words.addAll(List.of("--max-rejects", maxRejects));
        }
        if (ignoreLag) {
            words.add("--ignore-lag");
        }
        words.addAll(List.of("--from", Long.toString(offset)));
        return words;
    }
}
