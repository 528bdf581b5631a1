package com.stockflare.restore.stream;

import com.stockflare.restore.model.Counts;
import java.util.Arrays;

/**
 * Keeps account of the rows that have been read, in their order, and tells the offset before which all of them are
 * settled, in whatever order that happens. Rows 1, 2 and 4 of four settled: the prefix ends with row 2.
 */
public final class SettledPrefix {
    /** What became of a row. */
    public enum Fate {
        SENT,
        REJECTED,
        BLANK
    }

    /** Rings, indexed by a row's number modulo their length, a power of two. */
    private long[] ends = new long[1 << 12];

    /** Null for a row that is not settled yet. */
    private Fate[] fates = new Fate[1 << 12];

    private long first;
    private long next;
    private long offset;
    private long sent;
    private long rejected;
    private long blank;

    /** @param offset where reading begins; the first row may start behind it ({@link #passOver}) */
    public SettledPrefix(long offset) {
        this.offset = offset;
    }

    /**
     * What lies before an offset is nobody's row here.
     *
     * @throws IllegalStateException if a row has been read and is not settled
     */
    public void passOver(long newOffset) {
        if (span() > 0) {
            throw new IllegalStateException(span() + " rows are not settled");
        }
        offset = newOffset;
    }

    /**
     * A row has been read.
     *
     * @param end the offset after it
     * @return its number, by which it is settled
     */
    public long append(long end) {
        if (next - first == ends.length) {
            grow();
        }
        ends[slot(next)] = end;
        fates[slot(next)] = null;
        return next++;
    }

    /** @throws IllegalStateException if the row has not been read, or is settled already */
    public void settle(long row, Fate fate) {
        if (row < first || row >= next || fates[slot(row)] != null) {
            throw new IllegalStateException("row " + row + " is not waiting to be settled");
        }
        fates[slot(row)] = fate;
        while (first < next && fates[slot(first)] != null) {
            count(fates[slot(first)]);
            offset = ends[slot(first)];
            first++;
        }
    }

    private void count(Fate fate) {
        switch (fate) {
            case SENT -> sent++;
            case REJECTED -> rejected++;
            case BLANK -> blank++;
        }
    }

    /** Every row before it is settled. */
    public long offset() {
        return offset;
    }

    /** Of the rows before {@link #offset()}. */
    public Counts counts() {
        return new Counts(sent, rejected, blank);
    }

    /** How many rows lie between the first that is not settled and the last that has been read. */
    public long span() {
        return next - first;
    }

    private int slot(long row) {
        return (int) (row & (ends.length - 1));
    }

    private void grow() {
        long[] newEnds = Arrays.copyOf(ends, 2 * ends.length);
        Fate[] newFates = Arrays.copyOf(fates, 2 * ends.length);
        for (long row = first; row < next; row++) {
            int to = (int) (row & (newEnds.length - 1));
            newEnds[to] = ends[slot(row)];
            newFates[to] = fates[slot(row)];
        }
        ends = newEnds;
        fates = newFates;
    }
}
