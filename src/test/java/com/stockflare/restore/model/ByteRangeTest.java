package com.stockflare.restore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteRangeTest {
    @Test
    void new_startBelowZero_refused() {
        assertThrows(IllegalArgumentException.class, () -> new ByteRange(-1, 5));
    }

    @Test
    void new_endBeforeStart_refused() {
        assertThrows(IllegalArgumentException.class, () -> new ByteRange(5, 4));
    }

    @Test
    void new_endAtStart_isEmpty() {
        ByteRange range = new ByteRange(5, 5);
        assertTrue(range.isEmpty());
        assertEquals(0, range.length());
    }

    @Test
    void length_endIsExclusive() {
        ByteRange range = new ByteRange(10, 13);
        assertEquals(3, range.length());
        assertFalse(range.isEmpty());
    }

    @Test
    void toHttpHeader_bothEndsInclusive() {
        assertEquals("bytes=0-0", new ByteRange(0, 1).toHttpHeader());
        assertEquals("bytes=8388608-5497558138879", new ByteRange(8_388_608, 5_497_558_138_880L).toHttpHeader());
    }

    @Test
    void toHttpHeader_emptyRange_refused() {
        ByteRange empty = new ByteRange(7, 7);
        assertThrows(IllegalStateException.class, empty::toHttpHeader);
    }

    @Test
    void startingAt_withinTheRange_keepsTheEnd() {
        ByteRange range = new ByteRange(10, 20);
        assertEquals(new ByteRange(15, 20), range.startingAt(15));
        assertEquals(new ByteRange(20, 20), range.startingAt(20));
    }

    @Test
    void startingAt_behindTheEnd_refused() {
        ByteRange range = new ByteRange(10, 20);
        assertThrows(IllegalArgumentException.class, () -> range.startingAt(21));
    }
}
