package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DistinctTest {
    private final Distinct distinct = new Distinct();

    /** A map that is open. */
    private record Open(int first, Set<String> names) {}

    private boolean add(String text, int first) {
        byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
        return distinct.add(bytes, 1, bytes.length - 2, first);
    }

    @RepeatedTest(40)
    void add_mapsInMaps_falseWhereASetHasItAlready(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        int different = 1 << random.nextInt(1, 12);
        Deque<Open> maps = new ArrayDeque<>();
        maps.push(new Open(0, new HashSet<>()));
        for (int i = 0; i < 5_000; i++) {
            int what = random.nextInt(20);
            if (what == 0 && maps.size() < 32) {
                maps.push(new Open(distinct.count(), new HashSet<>()));
            } else if (what == 1 && maps.size() > 1) {
                distinct.shrinkTo(maps.pop().first());
            } else {
                String name = "é".repeat(random.nextInt(3))
                        + "n".repeat(random.nextInt(8))
                        + (random.nextInt(9) == 0 ? "" : random.nextInt(different));
                assertEquals(
                        maps.peek().names().add(name), add(name, maps.peek().first()), name);
            }
            assertEquals(maps.stream().mapToInt(map -> map.names().size()).sum(), distinct.count());
        }
    }

    @Test
    void add_afterAMalformedItem_startsAfresh() {
        assertTrue(add("a", 0));
        assertFalse(add("a", 0));
        assertTrue(add("b", 0));
        distinct.shrinkTo(0);
        assertTrue(add("a", 0));
        assertTrue(add("b", 0));
    }

    /** Names that Java's own strings all give one hash. */
    @Test
    void add_manyNamesMadeToCollide_takesNoTime() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 1 << 16; i++) {
                StringBuilder name = new StringBuilder();
                for (int bit = 0; bit < 16; bit++) {
                    name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
                }
                assertTrue(add(name.toString(), 0));
            }
        });
    }
}
