package com.stockflare.restore.aws;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A restore as a row of the ledger's table, in attributes that a person can read. */
final class DynamoDbRestoreRow {
    static final String PART = "restore";

    /** The key of the index of those that somebody has to look after: the same in all of them. */
    private static final String WATCHED = "watched";

    /** The key of the index of all of them. */
    private static final String LISTED = "listed";

    private static final String REQUESTED = "requested";

    private DynamoDbRestoreRow() {}

    /** Of a restore that begins. */
    static DynamoDbRow write(RestoreState restore) {
        RestoreRequest request = restore.request();
        BackupFile file = restore.file();
        MaxRejects maxRejects = request.maxRejects();
        return writeRate(request.rate())
                .putText("table", request.table())
                .putText("bucket", request.bucket())
                .putText("file", request.file())
                .putText("requestedVersionId", request.versionId())
                .putText("stream", request.stream())
                .putNumber("partitions", request.partitions())
                .putText("decode", request.decode().name().toLowerCase(Locale.ROOT))
                .putNumber("maxRejects", maxRejects.count() == Long.MAX_VALUE ? null : maxRejects.count())
                .putNumber("maxRejectsPercent", maxRejects.percent())
                .putFlag("ignoreLag", request.ignoreLag())
                .putFlag("dryRun", request.dryRun())
                .putNumber("requestedSegments", request.segments() == 0 ? null : request.segments())
                .putText("versionId", file.versionId())
                .putText("etag", file.etag())
                .putNumber("size", file.size())
                .putText("createdAt", restore.createdAt())
                .putText("status", Status.RUNNING)
                .putText(REQUESTED, restore.requested())
                .putFlag("drained", restore.drained())
                .putNumber("segments", restore.segments().size())
                .putText(LISTED, DynamoDbLedgerTable.YES)
                .putText(WATCHED, DynamoDbLedgerTable.YES);
    }

    /**
     * Asks for a restore to stop or go on. That it is to be cancelled is not taken back by a pause.
     *
     * @param wanted PAUSED, CANCELLED, or RUNNING
     */
    static DynamoDbUpdate request(Status wanted) {
        DynamoDbRow row = writeRequested(wanted);
        DynamoDbUpdate update = new DynamoDbUpdate().set(row);
        return wanted == Status.PAUSED ? update.requireAbsentOrSame(row, REQUESTED) : update;
    }

    static boolean isRequested(DynamoDbRow row, Status wanted) {
        return Objects.equals(row.text(REQUESTED), writeRequested(wanted).text(REQUESTED));
    }

    private static DynamoDbRow writeRequested(Status wanted) {
        return new DynamoDbRow().putText(REQUESTED, wanted == Status.RUNNING ? null : wanted);
    }

    /** What is written to a restore's row when it is taken up again after its end. */
    static DynamoDbRow writeReopened() {
        return new DynamoDbRow()
                .putText("status", Status.RUNNING)
                .putFailure(null)
                .putText("endedAt", null)
                .putFlag("drained", false)
                .putNumber(DynamoDbRow.EXPIRES_AT, null)
                .putText(WATCHED, DynamoDbLedgerTable.YES);
    }

    /** What has to be there as it is for a restore to end so. */
    static DynamoDbUpdate require(DynamoDbUpdate update, Ending ending) {
        return ending.status() == Status.CANCELLED
                ? update.requireSame(writeRequested(Status.CANCELLED), List.of(REQUESTED))
                : update;
    }

    static DynamoDbRow writeRate(int rate) {
        return new DynamoDbRow().putNumber("rate", rate == 0 ? null : rate);
    }

    /** What is written to a restore's row when it ends. */
    static DynamoDbRow write(Ending ending) {
        return new DynamoDbRow()
                .putText("status", ending.status())
                .putFailure(ending.failure())
                .putText("endedAt", ending.at())
                .putText(REQUESTED, null)
                .putExpiry(ending.at());
    }

    /** The same, where nobody has to look after it any more. */
    static DynamoDbRow writeUnwatched(Ending ending) {
        return write(ending).putText(WATCHED, null);
    }

    static DynamoDbRow writeUnwatched(boolean drained) {
        return new DynamoDbRow().putFlag("drained", drained).putText(WATCHED, null);
    }

    static boolean isWatched(List<DynamoDbRow> rows) {
        return rows.stream().anyMatch(row -> row.has(WATCHED));
    }

    /**
     * Reads a restore from its rows.
     *
     * @param rows that have its id, in their order; read one by one, so that a restore that just begins may be seen
     *     without its segments, and one whose time is up, too
     * @return empty unless all of it is there
     */
    static Optional<RestoreState> read(String restoreId, List<DynamoDbRow> rows) {
        Optional<DynamoDbRow> restore =
                rows.stream().filter(row -> row.text("part").equals(PART)).findFirst();
        return restore.map(row -> {
            // More may be left of a restore of this id whose time is up.
            List<SegmentState> segments = rows.stream()
                    .filter(segment -> segment.text("part").startsWith(DynamoDbSegmentRow.PREFIX))
                    .map(DynamoDbSegmentRow::read)
                    .limit(row.number("segments"))
                    .toList();
            return segments.size() == row.number("segments") ? read(restoreId, row, segments) : null;
        });
    }

    private static RestoreState read(String restoreId, DynamoDbRow row, List<SegmentState> segments) {
        RestoreRequest request = request(row);
        BackupFile file = new BackupFile(
                request.bucket(), request.file(), row.text("versionId"), row.text("etag"), row.number("size"));
        return new RestoreState(
                restoreId,
                request,
                file,
                row.instant("createdAt"),
                requested(row),
                ending(row),
                row.flag("drained"),
                segments);
    }

    private static RestoreRequest request(DynamoDbRow row) {
        long mostRejects = row.has("maxRejects") ? row.number("maxRejects") : Long.MAX_VALUE;
        return new RestoreRequest(
                row.text("table"),
                row.text("bucket"),
                row.text("file"),
                row.text("requestedVersionId"),
                row.text("stream"),
                (int) row.number("partitions"),
                Decode.valueOf(row.text("decode").toUpperCase(Locale.ROOT)),
                new MaxRejects(mostRejects, Double.parseDouble(row.decimal("maxRejectsPercent"))),
                row.flag("ignoreLag"),
                numberOrNone(row, "requestedSegments"),
                numberOrNone(row, "rate"),
                row.has("dryRun") && row.flag("dryRun"));
    }

    private static int numberOrNone(DynamoDbRow row, String name) {
        return row.has(name) ? (int) row.number(name) : 0;
    }

    private static Status requested(DynamoDbRow row) {
        return row.has(REQUESTED) ? Status.valueOf(row.text(REQUESTED)) : null;
    }

    private static Ending ending(DynamoDbRow row) {
        return row.has("endedAt")
                ? new Ending(Status.valueOf(row.text("status")), row.failure(), row.instant("endedAt"))
                : null;
    }
}
