package com.stockflare.restore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaxRejectsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 100",
        "100, 100, 100",
        "999999999999999, 999999999999999, 100",
        "0%, 9223372036854775807, 0",
        "5%, 9223372036854775807, 5",
        "2.5%, 9223372036854775807, 2.5",
        "0.000001%, 9223372036854775807, 0.000001",
        "100%, 9223372036854775807, 100"
    })
    void parse_numberOrPercentage_isTaken(String text, long count, double percent) {
        assertEquals(new MaxRejects(count, percent), MaxRejects.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "1.5", "1e3", "%", "5 %", "101%", "100.1%", ".5%", "5.%", "5%%", "x", "٣"})
    void parse_anythingElse_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> MaxRejects.parse(text));
    }

    @ParameterizedTest(name = "{0}: {1} of {2}, at the end {3}")
    @CsvSource({
        "0, 1, 1, false, true",
        "0, 0, 5000, true, false",
        "3, 3, 3, true, false",
        "3, 4, 1000000, false, true",
        "5%, 999, 999, false, false",
        "5%, 999, 999, true, true",
        "5%, 50, 1000, false, false",
        "5%, 51, 1000, false, true",
        "5%, 1, 20, true, false",
        "5%, 1, 19, true, true",
        "0%, 1, 999, false, false",
        "0%, 1, 1000, false, true",
        "0%, 1, 1, true, true",
        "100%, 5000, 5000, true, false",
        "0%, 0, 0, true, false",
        "0.1%, 3000000001, 3000000000000, false, true",
        "0.1%, 3000000000, 3000000000000, false, false"
    })
    void isExceededBy_rejectedOfRows_tells(String limit, long rejected, long rows, boolean atEnd, boolean exceeded) {
        Counts counts = new Counts(rows - rejected, rejected, 0);

        assertEquals(exceeded, MaxRejects.parse(limit).isExceededBy(counts, atEnd));
    }

    @Test
    void isExceededBy_blankRows_areRows() {
        assertFalse(MaxRejects.parse("5%").isExceededBy(new Counts(0, 50, 950), true));
    }

    @Test
    void none_allRejected_isNotExceeded() {
        assertFalse(MaxRejects.NONE.isExceededBy(new Counts(0, 5_000_000_000L, 0), true));
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "0, -1", "0, 100.5", "0, NaN"})
    void constructor_nonsense_isRefused(long count, double percent) {
        assertThrows(IllegalArgumentException.class, () -> new MaxRejects(count, percent));
    }
}
