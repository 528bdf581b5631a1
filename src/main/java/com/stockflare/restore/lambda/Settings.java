package com.stockflare.restore.lambda;

import com.stockflare.restore.engine.Chains;
import com.stockflare.restore.engine.Endings;
import com.stockflare.restore.engine.EngineOptions;
import com.stockflare.restore.model.Environment;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.TablePatterns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What RestoreFunction is told by its environment.
 *
 * @param backupFileBucket {@code BACKUP_FILE_BUCKET}: the bucket of a direct event that names none; null if unset
 * @param kinesisStream {@code KINESIS_STREAM}: the stream of a request that names none; null if unset
 * @param restorePrefix {@code RESTORE_PREFIX}: keys below it start a restore; default {@code restore/}
 * @param tables {@code RESTORE_TABLES}: which tables may be restored into; default all
 * @param rejectsBucket {@code REJECTS_BUCKET}: where rejects are written
 * @param stopMargin {@code STOP_MARGIN_MS}: null for the default of {@link com.stockflare.restore.engine.Deadline}
 * @param ledgerTable {@code LEDGER_TABLE}: the table of restores and their segments, without which nobody would wake one
 *     that is held; null for {@code sam local}
 * @param lease {@code LEASE_SECONDS}: how long a segment is its holder's without a sign of life; default 30 seconds
 * @param mostSegments {@code MAX_SEGMENTS}: how many segments of a restore are worked on at once, 1 to 20; default 4; 1
 *     for {@code sam local}
 * @param notifyTopic {@code NOTIFY_TOPIC_ARN}: the topic that is told how each restore ended; null if there is none
 * @param function {@code AWS_LAMBDA_FUNCTION_NAME}, which Lambda sets: what metrics are told apart by
 * @param samLocal {@code AWS_SAM_LOCAL}: nothing can be invoked, the answer holds the next event
 * @param engine {@code PART_SIZE_BYTES}, {@code CHECKPOINT_INTERVAL_MS} and {@code BINARY_FORMAT}
 */
public record Settings(
        String backupFileBucket,
        String kinesisStream,
        String restorePrefix,
        TablePatterns tables,
        String rejectsBucket,
        Duration stopMargin,
        String ledgerTable,
        Duration lease,
        int mostSegments,
        String notifyTopic,
        String function,
        boolean samLocal,
        EngineOptions engine) {

    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

    /** With the hop that follows each of them, the watchdog and the API it stays within a new account's ten at once. */
    private static final int DEFAULT_SEGMENTS = 4;

    /** Each looks at the stream when it begins, which Kinesis allows 20 times a second ("DescribeStreamSummary"). */
    private static final int MOST_SEGMENTS = 20;

    private static final Pattern TOPIC = Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}");

    private static final Pattern PREFIX = Pattern.compile("(?!rejects/|set-aside/)[^/].*/");

    /**
     * Reads the settings.
     *
     * @throws InvalidRequestException with every fault there is
     */
    public static Settings from(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        boolean samLocal = "true".equals(environment.text("AWS_SAM_LOCAL", ""));
        // There it would be the name that the template has for it, and of no table.
        String ledgerTable =
                samLocal ? null : environment.required("LEDGER_TABLE", "the table of restores and their segments");
        int mostSegments = environment.parsed("MAX_SEGMENTS", "1 to " + MOST_SEGMENTS, DEFAULT_SEGMENTS, value ->
                (int) Environment.whole(value, 1, MOST_SEGMENTS));
        Settings settings = new Settings(
                environment.text("BACKUP_FILE_BUCKET", null),
                environment.text("KINESIS_STREAM", null),
                environment.parsed(
                        "RESTORE_PREFIX",
                        "a prefix that ends in /, and not where rejects are written",
                        "restore/",
                        Settings::prefix),
                environment
                        .parsed(
                                "RESTORE_TABLES",
                                "names of tables, with * and ?, and commas between them",
                                TablePatterns.ANY,
                                TablePatterns::parse)
                        .without(ledgerTable),
                environment.required("REJECTS_BUCKET", "the bucket that rejected rows are written to"),
                environment.parsed(
                        "STOP_MARGIN_MS",
                        "1 to 600000 milliseconds",
                        null,
                        value -> Duration.ofMillis(Environment.whole(value, 1, 600_000))),
                ledgerTable,
                environment.parsed(
                        "LEASE_SECONDS",
                        "3 to 300 seconds",
                        DEFAULT_LEASE,
                        value -> Duration.ofSeconds(Environment.whole(value, 3, Chains.MOST_LEASE.toSeconds()))),
                samLocal ? 1 : mostSegments,
                environment.parsed("NOTIFY_TOPIC_ARN", "the ARN of an SNS topic", null, Settings::topic),
                environment.text("AWS_LAMBDA_FUNCTION_NAME", "restore"),
                samLocal,
                EngineOptions.from(environment));
        environment.check();
        return settings;
    }

    /** What chains go by. */
    Chains.Rules rules(Endings endings) {
        return new Chains.Rules(InstantSource.system(), lease, mostSegments, tables, endings);
    }

    /** A restore as people are shown it. */
    RestoreJson restoreJson() {
        return new RestoreJson(InstantSource.system(), mostSegments, rejectsBucket);
    }

    private static String topic(String value) {
        if (!TOPIC.matcher(value).matches()) {
            throw new IllegalArgumentException(value);
        }
        return value;
    }

    private static String prefix(String value) {
        if (!PREFIX.matcher(value).matches()) {
            throw new IllegalArgumentException(value);
        }
        return value;
    }
}
