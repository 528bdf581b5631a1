package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows about the length of the longest that is read. */
class LongRowTest {
    private static final int MAX = RowReader.MAX_ROW_BYTES;

    /** A file of one long row between its start and its ending, and a short one behind it. */
    private static byte[] file(String start, int length, String ending) {
        byte[] file = new byte[start.length() + length + ending.length() + 4];
        Arrays.fill(file, (byte) 'x');
        System.arraycopy(start.getBytes(ISO_8859_1), 0, file, 0, start.length());
        System.arraycopy(ending.getBytes(ISO_8859_1), 0, file, start.length() + length, ending.length());
        System.arraycopy("next".getBytes(ISO_8859_1), 0, file, file.length - 4, 4);
        return file;
    }

    private static void assertNextRow(RowReader reader, long offset) {
        assertTrue(reader.next());
        assertEquals(offset, reader.row().offset());
        assertEquals("next", new String(reader.row().copy(), ISO_8859_1));
        assertEquals(offset + 4, reader.row().end());
        assertFalse(reader.next());
    }

    @ParameterizedTest
    @CsvSource({
        "'',LF,1000000000",
        "'',CRLF,1000000000",
        "'',LF,65536",
        "'',CRLF,65536",
        "'',LF,8388608",
        "'',CRLF,8388609",
        "BOM,LF,1000000000",
        "BOM,CRLF,65536",
        "BOM,CRLF,1048577",
        "'',CRLF,8388608"
    })
    void next_8MiB_isARow(String start, String ending, int chunk) {
        String mark = start.replace("BOM", "\u00EF\u00BB\u00BF");
        String end = ending.equals("LF") ? "\n" : "\r\n";
        byte[] file = file(mark, MAX, end);
        RowReader reader = new RowReader(new CutChunks(file, 0, () -> chunk), 0);
        assertTrue(reader.next());
        Row row = reader.row();
        assertFalse(row.isTooLong());
        assertEquals(mark.length(), row.offset());
        assertEquals(MAX, row.length());
        assertEquals(mark.length() + MAX + end.length(), row.end());
        assertTrue(Arrays.equals(file, mark.length(), mark.length() + MAX, row.bytes(), row.from(), row.to()));
        assertNextRow(reader, row.end());
    }

    @ParameterizedTest
    @CsvSource({
        "'',LF,1,1000000000",
        "'',CRLF,1,1000000000",
        "'',LF,1,65536",
        "'',CRLF,1,65536",
        "'',LF,1,8388608",
        "'',CRLF,1,8388609",
        "'',CRLF,1,8388610",
        "'',CRLF,12345678,65536",
        "'',CRLF,12345678,1000000000",
        "BOM,LF,1,1000000000",
        "BOM,CRLF,1,65536",
        "BOM,CRLF,12345678,65537",
        "BOM,LF,2,1048577"
    })
    void next_longerThan8MiB_countedAndNotHeld(String start, String ending, int more, int chunk) {
        String mark = start.replace("BOM", "\u00EF\u00BB\u00BF");
        String end = ending.equals("LF") ? "\n" : "\r\n";
        RowReader reader = new RowReader(new CutChunks(file(mark, MAX + more, end), 0, () -> chunk), 0);
        assertTrue(reader.next());
        Row row = reader.row();
        assertTrue(row.isTooLong());
        assertFalse(row.isBlank());
        assertNull(row.copy());
        assertEquals(row.from(), row.to());
        assertEquals(mark.length(), row.offset());
        assertEquals(MAX + more, row.length());
        assertEquals(mark.length() + MAX + more + end.length(), row.end());
        assertNextRow(reader, row.end());
    }

    @Test
    void next_longRowAtTheEndOfTheFile_counted() {
        byte[] file = new byte[MAX + 7];
        Arrays.fill(file, (byte) 'x');
        file[file.length - 1] = '\r';
        RowReader reader = new RowReader(new CutChunks(file, 0, () -> 1 << 20), 0);
        assertTrue(reader.next());
        assertTrue(reader.row().isTooLong());
        assertEquals(MAX + 6, reader.row().length());
        assertEquals(MAX + 7, reader.row().end());
        assertFalse(reader.next());
    }

    /** Bytes without a newline, the same megabyte again and again, and a newline at the end. */
    private static void assertCounted(int megabytes) {
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 'x');
        int[] given = {0};
        RowReader reader = new RowReader(
                () -> {
                    given[0]++;
                    if (given[0] <= megabytes) {
                        return new Chunk(megabyte, megabyte.length);
                    }
                    return given[0] == megabytes + 1 ? new Chunk(new byte[] {'\n'}, 1) : null;
                },
                0);
        assertTrue(reader.next());
        assertEquals((long) megabytes << 20, reader.row().length());
        assertEquals(((long) megabytes << 20) + 1, reader.row().end());
        assertTrue(
                reader.row().bytes().length <= MAX + 4, "holds " + reader.row().bytes().length + " bytes");
        assertFalse(reader.next());
    }

    @Test
    void next_rowOf100MiB_memoryDoesNotGrowWithIt() {
        assertCounted(100);
    }

    @Test
    @Tag("slow")
    void next_rowBeyondAnInt_counted() {
        assertCounted(3_000);
    }
}
