package com.stockflare.restore.stream;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What became of a batch: every record is acknowledged but for those that failed, which are to be sent again. (What no
 * second try can mend is an exception.)
 *
 * @param failed the records that the stream did not take, or may not have taken
 * @param shardIds of the shards that took the others
 */
public record PutResult(List<Failed> failed, Set<String> shardIds) {
    public PutResult {
        failed = List.copyOf(failed);
        // Not copied: an answer can name hundreds.
        shardIds = Collections.unmodifiableSet(shardIds);
    }

    /**
     * A record to be sent again.
     *
     * @param index in the batch
     * @param throttled whether its shard was full, rather than something else amiss
     */
    public record Failed(int index, boolean throttled) {}
}
