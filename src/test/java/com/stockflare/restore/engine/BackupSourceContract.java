package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every source of backup files has to do. */
public abstract class BackupSourceContract {
    private static final byte[] CONTENT = new byte[100_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    protected abstract BackupSource source();

    /** Makes a file, or puts another content in its place. The request for it. */
    protected abstract RestoreRequest put(String name, byte[] content);

    /** A request for a file that is not there. */
    protected abstract RestoreRequest missing();

    @Test
    void head_file_tellsItsNameAndSize() {
        RestoreRequest request = put("a.csv", CONTENT);

        BackupFile file = source().head(request);

        assertEquals(CONTENT.length, file.size());
        assertEquals(request.file(), file.key());
        assertEquals(request.bucket(), file.bucket());
    }

    @Test
    void head_unchangedFile_tellsTheSameAgain() {
        RestoreRequest request = put("a.csv", CONTENT);

        assertEquals(source().head(request), source().head(request));
    }

    @Test
    void head_emptyFile_tellsThatItIsEmpty() {
        assertEquals(0, source().head(put("empty.csv", new byte[0])).size());
    }

    @Test
    void head_missingFile_isNotFound() {
        SourceException e = assertThrows(SourceException.class, () -> source().head(missing()));

        assertEquals("SOURCE_NOT_FOUND", e.code());
        assertEquals(false, e.isRetryable());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 100000", "99999, 100000", "12345, 67890"})
    void open_range_givesThoseBytes(int from, int to) throws IOException {
        BackupFile file = source().head(put("a.csv", CONTENT));

        assertArrayEquals(Arrays.copyOfRange(CONTENT, from, to), read(file, new ByteRange(from, to)));
    }

    @Test
    void open_severalAtOnce_doNotDisturbEachOther() throws IOException {
        BackupFile file = source().head(put("a.csv", CONTENT));
        try (InputStream first = source().open(file, new ByteRange(0, 50_000));
                InputStream second = source().open(file, new ByteRange(50_000, 100_000))) {
            byte[] a = first.readNBytes(25_000);
            byte[] b = second.readNBytes(50_000);
            byte[] c = first.readNBytes(25_000);

            assertArrayEquals(Arrays.copyOfRange(CONTENT, 0, 25_000), a);
            assertArrayEquals(Arrays.copyOfRange(CONTENT, 50_000, 100_000), b);
            assertArrayEquals(Arrays.copyOfRange(CONTENT, 25_000, 50_000), c);
        }
    }

    @Test
    void open_bodyBeforeClosedEarly_readsAsEver() throws IOException {
        BackupFile file = source().head(put("a.csv", CONTENT));
        for (int i = 0; i < 20; i++) {
            try (InputStream body = source().open(file, new ByteRange(0, 100_000))) {
                assertEquals(Byte.toUnsignedInt(CONTENT[0]), body.read());
            }
        }

        assertArrayEquals(CONTENT, read(file, new ByteRange(0, 100_000)));
    }

    @Test
    void open_fileChangedSince_isSourceChangedAtTheRange() {
        RestoreRequest request = put("a.csv", CONTENT);
        BackupFile file = source().head(request);
        put("a.csv", new byte[99_999]);

        SourceException e = assertThrows(SourceException.class, () -> read(file, new ByteRange(500, 600)));

        assertEquals("SOURCE_CHANGED", e.code());
        assertEquals(500, e.offset());
        assertEquals(
                List.of(true, false), List.of(e.getMessage().contains(file.key()), e.isRetryable()), e.getMessage());
    }

    private byte[] read(BackupFile file, ByteRange range) throws IOException {
        try (InputStream body = source().open(file, range)) {
            return body.readNBytes((int) range.length());
        }
    }
}
