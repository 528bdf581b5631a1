package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.stockflare.restore.model.Status;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Restores in worlds where all goes wrong at once: invocations killed at any step, deliveries doubled and dropped, every
 * call slow, failing or unheard of, the consumer behind, the file replaced. Each ends with every row settled and as few
 * sent twice as promised, or fails because it had to; {@link RestoreAudit} holds it to that.
 *
 * <p>{@code -Drestore.simulations=20000} has more of them, {@code -Drestore.simulation=17} is the one of that seed.
 */
@Timeout(600)
class ChainsSimulationTest {
    private static final int QUICK = 100;
    private static final int ALL = Integer.getInteger("restore.simulations", 1_000);

    static LongStream seeds() {
        Long one = Long.getLong("restore.simulation");
        return one == null ? LongStream.range(0, QUICK) : LongStream.of(one);
    }

    private static RestoreWorld world(long seed) {
        RestoreWorld world = new RestoreWorld(seed);
        world.run();
        return world;
    }

    private static String trouble(long seed, Audit audit) {
        return "-Drestore.simulation=" + seed + ": " + audit.violations() + "\n" + audit.story();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void restore_whateverGoesWrong_settlesEveryRow(long seed) {
        Audit audit = world(seed).audit();

        assertEquals(List.of(), audit.violations(), () -> trouble(seed, audit));
    }

    @Test
    @Tag("slow")
    void restore_manyWorlds_settlesEveryRow() {
        List<String> troubles = new ArrayList<>();
        Map<Status, Integer> endings = new EnumMap<>(Status.class);
        int attempts = 0;
        int restores = 0;
        for (long seed = QUICK; seed < QUICK + ALL; seed++) {
            Audit audit = world(seed).audit();
            if (!audit.violations().isEmpty()) {
                troubles.add(trouble(seed, audit));
            }
            for (RestoreAudit restore : audit.restores()) {
                endings.merge(restore.now().status(), 1, Integer::sum);
                attempts += restore.attempts();
                restores++;
            }
        }
        if (!troubles.isEmpty()) {
            fail(troubles.size() + " of " + ALL + " worlds are in trouble, such as " + troubles.get(0));
        }
        // Neither so kind that nothing is shown, nor so cruel that all is given up.
        assertTrue(attempts > 2 * ALL, attempts + " attempts");
        assertTrue(endings.get(Status.FAILED) < restores / 5, endings.toString());
    }

    @Test
    void world_sameSeed_isTheSame() {
        List<String> diary = world(7).audit().diary();

        assertEquals(diary, world(7).audit().diary());
        assertNotEquals(diary, world(8).audit().diary());
    }
}
