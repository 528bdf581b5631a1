package com.stockflare.restore.local;

import java.util.ArrayList;
import java.util.List;

/** A shard with its limits and records. All but what never changes is guarded by the lock of its stream. */
final class LocalShard {
    private static final long MAX_RECORDS_PER_SECOND = 1_000;
    private static final long MAX_BYTES_PER_SECOND = 1 << 20;
    /** GetRecords answers at most 10 MiB. */
    private static final long MAX_READ_BYTES = 10 << 20;

    private static final long OPEN = Long.MAX_VALUE;

    private final String id;
    private final HashRange range;
    private final List<String> parents;
    private final long firstSequence;
    private final TokenBucket recordBucket;
    private final TokenBucket byteBucket;
    private final List<AcceptedRecord> records = new ArrayList<>();
    /** Read without the lock where shards are listed. */
    private volatile long lastSequence = OPEN;

    private long accepted;

    /**
     * @param parents none, the shard that was split, or the two that were merged
     * @param firstSequence what no record's sequence is below
     */
    LocalShard(int index, HashRange range, List<String> parents, long firstSequence, long nowNanos) {
        this.id = String.format("shardId-%012d", index);
        this.range = range;
        this.parents = parents;
        this.firstSequence = firstSequence;
        this.recordBucket = new TokenBucket(MAX_RECORDS_PER_SECOND, nowNanos);
        this.byteBucket = new TokenBucket(MAX_BYTES_PER_SECOND, nowNanos);
    }

    String id() {
        return id;
    }

    HashRange range() {
        return range;
    }

    List<String> parents() {
        return parents;
    }

    long firstSequence() {
        return firstSequence;
    }

    long lastSequence() {
        return lastSequence;
    }

    boolean isOpen() {
        return lastSequence == OPEN;
    }

    void close(long sequence) {
        lastSequence = sequence;
    }

    /** Takes a record's share of both limits, or nothing of either. */
    boolean admits(int bytes, long nowNanos) {
        boolean room = recordBucket.has(1, nowNanos) && byteBucket.has(bytes, nowNanos);
        if (room) {
            recordBucket.take(1, nowNanos);
            byteBucket.take(bytes, nowNanos);
        }
        return room;
    }

    void accept(AcceptedRecord record, boolean keep) {
        accepted++;
        if (keep) {
            records.add(record);
        }
    }

    long accepted() {
        return accepted;
    }

    List<AcceptedRecord> records() {
        return records;
    }

    /** The records from a sequence on, as many as one answer holds, at least one where there is one. */
    List<AcceptedRecord> read(long fromSequence, int limit) {
        int from = indexOf(fromSequence);
        int to = from;
        for (long bytes = 0; to < records.size() && to - from < limit; to++) {
            bytes += records.get(to).dataBytes();
            if (bytes > MAX_READ_BYTES && to > from) {
                break;
            }
        }
        return List.copyOf(records.subList(from, to));
    }

    boolean hasFrom(long sequence) {
        return !records.isEmpty() && records.get(records.size() - 1).sequence() >= sequence;
    }

    /** The first index whose record has this sequence or a later one. */
    private int indexOf(long sequence) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).sequence() < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
