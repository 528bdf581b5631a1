package com.stockflare.restore.engine;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Findings;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Restores to write into a ledger. */
public final class SampleRestores {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00.123456789Z");
    static final Instant LATER = BEGIN.plusSeconds(60);
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Ending COMPLETED = new Ending(Status.COMPLETED, null, LATER);
    static final Ending FAILED =
            Ending.failed(new Failure("SOURCE_CHANGED", "Das Stück „A“ hat sich geändert."), LATER);

    /** The keys that dynamodb-backup makes have colons and plus signs. */
    private static final String KEY = "Rates/Rates_2015-11-11T01:02:03+00:00 é€😀.csv";

    private SampleRestores() {}

    /** A restore of a file of 1,000 bytes with two segments, of an id that no other has. */
    public static RestoreState restore() {
        return restore("r-" + UUID.randomUUID());
    }

    static RestoreState restore(String id) {
        return restore(id, fresh(0, 0, 600), fresh(1, 600, 1_000));
    }

    static RestoreState restore(String id, SegmentState... segments) {
        return new RestoreState(id, request(), file("\"e-1\""), BEGIN, null, null, false, List.of(segments));
    }

    /** A restore of the same file into another table. */
    static RestoreState restoreInto(String table) {
        RestoreState restore = restore("into-" + table);
        RestoreRequest request = new RestoreRequest(table, "backups", KEY, null, "put-stream", 0, Decode.AUTO);
        return new RestoreState(
                restore.restoreId(), request, restore.file(), BEGIN, null, null, false, restore.segments());
    }

    /** With everything in its request and file that may be null, or is not often so. */
    static RestoreState unusual(String id) {
        RestoreRequest request = new RestoreRequest(
                "Rates.2-x_y",
                "backups",
                KEY + "\n\"'\\",
                "v/1+2",
                "put.stream",
                100_000,
                Decode.BASE64,
                new MaxRejects(17, 0.000_001),
                true,
                98,
                10_000_000,
                true);
        BackupFile file = new BackupFile("backups", request.file(), "v/1+2", "\"d41d8-7\"", 5L << 40);
        return new RestoreState(id, request, file, BEGIN, Status.PAUSED, null, true, List.of(fresh(0, 0, 5L << 40)));
    }

    static RestoreState dryRun(String id) {
        return new RestoreState(
                id, Bench.dry(request()), file("\"e-1\""), BEGIN, null, null, false, List.of(fresh(0, 0, 1_000)));
    }

    /** With segments that stand in all the ways in which one can. */
    static RestoreState ofAllSorts(String id) {
        Findings findings = new Findings(
                5L << 40,
                10 << 20,
                120,
                10_000,
                List.of(
                        new Findings.Rejected(RejectReason.NOT_JSON, 1, List.of(100L)),
                        new Findings.Rejected(RejectReason.KEY_EMPTY, 1L << 40, List.of(110L, 120L, 5L << 40))));
        Checkpoint moved = new Checkpoint(1, 7, 150, new Counts(3, 2, 1), findings);
        Failure failure = new Failure("STREAM_DENIED", "é€😀 \"quoted\" \\ — and a tab\t.");
        return restore(
                id,
                fresh(0, 0, 100),
                new SegmentState(
                        new ByteRange(100, 200),
                        moved,
                        null,
                        3,
                        failure,
                        null,
                        new Flow(1L << 40, 12_345, null),
                        LATER),
                fresh(2, 200, 300).takenBy(holding("h-1")),
                new SegmentState(
                        new ByteRange(300, 400),
                        new Checkpoint(3, Integer.MAX_VALUE, 5L << 40, new Counts(1L << 60, 1L << 61, 0)),
                        new Holding("h-2", Long.MAX_VALUE, Duration.ofMillis(1)),
                        0,
                        failure,
                        LATER,
                        new Flow(7, 0, Duration.ofMillis(1)),
                        BEGIN),
                fresh(4, 400, 1_000));
    }

    static RestoreRequest request() {
        return new RestoreRequest("Rates", "backups", KEY, null, "put-stream", 0, Decode.AUTO);
    }

    static BackupFile file(String etag) {
        return new BackupFile("backups", KEY, null, etag, 1_000);
    }

    static SegmentState fresh(int number, long from, long to) {
        return SegmentState.fresh(new ByteRange(from, to), new Checkpoint(number, 0, from, Counts.NONE), BEGIN);
    }

    static Holding holding(String holder) {
        return new Holding(holder, 0, LEASE);
    }

    /** A segment's checkpoint at another offset, a row further on. */
    static Checkpoint at(SegmentState segment, long offset) {
        return segment.checkpoint().advance(offset, new Counts(1, 0, 0));
    }
}
