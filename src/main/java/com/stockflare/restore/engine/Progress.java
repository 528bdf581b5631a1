package com.stockflare.restore.engine;

import com.stockflare.restore.model.Checkpoint;
import java.time.Duration;

/**
 * How far a run is.
 *
 * @param checkpoint every row before it is settled, and its rejects are written
 * @param bytesRead that this run has fetched
 * @param resent records that the stream did not take at once in this run, each time counted
 * @param shards of the stream, as far as they are known
 * @param load what it has put on the stream
 */
public record Progress(Checkpoint checkpoint, long bytesRead, long resent, int shards, Load load) {
    /** Before anything has been sent, or where that does not matter. */
    public Progress(Checkpoint checkpoint, long bytesRead, long resent, int shards) {
        this(checkpoint, bytesRead, resent, shards, Load.NONE);
    }

    /**
     * What a run has put on the stream since it began, also behind the checkpoint.
     *
     * @param records that the stream has taken
     * @param bytes of these, their partition keys included, as a shard's limit counts them
     * @param throttled of those that were resent, how many the stream refused because their shard had enough
     * @param workers among whom the shards are divided now, this run among them
     * @param lag how far the stream's consumer is behind, or null where that is not known
     */
    public record Load(long records, long bytes, long throttled, int workers, Duration lag) {
        public static final Load NONE = new Load(0, 0, 0, 1, null);
    }
}
