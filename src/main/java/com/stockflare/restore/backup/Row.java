package com.stockflare.restore.backup;

import java.util.Arrays;

/**
 * A view of one row. It is the same object for every row and shows bytes that the reader owns: good until the reader
 * moves on.
 */
public final class Row {
    byte[] bytes = {};
    int from;
    int to;
    long offset;
    long length;
    long end;

    /** The array that holds the row's bytes from {@link #from} to {@link #to}. Nothing of a row that is too long. */
    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** Of the row's first byte, in the file. */
    public long offset() {
        return offset;
    }

    /** In bytes, without the line ending. Larger than {@code to - from} only where the row is too long. */
    public long length() {
        return length;
    }

    /** The offset after the row and its line ending: where the next row starts. */
    public long end() {
        return end;
    }

    /** Whether the row is longer than {@link RowReader#MAX_ROW_BYTES}; its bytes are not there then. */
    public boolean isTooLong() {
        return length > to - from;
    }

    /** Whether there is nothing in the row, or only spaces and tabs. */
    public boolean isBlank() {
        if (isTooLong()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** A copy of the row's bytes, or null where the row is too long. */
    public byte[] copy() {
        return isTooLong() ? null : Arrays.copyOfRange(bytes, from, to);
    }
}
