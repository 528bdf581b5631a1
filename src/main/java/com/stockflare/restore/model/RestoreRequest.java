package com.stockflare.restore.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is to be restored, and where to. Refuses what makes no sense, all of it at once.
 *
 * @param table the table that the items are for: 3 to 255 of {@code a-zA-Z0-9_.-}, DynamoDB's own rule; empty where a dry
 *     run of a file on this machine is to know none
 * @param bucket the backup file's bucket; empty for a file on this machine
 * @param file the backup file's key as it is, not URL-encoded: 1 to 1,024 bytes
 * @param versionId the version of the object to read, or null for the newest
 * @param stream the name of the Kinesis stream: 1 to 128 of {@code a-zA-Z0-9_.-}; empty like the table
 * @param partitions how many partition keys to spread the records over, 1 to 100,000, or 0 for one a shard
 * @param decode how the rows are written
 * @param maxRejects how many rows may be rejected before the restore is given up
 * @param ignoreLag whether to send however far the stream's consumer is behind
 * @param segments into how many segments to cut the file, 1 to 98, or 0 for as many as the stream needs to be the limit
 * @param rate how many records a second all segments together may send, 1 to 10,000,000, or 0 for as many as the stream
 *     takes
 * @param dryRun whether only to look at every row, and to send nothing
 */
public record RestoreRequest(
        String table,
        String bucket,
        String file,
        String versionId,
        String stream,
        int partitions,
        Decode decode,
        MaxRejects maxRejects,
        boolean ignoreLag,
        int segments,
        int rate,
        boolean dryRun) {
    /** More partitions than any stream has shards. */
    public static final int MAX_PARTITIONS = 100_000;

    /**
     * A restore and its segments are written down at once, by one transaction of DynamoDB, which has 100 writes
     * ("TransactWriteItems" in its API reference); two of them are no segment's.
     */
    public static final int MAX_SEGMENTS = 98;

    /** More records a second than any stream takes. */
    public static final int MAX_RATE = 10_000_000;

    private static final Pattern TABLE = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");
    private static final Pattern STREAM = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|");

    /** S3's limit for a key. */
    private static final int MAX_KEY_BYTES = 1_024;

    /** @throws InvalidRequestException with every fault there is */
    public RestoreRequest {
        List<Fault> faults = new ArrayList<>();
        boolean mayBeEmpty = dryRun && "".equals(bucket);
        check(faults, isName(TABLE, table, mayBeEmpty), "table", table, "3 to 255 of a-z A-Z 0-9 _ . -");
        check(faults, bucket != null && BUCKET.matcher(bucket).matches(), "bucket", bucket, "an S3 bucket's name");
        check(
                faults,
                file != null && isKey(file),
                "file",
                file,
                "an S3 key of 1 to 1,024 bytes that does not end in /");
        check(
                faults,
                isName(STREAM, stream, mayBeEmpty),
                "stream",
                stream,
                "a stream's name, 1 to 128 of a-z A-Z 0-9 _ . -");
        check(
                faults,
                partitions >= 0 && partitions <= MAX_PARTITIONS,
                "partitions",
                partitions,
                "1 to 100,000, or 0 for one a shard");
        check(faults, decode != null, "decode", decode, "auto, base64 or none");
        check(faults, maxRejects != null, "maxRejects", maxRejects, "a number of rows, or a percentage such as 5%");
        check(faults, segments >= 0 && segments <= MAX_SEGMENTS, "segments", segments, "1 to 98, or auto");
        check(faults, rate >= 0 && rate <= MAX_RATE, "rate", rate, "1 to 10,000,000 records a second");
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
    }

    /** A request that allows any number of rejects, heeds the consumer's lag, and is as fast as the stream. */
    public RestoreRequest(
            String table, String bucket, String file, String versionId, String stream, int partitions, Decode decode) {
        this(table, bucket, file, versionId, stream, partitions, decode, MaxRejects.NONE, false, 0, 0, false);
    }

    /** The same of whatever state the file is in now. */
    public RestoreRequest ofNewestVersion() {
        return new RestoreRequest(
                table, bucket, file, null, stream, partitions, decode, maxRejects, ignoreLag, segments, rate, dryRun);
    }

    /** The same at another rate. */
    public RestoreRequest withRate(int newRate) {
        return new RestoreRequest(
                table,
                bucket,
                file,
                versionId,
                stream,
                partitions,
                decode,
                maxRejects,
                ignoreLag,
                segments,
                newRate,
                dryRun);
    }

    /** Whether to wait for the stream's consumer where it is too far behind. */
    public boolean heedsLag() {
        return !ignoreLag && !dryRun;
    }

    /**
     * Whether to go on after so many rejects. A dry run is there to find them all.
     *
     * @param atEnd whether no more rows will come
     */
    public boolean allows(Counts counts, boolean atEnd) {
        return dryRun || !maxRejects.isExceededBy(counts, atEnd);
    }

    private static boolean isName(Pattern pattern, String name, boolean mayBeEmpty) {
        return name != null && (pattern.matcher(name).matches() || (mayBeEmpty && name.isEmpty()));
    }

    private static boolean isKey(String key) {
        int bytes = key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return bytes > 0 && bytes <= MAX_KEY_BYTES && !key.endsWith("/");
    }

    private static void check(List<Fault> faults, boolean good, String name, Object value, String wanted) {
        if (!good) {
            String how = value == null ? " is missing" : " \"" + value + "\" is not right";
            faults.add(Fault.invalid(name, name + how + ": it must be " + wanted));
        }
    }

    /** The backup file as a person writes it. */
    public String fileUri() {
        return BackupFile.uri(bucket, file);
    }
}
