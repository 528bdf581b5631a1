package com.stockflare.restore.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.stockflare.restore.model.Counts;
import com.stockflare.restore.stream.SettledPrefix.Fate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SettledPrefixTest {
    private static final List<Fate> FATES = List.of(Fate.values());
    private static final Map<Fate, Counts> ONE =
            Map.of(Fate.SENT, new Counts(1, 0, 0), Fate.REJECTED, new Counts(0, 1, 0), Fate.BLANK, new Counts(0, 0, 1));

    /** All rows in lists, looked through from the first each time. */
    private static final class Naive {
        private final List<Long> ends = new ArrayList<>();
        private final List<Fate> fates = new ArrayList<>();

        void assertSame(SettledPrefix prefix, long start) {
            long offset = start;
            Counts counts = Counts.NONE;
            int first = 0;
            while (first < ends.size() && fates.get(first) != null) {
                counts = counts.plus(ONE.get(fates.get(first)));
                offset = ends.get(first++);
            }
            assertEquals(offset, prefix.offset());
            assertEquals(counts, prefix.counts());
            assertEquals(ends.size() - first, prefix.span());
        }
    }

    private static Fate fate(Random random) {
        return FATES.get(random.nextInt(FATES.size()));
    }

    @RepeatedTest(40)
    void offset_rowsReadAndSettledInAnyOrder_asTheNaiveModel(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        long start = random.nextInt(1_000);
        SettledPrefix prefix = new SettledPrefix(start);
        Naive naive = new Naive();
        List<Long> waiting = new ArrayList<>();
        long end = start;
        for (int step = 0; step < 1_500; step++) {
            if (waiting.isEmpty() || random.nextInt(100) < 52) {
                end += 1 + random.nextInt(300);
                assertEquals(naive.ends.size(), prefix.append(end));
                waiting.add((long) naive.ends.size());
                naive.ends.add(end);
                naive.fates.add(null);
            } else {
                // Mostly the oldest, as records are answered; sometimes any.
                long row = waiting.remove(random.nextInt(3) > 0 ? 0 : random.nextInt(waiting.size()));
                Fate fate = fate(random);
                prefix.settle(row, fate);
                naive.fates.set((int) row, fate);
            }
            naive.assertSame(prefix, start);
        }
    }

    @RepeatedTest(5)
    void settle_moreRowsOpenThanTheRingHolds_nothingIsLost(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        SettledPrefix prefix = new SettledPrefix(0);
        Naive naive = new Naive();
        List<Integer> waiting = new ArrayList<>();
        // So that the ring has been gone round before it grows.
        for (int i = 0; i < 20_000; i++) {
            naive.ends.add(10L * i + 10);
            naive.fates.add(null);
            prefix.append(10L * i + 10);
            if (i < 3_000) {
                naive.fates.set(i, Fate.SENT);
                prefix.settle(i, Fate.SENT);
            } else {
                waiting.add(i);
            }
        }
        // Here and there out of order, so that the prefix moves all the time and shows each row's end.
        for (int i = 0; i < waiting.size(); i += 50) {
            Collections.shuffle(waiting.subList(i, Math.min(i + 50, waiting.size())), random);
        }
        for (int i = 0; i < waiting.size(); i++) {
            Fate fate = fate(random);
            naive.fates.set(waiting.get(i), fate);
            prefix.settle(waiting.get(i), fate);
            if (i % 77 == 0) {
                naive.assertSame(prefix, 0);
            }
        }
        naive.assertSame(prefix, 0);
        assertEquals(200_000, prefix.offset());
        assertEquals(0, prefix.span());
    }

    @Test
    void settle_rows1And2And4OfFour_prefixEndsWith2() {
        SettledPrefix prefix = new SettledPrefix(0);
        for (int i = 1; i <= 4; i++) {
            prefix.append(i * 100L);
        }
        prefix.settle(3, Fate.SENT);
        assertEquals(0, prefix.offset());
        prefix.settle(0, Fate.REJECTED);
        prefix.settle(1, Fate.BLANK);
        assertEquals(200, prefix.offset());
        assertEquals(new Counts(0, 1, 1), prefix.counts());
        prefix.settle(2, Fate.SENT);
        assertEquals(400, prefix.offset());
        assertEquals(new Counts(2, 1, 1), prefix.counts());
    }

    @Test
    void passOver_beforeTheFirstRow_countsNothing() {
        SettledPrefix prefix = new SettledPrefix(99);
        prefix.passOver(130);
        assertEquals(130, prefix.offset());
        assertEquals(Counts.NONE, prefix.counts());
        prefix.append(140);
        assertThrows(IllegalStateException.class, () -> prefix.passOver(150));
        assertEquals(130, prefix.offset());
    }

    @Test
    void settle_twice_refused() {
        SettledPrefix prefix = new SettledPrefix(0);
        for (int i = 0; i < 3; i++) {
            prefix.append(i + 1);
        }
        prefix.settle(0, Fate.SENT);
        prefix.settle(2, Fate.SENT);
        assertThrows(IllegalStateException.class, () -> prefix.settle(0, Fate.SENT));
        assertThrows(IllegalStateException.class, () -> prefix.settle(2, Fate.REJECTED));
        assertEquals(new Counts(1, 0, 0), prefix.counts());
    }

    @Test
    void settle_notRead_refused() {
        SettledPrefix prefix = new SettledPrefix(5);
        assertThrows(IllegalStateException.class, () -> prefix.settle(0, Fate.SENT));
        prefix.append(6);
        assertThrows(IllegalStateException.class, () -> prefix.settle(1, Fate.SENT));
        assertThrows(IllegalStateException.class, () -> prefix.settle(-1, Fate.SENT));
    }

    @Test
    void settle_slotOfAnEarlierRow_isNotTakenForSettled() {
        SettledPrefix prefix = new SettledPrefix(0);
        for (int i = 0; i < 3 * 4_096; i++) {
            prefix.settle(prefix.append(i + 1), Fate.SENT);
        }
        long row = prefix.append(1_000_000);
        assertEquals(3 * 4_096, prefix.offset());
        prefix.settle(row, Fate.BLANK);
        assertEquals(1_000_000, prefix.offset());
    }
}
