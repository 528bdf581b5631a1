package com.stockflare.restore.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stockflare.restore.aws.DynamoDbLedgerTable.Change;
import com.stockflare.restore.model.RestoreRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The file and the table of a restore, which have a row in the ledger's table that names the restore that is running, and
 * another for a dry run of them.
 */
record DynamoDbTarget(String bucket, String key, String table, boolean dryRun) {
    private static final String PART = "target";
    private static final String RUNNING = "running";
    private static final String LAST_CALLS_UNTIL = "lastCallsUntil";

    static DynamoDbTarget of(RestoreRequest request) {
        return new DynamoDbTarget(request.bucket(), request.file(), request.table(), request.dryRun());
    }

    /** Neither a bucket's name nor a table's has a line feed in it. Hashed: together they may be too long for a key. */
    private String rowId() {
        try {
            String names = bucket + "\n" + key + "\n" + table + (dryRun ? "\ndry run" : "");
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(names.getBytes(UTF_8));
            return "target#" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The id of the restore that is running, or has just ended. */
    Optional<String> running(DynamoDbLedgerTable ledger) {
        return ledger.rows(rowId()).stream().findFirst().map(row -> row.text(RUNNING));
    }

    Optional<Instant> lastCallsUntil(DynamoDbLedgerTable ledger) {
        return ledger.rows(rowId()).stream().findFirst().map(row -> row.instant(LAST_CALLS_UNTIL));
    }

    /**
     * From now on a restore is the running one.
     *
     * @param instead the one that it may take the place of, or null
     */
    Change begin(String restoreId, String instead) {
        DynamoDbRow row = new DynamoDbRow()
                .putText("bucket", bucket)
                .putText("file", key)
                .putText("table", table)
                .putFlag("dryRun", dryRun)
                .putText(RUNNING, restoreId)
                .putNumber(DynamoDbRow.EXPIRES_AT, null);
        return new Change(rowId(), PART, new DynamoDbUpdate().set(row).requireAbsentOrSame(named(instead), RUNNING));
    }

    /**
     * The restore that is the running one is it no more.
     *
     * @param lastCallsUntil when its last records have arrived, where that may be later than now
     */
    Change end(String restoreId, Instant now, Optional<Instant> lastCallsUntil) {
        DynamoDbRow row = named(null).putExpiry(now);
        lastCallsUntil.ifPresent(until -> row.putText(LAST_CALLS_UNTIL, until));
        return new Change(rowId(), PART, new DynamoDbUpdate().set(row).requireSame(named(restoreId), List.of(RUNNING)));
    }

    private static DynamoDbRow named(String restoreId) {
        return new DynamoDbRow().putText(RUNNING, restoreId);
    }
}
