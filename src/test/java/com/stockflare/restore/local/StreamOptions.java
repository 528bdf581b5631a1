package com.stockflare.restore.local;

/**
 * How a local stream is made.
 *
 * @param shards open shards at the start, with equal hash ranges
 * @param maxRecordKiB the largest record, data and partition key, in KiB: 1,024 to 10,240
 * @param retentionHours what DescribeStreamSummary reports; records do not expire
 * @param onDemand what DescribeStreamSummary reports as the mode; shards neither split nor merge by themselves
 * @param limited whether a shard takes at most 1,000 records/s and 1 MiB/s
 * @param keepsRecords whether accepted records stay in memory, to be read; where not, they are only counted
 */
public record StreamOptions(
        int shards, int maxRecordKiB, int retentionHours, boolean onDemand, boolean limited, boolean keepsRecords) {

    static final int DEFAULT_MAX_RECORD_KIB = 1024;
    static final int LARGEST_MAX_RECORD_KIB = 10_240;

    public StreamOptions {
        if (shards < 1) {
            throw new IllegalArgumentException("shards must be at least 1: " + shards);
        }
        if (maxRecordKiB < DEFAULT_MAX_RECORD_KIB || maxRecordKiB > LARGEST_MAX_RECORD_KIB) {
            throw new IllegalArgumentException("maxRecordKiB must be 1,024 to 10,240: " + maxRecordKiB);
        }
    }

    /** A provisioned stream as AWS makes it: records up to 1 MiB, 24 hours, limits on. */
    public static StreamOptions ofShards(int shards) {
        return new StreamOptions(shards, DEFAULT_MAX_RECORD_KIB, 24, false, true, true);
    }

    public StreamOptions withMaxRecordKiB(int maxRecordKiB) {
        return new StreamOptions(shards, maxRecordKiB, retentionHours, onDemand, limited, keepsRecords);
    }

    public StreamOptions withRetentionHours(int retentionHours) {
        return new StreamOptions(shards, maxRecordKiB, retentionHours, onDemand, limited, keepsRecords);
    }

    public StreamOptions withOnDemand() {
        return new StreamOptions(shards, maxRecordKiB, retentionHours, true, limited, keepsRecords);
    }

    public StreamOptions withoutLimits() {
        return new StreamOptions(shards, maxRecordKiB, retentionHours, onDemand, false, keepsRecords);
    }

    public StreamOptions withoutRecords() {
        return new StreamOptions(shards, maxRecordKiB, retentionHours, onDemand, limited, false);
    }
}
