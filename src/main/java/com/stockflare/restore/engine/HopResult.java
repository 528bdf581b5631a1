package com.stockflare.restore.engine;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Status;

/**
 * What one invocation came to.
 *
 * @param status CONTINUED, or how the restore stands
 * @param checkpoint of the segment that the invocation was for; where the restore is over, with the counts of all of it
 * @param bytesRead by this invocation; 0 where it left the work to another
 */
public record HopResult(String restoreId, Status status, Checkpoint checkpoint, long bytesRead) {
    HopResult withBytesRead(long bytes) {
        return new HopResult(restoreId, status, checkpoint, bytes);
    }
}
