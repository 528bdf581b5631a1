package com.stockflare.restore.engine;

import com.stockflare.restore.backup.Row;
import com.stockflare.restore.model.Findings;
import com.stockflare.restore.model.Findings.Rejected;
import com.stockflare.restore.model.RejectReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what a dry run finds, row by row: a {@link Findings} under way. */
final class Tally {
    private final Map<RejectReason, Reason> rejects = new EnumMap<>(RejectReason.class);
    private long bytes;
    private long largestBytes;
    private long largestOffset;

    private static final class Reason {
        private long count;
        private final List<Long> firstOffsets = new ArrayList<>(Rejected.MOST_OFFSETS);
    }

    /** A row whose record could be sent. */
    void sendable(Row row, int recordBytes) {
        bytes += recordBytes;
        if (recordBytes > largestBytes) {
            largestBytes = recordBytes;
            largestOffset = row.offset();
        }
    }

    void rejected(Row row, RejectReason reason) {
        Reason seen = rejects.computeIfAbsent(reason, unused -> new Reason());
        seen.count++;
        if (seen.firstOffsets.size() < Rejected.MOST_OFFSETS) {
            seen.firstOffsets.add(row.offset());
        }
    }

    /** @param shards of the stream that are open; 0 where they are not known */
    Findings findings(int shards) {
        List<Rejected> all = new ArrayList<>(rejects.size());
        rejects.forEach((reason, seen) -> all.add(new Rejected(reason, seen.count, seen.firstOffsets)));
        return new Findings(bytes, largestBytes, largestOffset, shards, all);
    }
}
