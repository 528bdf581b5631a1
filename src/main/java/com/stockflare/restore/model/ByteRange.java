package com.stockflare.restore.model;

import java.util.ArrayList;
import java.util.List;

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

    /** Cuts the range into pieces that are as long as each other but for a byte; into fewer where it has fewer bytes. */
    public List<ByteRange> cut(int pieces) {
        int count = (int) Math.max(1, Math.min(pieces, length()));
        List<ByteRange> cut = new ArrayList<>(count);
        long start = from;
        for (int i = 1; i <= count; i++) {
            // Of a length up to 2^63 and 98 pieces, the product may be too large for a long.
            long end = from + length() / count * i + Math.min(i, length() % count);
            cut.add(new ByteRange(start, end));
            start = end;
        }
        return cut;
    }

    /** The range as HTTP writes it, both ends inclusive. Only for a range that is not empty. */
    public String toHttpHeader() {
        if (isEmpty()) {
            throw new IllegalStateException("HTTP has no empty range");
        }
        return "bytes=" + from + "-" + (to - 1);
    }
}
