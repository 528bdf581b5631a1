package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.ScriptedSink.Fate;
import com.stockflare.restore.model.BinaryFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A checkpoint comes at least every interval, whatever the engine waits for: a crash repeats no more than that. */
class CheckpointsTest {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    /** A look later, at the latest. */
    private static final Duration AT_MOST = INTERVAL.plusMillis(21);

    private final List<Long> times = new ArrayList<>();
    private final Bench bench = new Bench(SampleBackup.good(5_000, 20));

    CheckpointsTest() {
        bench.options = new EngineOptions(64 << 10, 2, 4, INTERVAL, BinaryFormat.NODE, 25);
        bench.watcher = new RecordingListener() {
            @Override
            public void progress(Progress progress) {
                bench.listener.progress(progress);
                times.add(bench.simulation.nanos());
            }
        };
    }

    static Stream<Arguments> waits() {
        long second = Duration.ofSeconds(1).toNanos();
        return Stream.of(
                Arguments.of("for shards to have room", 1, 0L, 0L),
                Arguments.of("for parts", 100, 3 * second, 0L),
                Arguments.of("for answers", 100, 0L, 3 * second));
    }

    @ParameterizedTest(name = "waiting {0}")
    @MethodSource("waits")
    void run_waiting_writesCheckpoints(String what, int shards, long getNanos, long putNanos) {
        bench.stream.reshard(shards);
        bench.simulation.gets(() -> getNanos).puts(() -> putNanos);

        bench.run();

        assertRegular(Duration.ofSeconds(3));
    }

    @Test
    void run_waitingForRecordsSentAgain_writesCheckpoints() {
        bench.stream.reshard(100);
        bench.calls((number, batch) -> Fate.failing(
                i -> bench.simulation.nanos() < Duration.ofSeconds(20).toNanos(), true));

        bench.run();

        assertRegular(Duration.ofSeconds(20));
    }

    @Test
    void run_rowsTrickleIn_areSentAndSettledMeanwhile() {
        bench.stream.reshard(100);
        bench.options = Bench.options(500, INTERVAL);
        bench.simulation.gets(() -> Duration.ofMillis(400).toNanos());

        bench.run();

        // Three parts each 0.4 s; what has come is settled a quarter of a second and a checkpoint later.
        for (int i = 5; i < times.size() - 1; i++) {
            Progress progress = bench.listener.all().get(i);
            long behind = progress.bytesRead() - progress.checkpoint().offset();
            assertTrue(behind < 5_000, behind + " bytes behind at checkpoint " + i);
        }
    }

    private void assertRegular(Duration atLeast) {
        long last = 0;
        for (long time : times) {
            assertTrue(time - last <= AT_MOST.toNanos(), "a pause of " + (time - last) + " ns at " + last);
            last = time;
        }
        assertTrue(last >= atLeast.toNanos(), "it did not wait");
        assertEquals(5_000, bench.stream.records().size());
    }
}
