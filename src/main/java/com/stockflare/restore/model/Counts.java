package com.stockflare.restore.model;

/**
 * How many rows lie before a checkpoint and what became of them. {@code rows = sent + rejected + blank}, always.
 *
 * @param sent rows whose record the stream has acknowledged; in a dry run, that could be sent
 * @param rejected rows that are in the rejects, where it is no dry run
 * @param blank rows without anything in them
 */
public record Counts(long sent, long rejected, long blank) {
    public static final Counts NONE = new Counts(0, 0, 0);

    public Counts {
        if (sent < 0 || rejected < 0 || blank < 0) {
            throw new IllegalArgumentException("a count cannot be negative: " + sent + ", " + rejected + ", " + blank);
        }
    }

    public long rows() {
        return sent + rejected + blank;
    }

    public boolean isAllBlank() {
        return blank > 0 && blank == rows();
    }

    public Counts plus(Counts more) {
        return new Counts(sent + more.sent, rejected + more.rejected, blank + more.blank);
    }
}
