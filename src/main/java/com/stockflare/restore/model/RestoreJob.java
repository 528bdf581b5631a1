package com.stockflare.restore.model;

import java.util.Objects;

/**
 * A restore under way, as one invocation hands it to the next.
 *
 * @param restoreId names the restore in answers, logs and the rejects' place
 * @param request what is to be restored
 * @param file the state of the backup file that the restore is held to
 * @param checkpoint where to go on
 */
public record RestoreJob(String restoreId, RestoreRequest request, BackupFile file, Checkpoint checkpoint) {
    public RestoreJob {
        Objects.requireNonNull(restoreId, "restoreId");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(checkpoint, "checkpoint");
        if (checkpoint.offset() > file.size()) {
            throw new InvalidRequestException("The checkpoint's offset " + checkpoint.offset()
                    + " lies behind the end of " + file.uri() + ", which has " + file.size() + " bytes");
        }
    }

    public RestoreJob withCheckpoint(Checkpoint newCheckpoint) {
        return new RestoreJob(restoreId, request, file, newCheckpoint);
    }
}
