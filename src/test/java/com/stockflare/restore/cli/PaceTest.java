package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();

    @Test
    void at_theBeginning_hasNoSpeed() {
        assertEquals(new Figures(0, 7, 1_000, 0, 0), at(0, 0, 7));
    }

    @Test
    void at_withinTenSeconds_isTheSpeedSinceTheBeginning() {
        at(0, 0, 100);
        at(1, 10, 200);

        assertEquals(new Figures(40, 500, 1_000, 20, 200), at(2, 40, 500));
    }

    @Test
    void at_later_forgetsWhatIsOlderThanTenSeconds() {
        at(0, 0, 0);
        at(5, 500, 500);
        at(15, 500, 500);

        assertEquals(new Figures(510, 510, 1_000, 1, 1), at(15, 510, 510));
        assertEquals(new Figures(510, 510, 1_000, 0, 0), at(25, 510, 510));
    }

    private Figures at(long seconds, long rows, long offset) {
        return pace.at(TimeUnit.SECONDS.toNanos(seconds), rows, offset, 1_000);
    }
}
