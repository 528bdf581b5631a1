package com.stockflare.restore.aws;

import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Findings;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.SegmentState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A segment of a restore as a row of the ledger's table, in attributes that a person can read. */
final class DynamoDbSegmentRow {
    static final String PREFIX = "segment#";

    /** What changes when a segment is taken, renewed, given up or moved. */
    static final List<String> LEASE_AND_PLACE =
            List.of("holder", "renewals", "leaseMillis", "offset", "sent", "rejected", "blank", "hop", "starts");

    private DynamoDbSegmentRow() {}

    /** With zeros in front, so that the rows lie in the order of the segments. */
    static String part(int number) {
        return String.format(Locale.ROOT, PREFIX + "%05d", number);
    }

    static DynamoDbRow write(SegmentState segment) {
        Checkpoint checkpoint = segment.checkpoint();
        Counts counts = checkpoint.counts();
        return writeHolding(segment.holding())
                .putNumber("from", segment.range().from())
                .putNumber("to", segment.range().to())
                .putNumber("offset", checkpoint.offset())
                .putNumber("sent", counts.sent())
                .putNumber("rejected", counts.rejected())
                .putNumber("blank", counts.blank())
                .putMap("findings", DynamoDbFindings.write(checkpoint.findings()))
                .putNumber("hop", checkpoint.hop())
                .putNumber("starts", segment.starts())
                .putFailure(segment.failure())
                .putText("wakeAt", segment.wakeAt())
                .putNumber("throttled", segment.flow().throttled())
                .putNumber("rowsPerSecond", segment.flow().rowsPerSecond())
                .putNumber("lagMillis", lagMillis(segment.flow()))
                .putText("changedAt", segment.changedAt());
    }

    /** Of a lease that is free; nothing else is written. */
    static DynamoDbRow withoutHolding() {
        return writeHolding(null);
    }

    /** Requires that nobody else holds the lease than did when the segment was read. */
    static DynamoDbUpdate requireHolder(DynamoDbUpdate update, SegmentState seen) {
        return update.requireSame(writeHolding(seen.holding()), List.of("holder"));
    }

    private static DynamoDbRow writeHolding(Holding holding) {
        return new DynamoDbRow()
                .putText("holder", holding == null ? null : holding.holder())
                .putNumber("renewals", holding == null ? null : holding.renewals())
                .putNumber(
                        "leaseMillis", holding == null ? null : holding.length().toMillis());
    }

    static SegmentState read(DynamoDbRow row) {
        Counts counts = new Counts(row.number("sent"), row.number("rejected"), row.number("blank"));
        int number = Integer.parseInt(row.text("part").substring(PREFIX.length()));
        return new SegmentState(
                new ByteRange(row.number("from"), row.number("to")),
                new Checkpoint(number, (int) row.number("hop"), row.number("offset"), counts, findings(row)),
                holding(row),
                (int) row.number("starts"),
                row.failure(),
                row.instant("wakeAt"),
                flow(row),
                row.instant("changedAt"));
    }

    /** Only a dry run has any. */
    private static Findings findings(DynamoDbRow row) {
        return row.has("findings") ? DynamoDbFindings.read(row.map("findings")) : Findings.NONE;
    }

    private static Long lagMillis(Flow flow) {
        return flow.lag() == null ? null : flow.lag().toMillis();
    }

    /** Of a segment that an earlier release has written, nothing of it is there. */
    private static Flow flow(DynamoDbRow row) {
        return row.has("throttled")
                ? new Flow(
                        row.number("throttled"),
                        row.number("rowsPerSecond"),
                        row.has("lagMillis") ? Duration.ofMillis(row.number("lagMillis")) : null)
                : Flow.NONE;
    }

    private static Holding holding(DynamoDbRow row) {
        return row.has("holder")
                ? new Holding(row.text("holder"), row.number("renewals"), Duration.ofMillis(row.number("leaseMillis")))
                : null;
    }
}
