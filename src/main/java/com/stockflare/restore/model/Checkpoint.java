package com.stockflare.restore.model;

import java.util.Objects;

/**
 * The offset before which every row of a segment is settled, and the counts of exactly those rows; of a dry run also what it
 * has found out about them. Never the read
 * position: rows beyond it may have been read, even sent.
 *
 * @param segment the segment's number, from 0
 * @param hop the invocation that works on the segment, from 0
 * @param offset in bytes from the start of the file
 * @param counts of the rows before {@code offset}
 * @param findings of a dry run, about the same rows
 */
public record Checkpoint(int segment, int hop, long offset, Counts counts, Findings findings) {
    public static final Checkpoint START = new Checkpoint(0, 0, 0, Counts.NONE);

    public Checkpoint {
        Objects.requireNonNull(counts, "counts");
        Objects.requireNonNull(findings, "findings");
        if (segment < 0 || hop < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "not a checkpoint: segment " + segment + ", hop " + hop + ", offset " + offset);
        }
    }

    /** Of a restore that is no dry run, or has found nothing yet. */
    public Checkpoint(int segment, int hop, long offset, Counts counts) {
        this(segment, hop, offset, counts, Findings.NONE);
    }

    /**
     * The checkpoint after more rows have been settled.
     *
     * @throws IllegalArgumentException if {@code newOffset} lies before this one: a checkpoint never goes back
     */
    public Checkpoint advance(long newOffset, Counts more, Findings moreFindings) {
        if (newOffset < offset) {
            throw new IllegalArgumentException("a checkpoint cannot go back from " + offset + " to " + newOffset);
        }
        return new Checkpoint(segment, hop, newOffset, counts.plus(more), findings.plus(moreFindings));
    }

    /** The same, of a restore that is no dry run. */
    public Checkpoint advance(long newOffset, Counts more) {
        return advance(newOffset, more, Findings.NONE);
    }

    /** The same place, for the invocation that comes next. */
    public Checkpoint nextHop() {
        return new Checkpoint(segment, hop + 1, offset, counts, findings);
    }
}
