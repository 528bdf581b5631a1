package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectsException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rejects that were written without the checkpoint after them: the next run leaves no row in two files, and loses none. */
class RejectsResumeTest {
    private static final int ROWS = 60;
    private static final Checkpoint NOT_BEGUN = Checkpoint.START;

    private Bench bench;

    static IntStream seeds() {
        return IntStream.range(0, 5);
    }

    /** A world in which little is settled between two checkpoints, never the same in two runs. */
    private SampleBackup begin(long seed) {
        SampleBackup backup = SampleBackup.random(seed, ROWS);
        bench = new Bench(backup);
        bench.options = Bench.options(256, Duration.ofMillis(20));
        nextLife(seed);
        return backup;
    }

    private void nextLife(long seed) {
        bench.seed = seed;
        bench.simulation = new Simulation()
                .gets(DeliveryPropertyTest.upTo300Millis(seed))
                .puts(DeliveryPropertyTest.upTo300Millis(-seed));
    }

    private void assertEachRejectOnce(SampleBackup backup, Outcome last) {
        assertEquals(backup.content().length, last.checkpoint().offset());
        assertEquals(backup.badOffsets().size(), last.checkpoint().counts().rejected());
        assertEquals(backup.badOffsets(), bench.rejects.offsets());
        assertEquals(new HashSet<>(backup.payloads()), new HashSet<>(bench.stream.records()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_killedAtEveryStepAndSoonAgain_writesEachRejectOnce(int seed) {
        int step = 1;
        for (boolean killed = true; killed; step++) {
            SampleBackup backup = begin(seed);
            KilledWorld world = new KilledWorld(bench);
            killed = isKilled(world, step);
            for (int life = 1; life < 4 && killed; life++) {
                nextLife(seed + 1_000L * life + step);
                isKilled(world, 4 + new Random(step * 4L + life).nextInt(40));
            }
            nextLife(seed + step);
            world.liveFor(Integer.MAX_VALUE);
            assertEachRejectOnce(backup, bench.run(world.kept()));
        }
        assertTrue(step > 50, step + " steps");
    }

    private boolean isKilled(KilledWorld world, int halfSteps) {
        world.liveFor(halfSteps);
        try {
            bench.run(world.kept());
            return false;
        } catch (KilledWorld.Killed e) {
            return true;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_ledgerOutOfReachFromAnyCheckpointOn_writesEachRejectOnce(int seed) {
        int reached = 0;
        for (boolean failed = true; failed; reached++) {
            SampleBackup backup = begin(seed);
            LostLedger ledger = new LostLedger(reached);
            bench.tenure = ledger;
            Outcome outcome = null;
            try {
                outcome = bench.run();
            } catch (LedgerException e) {
                nextLife(seed + 1_000L + reached);
                bench.tenure = Tenure.ALONE;
                outcome = bench.run(ledger.kept);
            }
            failed = ledger.lost;
            assertEachRejectOnce(backup, outcome);
        }
        assertTrue(reached > 5, reached + " checkpoints");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_rejectsArriveButTheirAnswersAreLost_writesEachRejectOnce(int seed) {
        int writes = 0;
        for (boolean failed = true; failed; writes++) {
            SampleBackup backup = begin(seed);
            LostAnswers store = new LostAnswers(bench.rejects, writes);
            bench.rejectStore = store;
            KeptTenure tenure = new KeptTenure();
            bench.tenure = tenure;
            Outcome outcome = null;
            try {
                outcome = bench.run();
            } catch (RejectsException e) {
                store.mended = true;
                nextLife(seed + 1_000L + writes);
                outcome = bench.run(tenure.kept);
            }
            failed = store.hasLost();
            assertEachRejectOnce(backup, outcome);
        }
        assertTrue(writes > 2, writes + " writes");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_stoppedBeforeItHasComeAsFarAsTheOneBefore_leavesThatToTheNext(int seed) {
        SampleBackup backup = begin(seed);
        writtenByAnother(backup);
        List<Long> written = bench.rejects.offsets();
        bench.stop = new CountedStop(1, 0);

        assertEquals(NOT_BEGUN, bench.run().checkpoint());
        assertEquals(written, bench.rejects.offsets());

        bench.stop = StopSignal.NEVER;
        assertEachRejectOnce(backup, bench.run());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_timeIsShort_comesToACheckpointBehindWhatIsWritten(int seed) {
        SampleBackup backup = begin(seed);
        long end = writtenByAnother(backup);
        bench.stop = CountedStop.clean(1);

        Outcome outcome = bench.run();

        assertEquals(Status.CONTINUED, outcome.status());
        assertTrue(outcome.checkpoint().offset() >= end, outcome.toString());
        bench.stop = StopSignal.NEVER;
        assertEachRejectOnce(backup, bench.run(outcome.checkpoint()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void run_severalCutsBeforeIt_cutsWhereTheyDid(int seed) {
        SampleBackup backup = begin(seed);
        long from = 0;
        for (int row : List.of(7, 20, 33)) {
            long to = backup.ends().get(row);
            writtenByAnother(backup, new ByteRange(from, to));
            from = to;
        }

        assertEachRejectOnce(backup, bench.run());
    }

    /** The rejects of the first half, whose checkpoint was never kept. */
    private long writtenByAnother(SampleBackup backup) {
        long end = backup.ends().get(backup.ends().size() / 2);
        writtenByAnother(backup, new ByteRange(0, end));
        return end;
    }

    private void writtenByAnother(SampleBackup backup, ByteRange range) {
        Bench other = new Bench(backup);
        other.run();
        List<Reject> rejects = other.rejects.all().stream()
                .filter(reject -> reject.offset() >= range.from() && reject.offset() < range.to())
                .toList();
        bench.rejects.write(bench.job(), range, rejects);
    }

    /** Keeps checkpoints. */
    private static class KeptTenure implements Tenure {
        Checkpoint kept = NOT_BEGUN;

        @Override
        public void keep(Checkpoint reached, Flow flow) {
            kept = reached;
        }

        @Override
        public Terms terms(RestoreRequest request) {
            return Terms.alone(request);
        }

        @Override
        public boolean mayCall() {
            return true;
        }

        @Override
        public void ended(boolean callsUnderWay) {}
    }

    /** Keeps so many checkpoints, and then no more. */
    private static final class LostLedger extends KeptTenure {
        private final int good;
        private int count;
        private boolean lost;

        LostLedger(int good) {
            this.good = good;
        }

        @Override
        public void keep(Checkpoint reached, Flow flow) {
            if (count++ >= good) {
                lost = true;
                throw new LedgerException("r-1", true, "by script", null);
            }
            super.keep(reached, flow);
        }
    }

    /** Writes all, but after so many writes it says that it did not, until it is mended. */
    private static final class LostAnswers implements RejectStore {
        private final RejectStore store;
        private final int good;
        private int writes;
        private boolean mended;

        LostAnswers(RejectStore store, int good) {
            this.store = store;
            this.good = good;
        }

        boolean hasLost() {
            return writes > good;
        }

        @Override
        public void write(RestoreJob job, ByteRange between, List<Reject> rejects) {
            store.write(job, between, rejects);
            writes++;
            if (hasLost() && !mended) {
                throw new RejectsException("memory", "by script", null);
            }
        }

        @Override
        public long endBehind(RestoreJob job) {
            return store.endBehind(job);
        }
    }
}
