package com.stockflare.restore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreJobTest {
    private static final RestoreRequest REQUEST =
            new RestoreRequest("Rates", "backups", "Rates/a.csv", null, "put-stream", 0, Decode.AUTO);
    private static final BackupFile FILE = new BackupFile("backups", "Rates/a.csv", null, "\"e\"", 100);

    private static Checkpoint at(long offset) {
        return new Checkpoint(0, 1, offset, Counts.NONE);
    }

    @Test
    void new_checkpointAtTheFilesEnd_taken() {
        assertEquals(
                100, new RestoreJob("r", REQUEST, FILE, at(100)).checkpoint().offset());
    }

    @Test
    void new_checkpointBehindTheFilesEnd_refused() {
        InvalidRequestException e =
                assertThrows(InvalidRequestException.class, () -> new RestoreJob("r", REQUEST, FILE, at(101)));
        assertEquals(
                "The checkpoint's offset 101 lies behind the end of s3://backups/Rates/a.csv, which has 100 bytes",
                e.getMessage());
    }

    @Test
    void new_anythingMissing_refused() {
        assertThrows(NullPointerException.class, () -> new RestoreJob(null, REQUEST, FILE, at(0)));
        assertThrows(NullPointerException.class, () -> new RestoreJob("r", null, FILE, at(0)));
        assertThrows(NullPointerException.class, () -> new RestoreJob("r", REQUEST, null, at(0)));
        assertThrows(NullPointerException.class, () -> new RestoreJob("r", REQUEST, FILE, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a/b", "a_b", "\u00e9", "0123456789012345678901234567890123456789012345678901234567890123-"})
    void new_idThatIsNone_refused(String id) {
        assertThrows(InvalidRequestException.class, () -> new RestoreJob(id, REQUEST, FILE, at(0)));
    }

    @Test
    void withCheckpoint_keepsTheRest() {
        RestoreJob job = new RestoreJob("r", REQUEST, FILE, at(0));
        assertEquals(new RestoreJob("r", REQUEST, FILE, at(50)), job.withCheckpoint(at(50)));
        assertThrows(InvalidRequestException.class, () -> job.withCheckpoint(at(101)));
    }

    @Test
    void backupFile_emptyFile_taken() {
        assertEquals(0, new BackupFile("b", "k", "v", "e", 0).size());
    }

    @Test
    void backupFile_negativeSizeOrPartMissing_refused() {
        assertThrows(IllegalArgumentException.class, () -> new BackupFile("b", "k", null, "e", -1));
        assertThrows(NullPointerException.class, () -> new BackupFile(null, "k", null, "e", 0));
        assertThrows(NullPointerException.class, () -> new BackupFile("b", null, null, "e", 0));
        assertThrows(NullPointerException.class, () -> new BackupFile("b", "k", null, null, 0));
    }

    @Test
    void backupFile_uri_keepsTheKeyAsItIs() {
        assertEquals("s3://b/a b+c:d.csv", new BackupFile("b", "a b+c:d.csv", null, "e", 0).uri());
        assertEquals("file:/tmp/a.csv", new BackupFile("", "/tmp/a.csv", null, "e", 0).uri());
    }
}
