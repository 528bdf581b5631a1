package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {
    private static final String BOM = "\u00EF\u00BB\u00BF";

    /** What turns up in such files, line endings more often than elsewhere. */
    private static final byte[] BYTES = ("\n\n\r\rab \t\"{" + BOM).getBytes(ISO_8859_1);

    private static List<ExpectedRow> read(String file, int chunk) {
        return read(file, 0, chunk);
    }

    private static List<ExpectedRow> read(String file, int from, int chunk) {
        byte[] bytes = file.getBytes(ISO_8859_1);
        return ExpectedRow.read(new RowReader(new CutChunks(bytes, from, () -> chunk), from));
    }

    private static ExpectedRow row(long offset, String text, long end) {
        return new ExpectedRow(offset, text.length(), end, text);
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void next_anyCutting_sameRowsAsInMemory(long seed) {
        Random random = new Random(seed);
        byte[] file = new byte[random.nextInt(400)];
        for (int i = 0; i < file.length; i++) {
            file[i] = BYTES[random.nextInt(BYTES.length)];
        }
        if (random.nextBoolean() && file.length >= 3) {
            System.arraycopy(BOM.getBytes(ISO_8859_1), 0, file, 0, 3);
        }
        int start = random.nextInt(3) > 0 ? 0 : random.nextInt(file.length + 1);
        List<ExpectedRow> expected = ExpectedRow.of(file, start);
        for (int most = 1; most <= 500; most = most * 3 / 2 + 1) {
            int bound = most;
            CutChunks chunks = new CutChunks(file, start, () -> 1 + random.nextInt(bound));
            assertEquals(expected, ExpectedRow.read(new RowReader(chunks, start)), "chunks of up to " + bound);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void next_anyFile_endsJoinFromStartToSize(long seed) {
        Random random = new Random(~seed);
        byte[] file = new byte[1 + random.nextInt(300)];
        for (int i = 0; i < file.length; i++) {
            file[i] = BYTES[random.nextInt(BYTES.length)];
        }
        RowReader reader = new RowReader(new CutChunks(file, 0, () -> 1 + random.nextInt(40)), 0);
        long end = 0;
        while (reader.next()) {
            Row row = reader.row();
            long before = row.offset() - end;
            assertTrue(before == 0 || (before == 3 && end == 0), "offset " + row.offset() + " after " + end);
            long ending = row.end() - row.offset() - row.length();
            assertTrue(ending >= 0 && ending <= 2, "a line ending of " + ending + " bytes");
            end = row.end();
        }
        assertEquals(file.length, end);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void next_everyKindOfEnding_rowsWithoutIt(int chunk) {
        assertEquals(
                List.of(row(0, "ab", 3), row(3, "cd", 7), row(7, "e\rf", 11), row(11, "g\r", 15), row(15, "h", 16)),
                read("ab\ncd\r\ne\rf\ng\r\r\nh", chunk));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void next_newlineAtTheEnd_noRowBehindIt(int chunk) {
        assertEquals(List.of(row(0, "a", 2)), read("a\n", chunk));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void next_carriageReturnAtTheEnd_isHalfAnEnding(int chunk) {
        assertEquals(List.of(row(0, "a", 2)), read("a\r", chunk));
    }

    @Test
    void next_emptyFile_noRow() {
        RowReader reader = new RowReader(new CutChunks(new byte[0], 0, () -> 1), 0);
        assertFalse(reader.next());
        assertFalse(reader.next());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void next_onlyNewlines_emptyRows(int chunk) {
        assertEquals(List.of(row(0, "", 1), row(1, "", 3), row(3, "", 4)), read("\n\r\n\n", chunk));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 100})
    void next_byteOrderMarkAtTheStart_passedOver(int chunk) {
        assertEquals(List.of(row(3, "a", 5), row(5, "b", 6)), read(BOM + "a\nb", chunk));
        assertEquals(List.of(row(3, "a", 6)), read(BOM + "a\r\n", chunk));
        assertEquals(List.of(row(3, "", 4), row(4, "b", 5)), read(BOM + "\nb", chunk));
        assertEquals(List.of(row(3, BOM + "a", 7)), read(BOM + BOM + "a", chunk));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void next_byteOrderMarkAlone_oneBlankRow(int chunk) {
        assertEquals(List.of(row(3, "", 3)), read(BOM, chunk));
        assertEquals(List.of(row(0, BOM.substring(0, 2), 2)), read(BOM.substring(0, 2), chunk));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void next_byteOrderMarkElsewhere_kept(int chunk) {
        assertEquals(List.of(row(0, "a", 2), row(2, BOM + "b", 6)), read("a\n" + BOM + "b", chunk));
        assertEquals(List.of(row(0, "a" + BOM, 4)), read("a" + BOM, chunk));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void next_startsAtAnOffset_byteOrderMarkKept(int chunk) {
        assertEquals(List.of(row(2, BOM + "b", 6)), read("a\n" + BOM + "b", 2, chunk));
    }

    @Test
    void isBlank_spacesTabsOrNothing_only() {
        RowReader reader = new RowReader(new CutChunks("\n \t \r\n\u000B\n.\n".getBytes(ISO_8859_1), 0, () -> 4), 0);
        for (boolean blank : new boolean[] {true, true, false, false}) {
            assertTrue(reader.next());
            assertEquals(blank, reader.row().isBlank());
        }
    }

    @Test
    void chunk_withoutBytesOrBeyondItsArray_refused() {
        assertThrows(IllegalArgumentException.class, () -> new Chunk(new byte[3], 0));
        assertThrows(IllegalArgumentException.class, () -> new Chunk(new byte[3], 4));
        assertEquals(3, new Chunk(new byte[3], 3).length());
    }
}
