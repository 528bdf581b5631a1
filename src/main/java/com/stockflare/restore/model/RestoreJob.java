package com.stockflare.restore.model;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A restore under way, as one invocation hands it to the next.
 *
 * @param restoreId names the restore in answers, logs, the ledger and the rejects' place: see {@link #isId}
 * @param request what is to be restored
 * @param file the state of the backup file that the restore is held to
 * @param range the rows that are to be restored: those that start in it
 * @param checkpoint where to go on
 */
public record RestoreJob(
        String restoreId, RestoreRequest request, BackupFile file, ByteRange range, Checkpoint checkpoint) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    public RestoreJob {
        Objects.requireNonNull(restoreId, "restoreId");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(checkpoint, "checkpoint");
        if (!isId(restoreId)) {
            throw new InvalidRequestException("restoreId is not right: it must be 1 to 64 letters, digits and hyphens");
        }
        if (range.to() > file.size() || checkpoint.offset() < range.from() - 1) {
            throw new InvalidRequestException("The checkpoint's offset " + checkpoint.offset() + " is not in "
                    + range.from() + " to " + range.to() + ", or that is not in " + file.uri());
        }
        if (checkpoint.offset() > file.size()) {
            throw new InvalidRequestException("The checkpoint's offset " + checkpoint.offset()
                    + " lies behind the end of " + file.uri() + ", which has " + file.size() + " bytes");
        }
    }

    /** A restore of a whole file in one segment. */
    public RestoreJob(String restoreId, RestoreRequest request, BackupFile file, Checkpoint checkpoint) {
        this(restoreId, request, file, new ByteRange(0, file.size()), checkpoint);
    }

    /** Whether a restore can have this id. This service makes UUIDs; the event of a continuation may name others. */
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    public RestoreJob withCheckpoint(Checkpoint newCheckpoint) {
        return new RestoreJob(restoreId, request, file, range, newCheckpoint);
    }
}
