package com.stockflare.restore.backup;

import java.util.Arrays;

/**
 * Cuts a file's bytes into rows, wherever the chunks are cut. A row ends at {@code \n} or {@code \r\n}, or at the end
 * of the file; nothing after the last line ending is no row. A byte-order mark at the file's start is passed over.
 *
 * <p>A row that lies within one chunk is shown where it lies. Only one that crosses from chunk to chunk is copied, and
 * one above {@link #MAX_ROW_BYTES} is counted without being kept, so memory does not grow with it.
 */
public final class RowReader {
    /** The longest row that is read: a 400 KB item of binary sets, as an array of numbers in Base64, stays below it. */
    public static final int MAX_ROW_BYTES = 8 << 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Chunk.Source source;
    private final Row row = new Row();
    private byte[] chunk = {};
    private int position;
    private int limit;
    /** The offset in the file of {@code chunk[position]}. */
    private long offset;

    /** The start of a row whose end is in a later chunk. */
    private byte[] carried = new byte[8 << 10];

    private int carriedLength;

    /**
     * @param source the file's bytes from {@code offset} on
     * @param offset the start of a row
     */
    public RowReader(Chunk.Source source, long offset) {
        this.source = source;
        this.offset = offset;
    }

    /** The row that {@link #next()} found. */
    public Row row() {
        return row;
    }

    /** Moves on to the next row; false at the end of the file. */
    public boolean next() {
        row.offset = offset;
        carriedLength = 0;
        // Of the row, in bytes so far: those carried, and those passed over because the row is too long.
        long before = 0;
        while (position < limit || fill()) {
            int end = newline();
            int found = end - position;
            if (end < limit) {
                long length = before + found;
                offset += found + 1;
                if (before == 0) {
                    show(chunk, position, end, length);
                } else {
                    carry(end, length);
                    show(carried, 0, carriedLength, length);
                }
                position = end + 1;
                dropCarriageReturn();
                dropByteOrderMark();
                return true;
            }
            before += found;
            carry(end, before);
            offset += found;
            position = limit;
        }
        if (before == 0) {
            return false;
        }
        show(carried, 0, carriedLength, before);
        // A lone \r at the very end is a line ending that was cut off.
        dropCarriageReturn();
        dropByteOrderMark();
        return true;
    }

    private boolean fill() {
        Chunk next = source.next();
        if (next == null) {
            return false;
        }
        chunk = next.bytes();
        position = 0;
        limit = next.length();
        return true;
    }

    private int newline() {
        int i = position;
        while (i < limit && chunk[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Keeps the chunk's bytes up to {@code end}, unless the row has become too long with them. */
    private void carry(int end, long lengthSoFar) {
        // One more for a \r that is not part of the row.
        if (lengthSoFar > MAX_ROW_BYTES + 1) {
            carriedLength = 0;
            return;
        }
        int more = end - position;
        if (carriedLength + more > carried.length) {
            carried = Arrays.copyOf(carried, Math.max(carriedLength + more, 2 * carried.length));
        }
        System.arraycopy(chunk, position, carried, carriedLength, more);
        carriedLength += more;
    }

    private void show(byte[] bytes, int from, int to, long length) {
        row.bytes = bytes;
        row.from = from;
        row.to = length > MAX_ROW_BYTES + 1 ? from : to;
        row.length = length;
        row.end = offset;
    }

    private void dropCarriageReturn() {
        if (row.to > row.from && row.bytes[row.to - 1] == '\r') {
            row.to--;
            row.length--;
        }
        if (row.length > MAX_ROW_BYTES) {
            row.to = row.from;
        }
    }

    private void dropByteOrderMark() {
        if (row.offset == 0
                && row.to - row.from >= BYTE_ORDER_MARK.length
                && Arrays.equals(row.bytes, row.from, row.from + BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3)) {
            row.from += BYTE_ORDER_MARK.length;
            row.offset += BYTE_ORDER_MARK.length;
            row.length -= BYTE_ORDER_MARK.length;
        }
    }
}
