package com.stockflare.restore.stream;

import java.time.Duration;
import java.util.List;

/**
 * The stream as it is now.
 *
 * @param openShards that take records; empty where they cannot be listed
 * @param maxRecordBytes of a record's data and partition key together, 1 MiB to 10 MiB
 * @param retention for which a record is kept, read or not
 */
public record StreamShape(List<Shard> openShards, int maxRecordBytes, Duration retention) {
    /** What every stream takes unless it says more. */
    public static final int DEFAULT_MAX_RECORD_BYTES = 1 << 20;

    /** The least there is, and what a stream has unless it is raised. */
    public static final Duration DEFAULT_RETENTION = Duration.ofHours(24);

    public StreamShape {
        openShards = List.copyOf(openShards);
    }
}
