package com.stockflare.restore.stream;

import java.util.List;

/**
 * The stream as it is now.
 *
 * @param openShards that take records; empty where they cannot be listed
 * @param maxRecordBytes of a record's data and partition key together, 1 MiB to 10 MiB
 */
public record StreamShape(List<Shard> openShards, int maxRecordBytes) {
    /** What every stream takes unless it says more. */
    public static final int DEFAULT_MAX_RECORD_BYTES = 1 << 20;

    public StreamShape {
        openShards = List.copyOf(openShards);
    }
}
