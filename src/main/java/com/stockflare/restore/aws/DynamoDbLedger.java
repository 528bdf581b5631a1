package com.stockflare.restore.aws;

import com.stockflare.restore.aws.DynamoDbLedgerTable.Change;
import com.stockflare.restore.engine.Ledger;
import com.stockflare.restore.engine.Notes;
import com.stockflare.restore.engine.RestorePage;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The ledger in a DynamoDB table. A restore has a row ({@code part} is {@code restore}) and one for each segment
 * ({@code segment#00000}), all with its id; a file and a table have one that names the restore that is running.
 * Leases are kept to whole milliseconds.
 */
public final class DynamoDbLedger implements Ledger {
    /** Each is in vain where a lease changes hands, or another takes the place of the running one: all are rare. */
    private static final int MOST_ROUNDS_TO_END = 5;

    private static final List<String> ENDED_AT = List.of("endedAt");
    private static final String RESTORE = DynamoDbRestoreRow.PART;

    /** New with each write: by it a write is known again that was made, but whose answer was lost. */
    private static final String WRITE_ID = "writeId";

    private final DynamoDbLedgerTable table;
    private final InstantSource clock;
    private final Notes notes;

    /**
     * A ledger whose table is there.
     *
     * @param dynamo tries calls again, and gives up within a third of a lease
     * @param table its name
     * @param clock tells the time of day
     * @param notes is told of each restore that is left out because its rows cannot be read
     */
    public DynamoDbLedger(DynamoDbClient dynamo, String table, InstantSource clock, Notes notes) {
        this.table = new DynamoDbLedgerTable(dynamo, table);
        this.clock = clock;
        this.notes = notes;
    }

    @Override
    public Optional<RestoreState> find(String restoreId) {
        return read(restoreId, table.rows(restoreId));
    }

    private Optional<RestoreState> read(String restoreId, List<DynamoDbRow> rows) {
        return readable(restoreId, () -> DynamoDbRestoreRow.read(restoreId, rows));
    }

    @Override
    public Optional<RestoreState> running(RestoreRequest request) {
        return DynamoDbTarget.of(request).running(table).flatMap(this::find).filter(restore -> !restore.isOver());
    }

    @Override
    public Optional<Instant> lastCallsUntil(RestoreRequest request) {
        return DynamoDbTarget.of(request).lastCallsUntil(table);
    }

    @Override
    public boolean create(RestoreState restore, String instead) {
        if (restore.segments().size() > RestoreRequest.MAX_SEGMENTS) {
            throw new IllegalArgumentException(
                    "a restore of " + restore.segments().size() + " segments");
        }
        String id = restore.restoreId();
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(
                id,
                RESTORE,
                new DynamoDbUpdate().set(DynamoDbRestoreRow.write(restore)).requireAbsent("createdAt")));
        changes.add(DynamoDbTarget.of(restore.request()).begin(id, instead));
        for (SegmentState segment : restore.segments()) {
            // A row may be left of a restore of this id whose time was up: nothing of it stays.
            DynamoDbRow row = DynamoDbSegmentRow.write(segment).putNumber(DynamoDbRow.EXPIRES_AT, null);
            changes.add(new Change(id, DynamoDbSegmentRow.part(segment.number()), new DynamoDbUpdate().set(row)));
        }
        return table.write(changes);
    }

    @Override
    public Optional<SegmentState> take(String restoreId, SegmentState seen, Holding holding) {
        DynamoDbUpdate unchanged =
                new DynamoDbUpdate().requireSame(DynamoDbSegmentRow.write(seen), DynamoDbSegmentRow.LEASE_AND_PLACE);
        return write(restoreId, seen.takenBy(holding), unchanged);
    }

    @Override
    public SegmentState write(String restoreId, String holder, SegmentState next) {
        DynamoDbRow bounds = new DynamoDbRow()
                .putText("holder", holder)
                .putNumber("offset", next.checkpoint().offset());
        DynamoDbUpdate held =
                new DynamoDbUpdate().requireSame(bounds, List.of("holder")).requireAtMost(bounds, "offset");
        return write(restoreId, next, held).orElseThrow(() -> new LeaseLostException(restoreId, next.number()));
    }

    private Optional<SegmentState> write(String restoreId, SegmentState next, DynamoDbUpdate update) {
        SegmentState written = next.changedAt(clock.instant());
        String writeId = UUID.randomUUID().toString();
        update.requireAbsent(DynamoDbRow.EXPIRES_AT)
                .set(DynamoDbSegmentRow.write(written).putText(WRITE_ID, writeId));
        Optional<DynamoDbRow> row = table.update(new Change(restoreId, DynamoDbSegmentRow.part(next.number()), update));
        // It may be the row of an attempt before whose answer was lost. An end since then has taken the lease away.
        return row.filter(found -> writeId.equals(found.text(WRITE_ID)))
                .map(found -> readable(restoreId, () -> DynamoDbSegmentRow.read(found)))
                .filter(now -> Objects.equals(now.holding(), written.holding()));
    }

    @Override
    public boolean end(String restoreId, Ending ending) {
        for (int round = 0; round < MOST_ROUNDS_TO_END; round++) {
            Optional<RestoreState> restore = find(restoreId).filter(found -> !found.isOver());
            if (restore.isEmpty() || !restore.get().mayEnd(ending)) {
                return false;
            }
            if (table.write(changesAtEnd(restore.get(), ending))) {
                return true;
            }
        }
        throw new LedgerException(
                table.name(),
                true,
                "the restore " + restoreId + " changes whenever it is to be ended. Try again.",
                null);
    }

    private List<Change> changesAtEnd(RestoreState restore, Ending ending) {
        String id = restore.restoreId();
        List<Change> changes = new ArrayList<>();
        DynamoDbUpdate end = new DynamoDbUpdate()
                .set(
                        restore.isWatchedAfter(ending)
                                ? DynamoDbRestoreRow.write(ending)
                                : DynamoDbRestoreRow.writeUnwatched(ending))
                .requireThere("createdAt")
                .requireAbsent("endedAt");
        changes.add(new Change(id, RESTORE, DynamoDbRestoreRow.require(end, ending)));
        for (SegmentState segment : restore.segments()) {
            DynamoDbRow free = DynamoDbSegmentRow.withoutHolding().putExpiry(ending.at());
            DynamoDbUpdate update = DynamoDbSegmentRow.requireHolder(new DynamoDbUpdate().set(free), segment);
            changes.add(new Change(id, DynamoDbSegmentRow.part(segment.number()), update));
        }
        DynamoDbTarget target = DynamoDbTarget.of(restore.request());
        if (target.running(table).filter(id::equals).isPresent()) {
            changes.add(target.end(id, ending.at(), restore.lastCallsUntil(clock.instant())));
        }
        return changes;
    }

    /** An index is behind the table by a moment: the restore itself tells whether it is watched. */
    @Override
    public List<RestoreState> watched() {
        List<RestoreState> watched = new ArrayList<>();
        for (String id : table.watchedIds()) {
            List<DynamoDbRow> rows = table.rows(id);
            if (DynamoDbRestoreRow.isWatched(rows)) {
                addIfReadable(id, rows, watched);
            }
        }
        return watched;
    }

    /** One restore of a later release must not stand in the way of all others. */
    private void addIfReadable(String id, List<DynamoDbRow> rows, List<RestoreState> restores) {
        try {
            read(id, rows).ifPresent(restores::add);
        } catch (LedgerException e) {
            notes.note(e.getMessage());
        }
    }

    @Override
    public void unwatch(RestoreState ended, boolean drained) {
        DynamoDbUpdate update = new DynamoDbUpdate()
                .set(DynamoDbRestoreRow.writeUnwatched(drained))
                .requireSame(DynamoDbRestoreRow.write(ended.ending()), ENDED_AT);
        table.update(new Change(ended.restoreId(), RESTORE, update));
    }

    @Override
    public boolean changeRate(String restoreId, int rate) {
        return changeUnlessEnded(restoreId, new DynamoDbUpdate().set(DynamoDbRestoreRow.writeRate(rate)))
                .isPresent();
    }

    @Override
    public boolean request(String restoreId, Status wanted) {
        return changeUnlessEnded(restoreId, DynamoDbRestoreRow.request(wanted))
                .filter(row -> DynamoDbRestoreRow.isRequested(row, wanted))
                .isPresent();
    }

    /** Where it cannot be changed, the row is as it was, or none. */
    private Optional<DynamoDbRow> changeUnlessEnded(String restoreId, DynamoDbUpdate change) {
        DynamoDbUpdate update = change.requireThere("createdAt").requireAbsent("endedAt");
        return table.update(new Change(restoreId, RESTORE, update)).filter(row -> !row.has("endedAt"));
    }

    @Override
    public boolean reopen(RestoreState ended) {
        String id = ended.restoreId();
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(
                id,
                RESTORE,
                new DynamoDbUpdate()
                        .set(DynamoDbRestoreRow.writeReopened())
                        .requireSame(DynamoDbRestoreRow.write(ended.ending()), ENDED_AT)));
        changes.add(DynamoDbTarget.of(ended.request()).begin(id, null));
        for (SegmentState segment : ended.segments()) {
            DynamoDbRow row = DynamoDbSegmentRow.write(segment.reopened()).putNumber(DynamoDbRow.EXPIRES_AT, null);
            changes.add(new Change(id, DynamoDbSegmentRow.part(segment.number()), new DynamoDbUpdate().set(row)));
        }
        return table.write(changes);
    }

    @Override
    public RestorePage newest(int most, String after) {
        DynamoDbLedgerTable.Ids ids = table.newestIds(most, after);
        List<RestoreState> restores = new ArrayList<>();
        ids.ids().forEach(id -> addIfReadable(id, table.rows(id), restores));
        return new RestorePage(restores, ids.next());
    }

    private <T> T readable(String restoreId, Supplier<T> read) {
        try {
            return read.get();
        } catch (RuntimeException e) {
            throw new LedgerException(
                    table.name(),
                    false,
                    "it does not hold the restore " + restoreId + " as this release writes it. Deploy the release that"
                            + " wrote it, or a later one.",
                    e);
        }
    }
}
