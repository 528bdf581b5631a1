package com.stockflare.restore.engine;

import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Findings;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.stream.Shard;
import java.util.List;

/**
 * What a dry run has to tell.
 *
 * @param rows that it has looked at
 * @param sendable of them, whose record the stream would be sent
 * @param bytes of all those records
 * @param largestItemBytes of the largest record; 0 where there is none
 * @param largestItemOffset of its row, or null where there is none
 * @param meanItemBytes of a record, rounded; 0 where there is none
 * @param rejects one for each reason
 * @param estimatedSeconds that the restore of these rows will take on this stream, if it has the stream to itself and the
 *     consumer keeps up; 0 where nothing is to be sent, else null where the stream's shards are not known
 */
public record DryRunReport(
        long rows,
        long sendable,
        long rejected,
        long blank,
        long bytes,
        long largestItemBytes,
        Long largestItemOffset,
        long meanItemBytes,
        List<Findings.Rejected> rejects,
        Long estimatedSeconds) {
    public static DryRunReport of(RestoreRequest request, Counts counts, Findings findings) {
        long sendable = counts.sent();
        return new DryRunReport(
                counts.rows(),
                sendable,
                counts.rejected(),
                counts.blank(),
                findings.bytes(),
                findings.largestBytes(),
                sendable == 0 ? null : findings.largestOffset(),
                sendable == 0 ? 0 : Math.round((double) findings.bytes() / sendable),
                findings.rejects(),
                estimatedSeconds(request, sendable, findings));
    }

    /**
     * By whichever is reached first: the records or the bytes that the shards take, or the restore's rate. 300,000 records
     * of 400 bytes on 10 shards take 30 seconds; of 2 KiB 59 seconds.
     */
    private static Long estimatedSeconds(RestoreRequest request, long records, Findings findings) {
        if (records == 0) {
            return 0L;
        }
        if (findings.shards() == 0) {
            return null;
        }
        int partitions = request.partitions();
        double shards = partitions == 0 ? findings.shards() : Math.min(partitions, findings.shards());
        double ofRecords = records / (shards * Shard.RECORDS_A_SECOND);
        double ofBytes = findings.bytes() / (shards * Shard.BYTES_A_SECOND);
        double ofRate = request.rate() == 0 ? 0 : (double) records / request.rate();
        return (long) Math.ceil(Math.max(Math.max(ofRecords, ofBytes), ofRate));
    }
}
