package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.SampleRestores.FAILED;
import static com.stockflare.restore.engine.SampleRestores.at;
import static com.stockflare.restore.engine.SampleRestores.fresh;
import static com.stockflare.restore.engine.SampleRestores.holding;
import static com.stockflare.restore.engine.SampleRestores.restore;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several at once, as when an event is delivered twice. */
@Timeout(60)
interface LedgerRaceContract {
    int THREADS = 8;

    Ledger ledger();

    @Test
    default void create_sameIdAtOnce_oneBegins() throws Exception {
        List<Boolean> begun = atOnce(i -> () -> ledger().create(restore("r-1", fresh(0, 0, i + 1)), null));

        assertEquals(1, Collections.frequency(begun, true));
        assertEquals(
                begun.indexOf(true) + 1,
                ledger().find("r-1").orElseThrow().segment(0).range().to());
    }

    @Test
    default void create_sameTargetAtOnce_oneBegins() throws Exception {
        List<Boolean> begun = atOnce(i -> () -> ledger().create(restore("r-" + i), null));

        assertEquals(1, Collections.frequency(begun, true));
        RestoreState winner = restore("r-" + begun.indexOf(true));
        assertEquals(List.of(winner), ledger().watched());
        assertEquals(winner, running().orElseThrow());
    }

    @Test
    default void create_insteadOfTheSameAtOnce_oneBegins() throws Exception {
        assertTrue(ledger().create(restore("r-first"), null));

        List<Boolean> begun = atOnce(i -> () -> ledger().create(restore("r-" + i), "r-first"));

        assertEquals(1, Collections.frequency(begun, true));
        assertEquals(restore("r-" + begun.indexOf(true)), running().orElseThrow());
    }

    @Test
    default void take_sameLeaseAtOnce_oneHoldsIt() throws Exception {
        RestoreState restore = restore("r-1");
        assertTrue(ledger().create(restore, null));

        List<Boolean> taken = atOnce(i -> () ->
                ledger().take("r-1", restore.segment(0), holding("h-" + i)).isPresent());

        assertEquals(1, Collections.frequency(taken, true));
        SegmentState held = ledger().find("r-1").orElseThrow().segment(0);
        assertEquals(holding("h-" + taken.indexOf(true)), held.holding());
        assertEquals(1, held.starts());
    }

    @Test
    default void end_atOnce_oneEndsIt() throws Exception {
        assertTrue(ledger().create(restore("r-1"), null));

        List<Boolean> ended = atOnce(i -> () -> ledger().end("r-1", FAILED));

        assertEquals(1, Collections.frequency(ended, true));
    }

    /** Whoever has taken the lease before the end may send for as long as it is good. */
    @Test
    default void end_whileTheLeaseIsTaken_tellsOfItIfItWas() throws Exception {
        for (int round = 0; round < 10; round++) {
            RestoreState restore = SampleRestores.restoreInto("Rates" + round);
            assertTrue(ledger().create(restore, null));

            List<Boolean> taken = atOnce(i -> () -> i == 0
                    ? !ledger().end(restore.restoreId(), FAILED)
                    : ledger().take(restore.restoreId(), restore.segment(0), holding("h-" + i))
                            .isPresent());

            assertEquals(
                    taken.contains(true),
                    ledger().lastCallsUntil(restore.request()).isPresent());
        }
    }

    /** Each takes over from whoever holds the lease, and moves the checkpoint by one for as long as it lasts. */
    @Test
    default void write_whileOthersTakeOver_losesNoStepAndNeverGoesBack() throws Exception {
        assertTrue(ledger().create(restore("r-1", fresh(0, 0, 1_000_000)), null));

        List<Integer> steps = atOnce(i -> () -> takeOverAndWrite("h-" + i));

        SegmentState last = ledger().find("r-1").orElseThrow().segment(0);
        assertEquals(
                steps.stream().mapToInt(Integer::intValue).sum(),
                last.checkpoint().offset());
        assertEquals(last.checkpoint().offset(), last.checkpoint().counts().sent());
    }

    private int takeOverAndWrite(String name) {
        int steps = 0;
        for (int round = 0; round < 5; round++) {
            String holder = name + "-" + round;
            SegmentState seen = ledger().find("r-1").orElseThrow().segment(0);
            SegmentState held = ledger().take("r-1", seen, holding(holder)).orElse(null);
            try {
                for (int i = 0; held != null && i < 5; i++) {
                    held = ledger().write(
                                    "r-1",
                                    holder,
                                    held.renewedAt(at(held, held.checkpoint().offset() + 1)));
                    steps++;
                }
            } catch (LeaseLostException e) {
                // Somebody has taken over: the next round.
            }
        }
        return steps;
    }

    @Test
    default void write_whileTheRestoreEnds_isLostFromThenOn() throws Exception {
        RestoreState restore = restore("r-1");
        assertTrue(ledger().create(restore, null));
        SegmentState held =
                ledger().take("r-1", restore.segment(0), holding("h-1")).orElseThrow();
        CountDownLatch writing = new CountDownLatch(1);

        List<Object> results = together(List.of(() -> writeUntilLost(held, writing), () -> {
            writing.await();
            ledger().end("r-1", FAILED);
            return ledger().find("r-1").orElseThrow();
        }));

        RestoreState atEnd = (RestoreState) results.get(1);
        assertEquals(atEnd, ledger().find("r-1").orElseThrow());
        assertEquals(results.get(0), atEnd.segment(0).checkpoint());
    }

    private Object writeUntilLost(SegmentState held, CountDownLatch writing) {
        List<SegmentState> written = new ArrayList<>(List.of(held));
        assertThrows(LeaseLostException.class, () -> {
            while (true) {
                SegmentState last = written.get(written.size() - 1);
                written.add(ledger().write(
                                "r-1",
                                "h-1",
                                last.renewedAt(at(last, last.checkpoint().offset() + 1))));
                writing.countDown();
            }
        });
        return written.get(written.size() - 1).checkpoint();
    }

    private Optional<RestoreState> running() {
        RestoreState any = restore("any");
        return ledger().running(any.request());
    }

    private static <T> List<T> atOnce(IntFunction<Callable<T>> task) throws InterruptedException, ExecutionException {
        CountDownLatch ready = new CountDownLatch(THREADS);
        return together(IntStream.range(0, THREADS)
                .mapToObj(task)
                .<Callable<T>>map(call -> () -> {
                    ready.countDown();
                    ready.await();
                    return call.call();
                })
                .toList());
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
