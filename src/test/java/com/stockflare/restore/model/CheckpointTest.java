package com.stockflare.restore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    private static final Counts COUNTS = new Counts(7, 2, 1);
    private static final Checkpoint REACHED = new Checkpoint(3, 4, 100, COUNTS);

    @ParameterizedTest
    @CsvSource({"-1,0,0", "0,-1,0", "0,0,-1"})
    void new_negativePart_refused(int segment, int hop, long offset) {
        assertThrows(IllegalArgumentException.class, () -> new Checkpoint(segment, hop, offset, Counts.NONE));
    }

    @Test
    void new_withoutCounts_refused() {
        assertThrows(NullPointerException.class, () -> new Checkpoint(0, 0, 0, null));
    }

    @Test
    void start_isTheFileStartWithNothingCounted() {
        assertEquals(new Checkpoint(0, 0, 0, new Counts(0, 0, 0)), Checkpoint.START);
    }

    @Test
    void advance_further_addsTheCounts() {
        assertEquals(new Checkpoint(3, 4, 101, new Counts(8, 4, 4)), REACHED.advance(101, new Counts(1, 2, 3)));
    }

    @Test
    void advance_toTheSameOffset_taken() {
        assertEquals(REACHED, REACHED.advance(100, Counts.NONE));
    }

    @Test
    void advance_backByOneByte_refused() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> REACHED.advance(99, Counts.NONE));
        assertEquals("a checkpoint cannot go back from 100 to 99", e.getMessage());
    }

    @Test
    void nextHop_changesOnlyTheHop() {
        assertEquals(new Checkpoint(3, 5, 100, COUNTS), REACHED.nextHop());
    }

    @ParameterizedTest
    @CsvSource({"-1,0,0", "0,-1,0", "0,0,-1"})
    void counts_negative_refused(long sent, long rejected, long blank) {
        assertThrows(IllegalArgumentException.class, () -> new Counts(sent, rejected, blank));
    }

    @Test
    void counts_rows_areTheirSum() {
        assertEquals(10, COUNTS.rows());
    }
}
