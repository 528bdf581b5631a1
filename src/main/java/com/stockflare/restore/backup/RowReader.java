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

    /** The longest row, and what is taken off it: the byte-order mark and a {@code \r}. */
    private static final int MAX_CARRIED_BYTES = MAX_ROW_BYTES + 4;

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
     * @param offset the start of a row, or in the middle of one, whose rest is then the first
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
        byte last = 0;
        while (position < limit || fill()) {
            int end = newline();
            int found = end - position;
            boolean ended = end < limit;
            last = found > 0 ? chunk[end - 1] : last;
            offset += ended ? found + 1 : found;
            if (ended && before == 0) {
                show(chunk, position, found, last);
                position = end + 1;
                return true;
            }
            carry(end);
            before += found;
            position = ended ? end + 1 : limit;
            if (ended) {
                show(carried, 0, before, last);
                return true;
            }
        }
        // A lone \r at the very end is a line ending that was cut off.
        show(carried, 0, before, last);
        return before > 0;
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
        for (; i + Long.BYTES <= limit; i += Long.BYTES) {
            long marks = EightBytes.equalTo('\n', EightBytes.at(chunk, i));
            if (marks != 0) {
                return i + EightBytes.first(marks);
            }
        }
        while (i < limit && chunk[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Keeps the chunk's bytes up to {@code end}, as far as a row can have any use for them. */
    private void carry(int end) {
        int more = Math.min(end - position, MAX_CARRIED_BYTES - carriedLength);
        if (carriedLength + more > carried.length) {
            carried = Arrays.copyOf(
                    carried, Math.min(MAX_CARRIED_BYTES, Math.max(carriedLength + more, 2 * carried.length)));
        }
        System.arraycopy(chunk, position, carried, carriedLength, more);
        carriedLength += more;
    }

    /** Shows the row that starts at {@code from}, without what is not its own: a byte-order mark, a {@code \r}. */
    private void show(byte[] bytes, int from, long length, byte last) {
        row.bytes = bytes;
        row.from = from;
        row.length = length;
        row.end = offset;
        if (row.offset == 0 && length >= 3 && Arrays.equals(bytes, from, from + 3, BYTE_ORDER_MARK, 0, 3)) {
            row.from += BYTE_ORDER_MARK.length;
            row.offset += BYTE_ORDER_MARK.length;
            row.length -= BYTE_ORDER_MARK.length;
        }
        if (row.length > 0 && last == '\r') {
            row.length--;
        }
        row.to = row.length > MAX_ROW_BYTES ? row.from : row.from + (int) row.length;
    }
}
