package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    private static final Figures HALF_WAY = new Figures(126_000, 50_000_000, 100_000_000, 9_834.4, 4_000_000);

    @Test
    void text_halfWay_tellsRowsSpeedsAndTimeLeft() {
        assertEquals("   126,000 rows,   9,834 rows/s,   4.0 MB/s, 0:00:13 left", HALF_WAY.text());
    }

    @Test
    void text_nothingSettledYet_doesNotGuessTheTimeLeft() {
        assertEquals("         0 rows,       0 rows/s,   0.0 MB/s, ?:??:?? left", new Figures(0, 0, 9, 0, 0).text());
    }

    @Test
    void text_manyHoursLeft_writesThemOut() {
        assertEquals(
                "        10 rows,       1 rows/s,   0.0 MB/s, 27:46:40 left", new Figures(10, 0, 100_000, 1, 1).text());
    }

    @ParameterizedTest
    @CsvSource({"0,0,100", "0,1000,0", "999,1000,99", "1000,1000,100"})
    void percent_anyOffset_isRoundedDown(long offset, long size, int expected) {
        assertEquals(expected, new Figures(1, offset, size, 0, 0).percent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "79| ' 50% [=======>      ]    126,000 rows,   9,834 rows/s,   4.0 MB/s, 0:00:13 left'",
                "66| ' 50% [>]    126,000 rows,   9,834 rows/s,   4.0 MB/s, 0:00:13 left'",
                "62| ' 50%    126,000 rows,   9,834 rows/s,   4.0 MB/s, 0:00:13 left'",
                "20| ' 50%    126,000 rows'",
                "0| ''"
            })
    void bar_anyWidth_isNeverWider(int columns, String expected) {
        assertEquals(expected, HALF_WAY.bar(columns));
    }

    @Test
    void bar_atTheEnd_isFull() {
        assertEquals(
                "100% [==============]          9 rows,       1 rows/s,   0.0 MB/s, 0:00:00 left",
                new Figures(9, 9, 9, 1, 1).bar(79));
    }
}
