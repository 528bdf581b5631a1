package com.stockflare.restore.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class StreamShareTest {
    private final StreamShare share = new StreamShare(10);

    @Test
    void of_burstAndThenTheFullRate_isAllOfIt() {
        assertEquals(1.0, share.of(20_000, 0, 1), 1e-9);
        assertEquals(1.0, share.of(10_000, 0, 1), 1e-9);
        assertEquals(0.5, share.of(5_000, 0, 1), 1e-9);
    }

    @Test
    void of_timeWithoutUse_savesUpASecondAtMost() {
        assertEquals(0.0, share.of(0, 0, 60), 1e-9);
        assertEquals(0.5, share.of(10_000, 0, 1), 1e-9);
    }

    @Test
    void of_largeRecords_isThatOfTheBytes() {
        assertEquals(0.25, share.of(100, 5 << 20, 1), 1e-9);
    }
}
