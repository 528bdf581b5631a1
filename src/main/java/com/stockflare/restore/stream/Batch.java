package com.stockflare.restore.stream;

import java.util.Arrays;

/**
 * The records of one PutRecords call, their bytes one behind the other in one array. Used again when the call has
 * succeeded.
 */
public final class Batch {
    /** Kinesis takes no more in one call. */
    public static final int MAX_RECORDS = 500;

    /**
     * Data and partition keys of one call, in bytes. Kinesis takes 10 MiB, and took 5 MiB until late 2025; below that is
     * safe everywhere. A single record may be larger, up to what the stream takes.
     */
    public static final int MAX_BYTES = 4_750_000;

    /** The longest partition key that {@link Partitions} gives. */
    public static final int MAX_KEY_BYTES = "PartitionKey-99999".length();

    private static final int LEAST_CAPACITY = 64 << 10;

    private byte[] bytes = new byte[LEAST_CAPACITY];
    private final int[] ends = new int[MAX_RECORDS];
    private final Partition[] partitions = new Partition[MAX_RECORDS];
    private final long[] rows = new long[MAX_RECORDS];
    private final int[] attempts = new int[MAX_RECORDS];
    private int size;
    private int keyBytes;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Whether a record of so many bytes still fits. Into an empty batch every one does. */
    public boolean fits(int recordBytes) {
        return size == 0 || (size < MAX_RECORDS && dataBytes() + keyBytes + recordBytes + MAX_KEY_BYTES <= MAX_BYTES);
    }

    /**
     * Adds a copy of a record.
     *
     * @param row the number of the row that it was made from
     * @param attempt how often it has been sent before
     */
    public void add(Slice data, Partition partition, long row, int attempt) {
        int end = dataBytes() + data.length();
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, Math.min(MAX_BYTES, bytes.length + bytes.length / 2)));
        }
        System.arraycopy(data.bytes(), data.from(), bytes, dataBytes(), data.length());
        ends[size] = end;
        partitions[size] = partition;
        rows[size] = row;
        attempts[size] = attempt;
        keyBytes += partition.key().length();
        size++;
    }

    /** The data of the i-th record, in the batch's own array. */
    public Slice data(int i) {
        int from = i == 0 ? 0 : ends[i - 1];
        return new Slice(bytes, from, ends[i] - from);
    }

    /** What the i-th record counts for at its shard: its data and its partition key. */
    public int bytes(int i) {
        return data(i).length() + partitions[i].key().length();
    }

    public Partition partition(int i) {
        return partitions[i];
    }

    public long row(int i) {
        return rows[i];
    }

    public int attempt(int i) {
        return attempts[i];
    }

    /** Of all records, without their keys. */
    public int dataBytes() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /** How many bytes of memory it holds for records' data, used or not. */
    public int capacity() {
        return bytes.length;
    }

    /** Takes all records out. What it held for much larger ones than these were it does not keep for ever. */
    public void clear() {
        if (dataBytes() < bytes.length / 4) {
            bytes = new byte[Math.max(LEAST_CAPACITY, bytes.length / 2)];
        }
        size = 0;
        keyBytes = 0;
    }
}
