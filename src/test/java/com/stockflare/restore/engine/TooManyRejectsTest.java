package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.TooManyRejectsException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A restore that is plainly of the wrong file is given up. */
class TooManyRejectsTest {
    private Bench bench;

    private void restore(SampleBackup backup, String maxRejects) {
        bench = new Bench(backup);
        bench.request = new RestoreRequest(
                "Rates",
                "backups",
                "Rates/Rates_1.csv",
                null,
                "put-stream",
                0,
                Decode.AUTO,
                MaxRejects.parse(maxRejects),
                true,
                0,
                0,
                false);
    }

    /** Each hundred of rows ends with so many bad ones. */
    private static SampleBackup backup(int rows, int badInAHundred) {
        SampleBackup.Builder builder = new SampleBackup.Builder();
        for (int i = 0; i < rows; i++) {
            if (i % 100 >= 100 - badInAHundred) {
                builder.bad("!", "\n");
            } else {
                builder.good(i, "x", item -> item, "\n");
            }
        }
        return builder.build();
    }

    @Test
    void run_moreThanTheNumber_failsWithTheCountsAndKeepsWhatIsSettled() {
        restore(backup(300, 2), "5");

        TooManyRejectsException e = assertThrows(TooManyRejectsException.class, bench::run);

        assertEquals("TOO_MANY_REJECTS", e.code());
        assertFalse(e.isRetryable());
        assertEquals(
                "Of the first 300 rows of s3://backups/Rates/Rates_1.csv 6 were rejected, more than were allowed;"
                        + " 294 were sent. Look at the rejects, and check that it is the right file.",
                e.getMessage());
        Checkpoint kept = bench.listener.lastOr(null);
        assertEquals(new Counts(294, 6, 0), kept.counts());
        assertEquals(6, bench.rejects.all().size());
    }

    @Test
    void run_wrongFile_isGivenUpLongBeforeItsEnd() {
        restore(backup(20_000, 100), "1000");
        bench.options = Bench.options(1 << 10, Duration.ofMillis(20));
        bench.simulation.gets(() -> Duration.ofMillis(10).toNanos());

        assertThrows(TooManyRejectsException.class, bench::run);

        long rows = bench.listener.lastOr(null).counts().rows();
        assertTrue(rows > 1_000 && rows < 10_000, rows + " rows");
        assertEquals(rows, bench.rejects.all().size());
    }

    @Test
    void run_asManyAsTheNumber_completes() {
        restore(backup(300, 2), "6");

        assertEquals(Status.COMPLETED_WITH_REJECTS, bench.run().status());
    }

    @ParameterizedTest(name = "{0} rows, {1} % bad, at most {2}")
    @CsvSource({"500, 2, 1%, 500", "500, 2, 2%, 0", "5000, 2, 1%, 1000", "5000, 2, 2%, 0"})
    void run_moreThanTheShare_isGivenUpAtAThousandRowsOrTheEnd(int rows, int bad, String limit, long leastRows) {
        restore(backup(rows, bad), limit);
        bench.options = Bench.options(1 << 10, Duration.ofMillis(20));
        bench.stream.reshard(100);
        bench.simulation.gets(() -> Duration.ofMillis(10).toNanos());

        if (leastRows == 0) {
            assertEquals(Status.COMPLETED_WITH_REJECTS, bench.run().status());
            return;
        }
        assertThrows(TooManyRejectsException.class, bench::run);
        long seen = bench.listener.lastOr(null).counts().rows();
        assertTrue(seen >= leastRows && seen <= Math.max(leastRows, rows / 2), seen + " rows");
    }

    /** The first hop ends among the first thousand rows, which say nothing yet; the counts go on with the checkpoint. */
    @Test
    void run_goneOnFromACheckpoint_countsWhatCameBefore() {
        restore(backup(1_500, 2), "1%");
        bench.options = Bench.options(1 << 10, Duration.ofMillis(20));
        bench.stop = CountedStop.clean(60);
        Checkpoint first = bench.run().checkpoint();
        assertTrue(first.counts().rejected() > 0 && first.counts().rows() < 1_000, first.toString());
        bench.stop = StopSignal.NEVER;

        TooManyRejectsException e = assertThrows(TooManyRejectsException.class, () -> bench.run(first));

        assertTrue(e.getMessage().startsWith("Of the first 1"), e.getMessage());
    }
}
