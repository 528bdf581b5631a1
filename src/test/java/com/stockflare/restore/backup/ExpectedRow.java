package com.stockflare.restore.backup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a row must look like.
 *
 * @param text each byte as one character
 */
record ExpectedRow(long offset, long length, long end, String text) {
    /** The rows of a file that is held in memory as a whole, cut in the most obvious way. */
    static List<ExpectedRow> of(byte[] file, int start) {
        List<ExpectedRow> rows = new ArrayList<>();
        int from = start;
        while (from < file.length) {
            int to = from;
            while (to < file.length && file[to] != '\n') {
                to++;
            }
            rows.add(row(file, from, to, Math.min(to + 1, file.length)));
            from = to + 1;
        }
        return rows;
    }

    private static ExpectedRow row(byte[] file, int from, int to, int end) {
        String text = latin1(Arrays.copyOfRange(file, from, to));
        int offset = from;
        if (from == 0 && text.startsWith("\u00EF\u00BB\u00BF")) {
            text = text.substring(3);
            offset = 3;
        }
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        return new ExpectedRow(offset, text.length(), end, text);
    }

    /** The rows that a reader finds. */
    static List<ExpectedRow> read(RowReader reader) {
        List<ExpectedRow> rows = new ArrayList<>();
        while (reader.next()) {
            Row row = reader.row();
            rows.add(new ExpectedRow(row.offset(), row.length(), row.end(), latin1(row.copy())));
        }
        return rows;
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
