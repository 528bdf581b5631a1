package com.stockflare.restore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreStateTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final BackupFile FILE = new BackupFile("backups", "Rates/a.csv", null, "\"e\"", 100);

    private static RestoreState restore(String maxRejects, SegmentState... segments) {
        RestoreRequest request = new RestoreRequest(
                "Rates",
                "backups",
                "Rates/a.csv",
                null,
                "put-stream",
                0,
                Decode.AUTO,
                MaxRejects.parse(maxRejects),
                false,
                0,
                0,
                false);
        return new RestoreState("r", request, FILE, NOW, null, null, false, List.of(segments));
    }

    private static SegmentState segment(int number, long from, long to, long offset) {
        return SegmentState.fresh(new ByteRange(from, to), new Checkpoint(number, 0, offset, new Counts(8, 2, 0)), NOW);
    }

    @ParameterizedTest
    @CsvSource({"50, 50, 50, 100", "50, 55, 55, 100"})
    void conclusion_segmentsThatJoin_isCompletedWithTheirRejects(long end, long reached, long start, long last) {
        RestoreState restore = restore("4", segment(0, 0, end, reached), segment(1, start, 100, last));

        assertEquals(
                new Ending(Status.COMPLETED_WITH_REJECTS, null, NOW),
                restore.conclusion(NOW).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"0, 50, 51, 100", "0, 50, 49, 100", "1, 50, 50, 100", "0, 50, 50, 101"})
    void conclusion_gapOrOverlap_isFailed(long first, long reached, long start, long last) {
        RestoreState restore = restore("4", segment(0, first, 50, reached), segment(1, start, 100, last));

        assertEquals(
                "NOT_JOINED", restore.conclusion(NOW).orElseThrow().failure().code());
    }

    @Test
    void conclusion_segmentNotDone_isNone() {
        assertTrue(restore("9", segment(0, 0, 50, 50), segment(1, 50, 100, 99))
                .conclusion(NOW)
                .isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"1", "19%"})
    void conclusion_moreRejectsThanAllowed_isFailed(String maxRejects) {
        Ending ending =
                restore(maxRejects, segment(0, 0, 100, 100)).conclusion(NOW).orElseThrow();

        assertEquals("TOO_MANY_REJECTS", ending.failure().code());
    }

    @Test
    void status_allSegmentsHeldOrDone_isHeld() {
        SegmentState done = segment(0, 0, 50, 50);
        SegmentState open = segment(1, 50, 100, 60);
        SegmentState held = open.released(open.checkpoint(), NOW);

        assertEquals(Status.HELD, restore("9", done, held).status());
        assertEquals(Status.RUNNING, restore("9", done, open).status());
        assertEquals(
                Status.RUNNING, restore("9", done, segment(1, 50, 100, 100)).status());
    }

    @Test
    void new_whatMakesNoSense_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> restore("9"));
        assertThrows(IllegalArgumentException.class, () -> segment(0, 10, 50, 8));
        assertThrows(IllegalArgumentException.class, () -> new Holding("h", -1, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new Holding("h", 0, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new Ending(Status.RUNNING, null, NOW));
        assertThrows(IllegalArgumentException.class, () -> new Ending(Status.FAILED, null, NOW));
        assertThrows(
                InvalidRequestException.class,
                () -> restore("9", segment(0, 0, 100, 0)).segment(1));
    }
}
