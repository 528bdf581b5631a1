package com.stockflare.restore.engine;

import static com.stockflare.restore.engine.SampleRestores.file;
import static com.stockflare.restore.engine.SampleRestores.fresh;
import static com.stockflare.restore.engine.SampleRestores.restore;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Restores that begin, and how they are found again. */
interface LedgerRestoreContract {
    Ledger ledger();

    @Test
    default void find_unknown_isEmpty() {
        assertEquals(Optional.empty(), ledger().find("r-unknown"));
    }

    @Test
    default void find_usual_tellsAllThatWasWritten() {
        findsAgain(restore("r-1"));
    }

    @Test
    default void find_unusual_tellsAllThatWasWritten() {
        findsAgain(SampleRestores.unusual("r:1+2 é€😀/#"));
    }

    @Test
    default void find_segmentsOfAllSorts_tellsAllThatWasWritten() {
        findsAgain(SampleRestores.ofAllSorts("r-1"));
    }

    @Test
    default void find_emptyFile_tellsAllThatWasWritten() {
        findsAgain(restore("r-1", fresh(0, 0, 0)));
    }

    /** As many as a transaction takes; numbered 10 and up they must not come before 2. */
    @Test
    default void find_manySegments_tellsThemInTheirOrder() {
        findsAgain(restore(
                "r-1", IntStream.range(0, 98).mapToObj(i -> fresh(i, i, i + 1)).toArray(SegmentState[]::new)));
    }

    private void findsAgain(RestoreState restore) {
        assertTrue(ledger().create(restore, null));

        assertEquals(Optional.of(restore), ledger().find(restore.restoreId()));
    }

    @Test
    default void running_created_findsItByFileAndTable() {
        RestoreState restore = restore("r-1");
        assertTrue(ledger().create(restore, null));

        assertEquals(Optional.of(restore), running(restore));
    }

    @Test
    default void running_anotherBucketKeyOrTable_isEmpty() {
        RestoreState restore = restore("r-1");
        assertTrue(ledger().create(restore, null));
        String key = restore.file().key();

        assertEquals(Optional.empty(), ledger().running(request("backups2", key, "Rates")));
        assertEquals(Optional.empty(), ledger().running(request("backups", key + "x", "Rates")));
        assertEquals(Optional.empty(), ledger().running(request("backups", key, "Rates2")));
        assertEquals(Optional.of(restore), ledger().running(request("backups", key, "Rates")));
    }

    private static RestoreRequest request(String bucket, String key, String table) {
        return new RestoreRequest(table, bucket, key, null, "put-stream", 0, Decode.AUTO);
    }

    @Test
    default void create_dryRun_runsBesideTheRestoreAndNotBesideAnotherDryRun() {
        RestoreState real = restore("r-1");
        RestoreState dry = SampleRestores.dryRun("r-2");
        assertTrue(ledger().create(real, null));

        assertTrue(ledger().create(dry, null));
        assertFalse(ledger().create(SampleRestores.dryRun("r-3"), null));

        assertEquals(Optional.of(real), running(real));
        assertEquals(Optional.of(dry), running(dry));
        assertTrue(ledger().end("r-1", SampleRestores.COMPLETED));
        assertEquals(Optional.of(dry), running(dry));
        assertTrue(ledger().create(restore("r-4"), null));
    }

    @Test
    default void create_sameIdAgain_changesNothing() {
        RestoreState first = restore("r-1");
        assertTrue(ledger().create(first, null));
        RestoreRequest other =
                new RestoreRequest("Other", "backups", first.file().key(), null, "put-stream", 0, Decode.AUTO);
        RestoreState second = new RestoreState(
                "r-1", other, file("\"e-2\""), first.createdAt(), null, null, false, List.of(fresh(0, 0, 1_000)));

        assertFalse(ledger().create(second, null));
        assertFalse(ledger().create(second, "r-1"));

        assertEquals(Optional.of(first), ledger().find("r-1"));
        assertEquals(Optional.empty(), running(second));
    }

    @Test
    default void create_anotherOneRuns_changesNothing() {
        RestoreState first = restore("r-1");
        assertTrue(ledger().create(first, null));

        assertFalse(ledger().create(restore("r-2"), null));
        assertFalse(ledger().create(restore("r-2"), "r-3"));

        assertEquals(Optional.empty(), ledger().find("r-2"));
        assertEquals(Optional.of(first), running(first));
        assertEquals(List.of(first), ledger().watched());
    }

    @Test
    default void create_insteadOfTheRunningOne_isTheRunningOneBesideIt() {
        RestoreState first = restore("r-1");
        RestoreState second = restore("r-2");
        assertTrue(ledger().create(first, null));

        assertTrue(ledger().create(second, "r-1"));

        assertEquals(Optional.of(second), running(first));
        assertEquals(Optional.of(first), ledger().find("r-1"));
    }

    /** The one that it was to take the place of has ended in between. */
    @Test
    default void create_insteadOfOneThatIsNotThere_begins() {
        assertTrue(ledger().create(restore("r-2"), "r-1"));

        assertEquals(Optional.of(restore("r-2")), running(restore("r-2")));
    }

    @Test
    default void create_anotherTable_runsBeside() {
        RestoreState first = restore("r-1");
        RestoreState second = SampleRestores.unusual("r-2");
        assertTrue(ledger().create(first, null));

        assertTrue(ledger().create(second, null));

        assertEquals(Optional.of(first), running(first));
        assertEquals(Optional.of(second), running(second));
    }

    private Optional<RestoreState> running(RestoreState like) {
        return ledger().running(like.request());
    }
}
