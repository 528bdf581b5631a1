package com.stockflare.restore.model;

/**
 * The bytes of a file from {@code from} (inclusive) to {@code to} (exclusive).
 *
 * @param from the first byte's offset, 0 or more
 * @param to the offset after the last byte, at least {@code from}
 */
public record ByteRange(long from, long to) {
    public ByteRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("not a byte range: " + from + " to " + to);
        }
    }

    public long length() {
        return to - from;
    }

    public boolean isEmpty() {
        return from == to;
    }

    /** What is left of the range when everything before {@code offset} is done. */
    public ByteRange startingAt(long offset) {
        return new ByteRange(offset, to);
    }

    /** The range as HTTP writes it, both ends inclusive. Only for a range that is not empty. */
    public String toHttpHeader() {
        if (isEmpty()) {
            throw new IllegalStateException("HTTP has no empty range");
        }
        return "bytes=" + from + "-" + (to - 1);
    }
}
