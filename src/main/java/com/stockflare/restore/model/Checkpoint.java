package com.stockflare.restore.model;

import java.util.Objects;

/**
 * The offset before which every row of a segment is settled, and the counts of exactly those rows. Never the read
 * position: rows beyond it may have been read, even sent.
 *
 * @param segment the segment's number, from 0
 * @param hop the invocation that works on the segment, from 0
 * @param offset in bytes from the start of the file
 * @param counts of the rows before {@code offset}
 */
public record Checkpoint(int segment, int hop, long offset, Counts counts) {
    public static final Checkpoint START = new Checkpoint(0, 0, 0, Counts.NONE);

    public Checkpoint {
        Objects.requireNonNull(counts, "counts");
        if (segment < 0 || hop < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "not a checkpoint: segment " + segment + ", hop " + hop + ", offset " + offset);
        }
    }

    /**
     * The checkpoint after more rows have been settled.
     *
     * @throws IllegalArgumentException if {@code newOffset} lies before this one: a checkpoint never goes back
     */
    public Checkpoint advance(long newOffset, Counts more) {
        if (newOffset < offset) {
            throw new IllegalArgumentException("a checkpoint cannot go back from " + offset + " to " + newOffset);
        }
        return new Checkpoint(segment, hop, newOffset, counts.plus(more));
    }

    /** The same place, for the invocation that comes next. */
    public Checkpoint nextHop() {
        return new Checkpoint(segment, hop + 1, offset, counts);
    }
}
