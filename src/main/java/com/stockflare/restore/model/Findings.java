package com.stockflare.restore.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a dry run has found out about the rows before a checkpoint, beside their counts. Of any other restore there is none.
 *
 * @param bytes of all records that would be sent
 * @param largestBytes of the largest of them; 0 where there is none
 * @param largestOffset of the first row whose record is that large
 * @param shards of the stream that are open, as it was looked at last; 0 where they are not known
 * @param rejects one for each reason that there was, in the reasons' order
 */
public record Findings(long bytes, long largestBytes, long largestOffset, int shards, List<Rejected> rejects) {
    public static final Findings NONE = new Findings(0, 0, 0, 0, List.of());

    /**
     * The rows that were rejected for one reason.
     *
     * @param count 1 or more
     * @param firstOffsets of the first {@link #MOST_OFFSETS} of them, or fewer where there are not so many
     */
    public record Rejected(RejectReason reason, long count, List<Long> firstOffsets) {
        /** Enough to look at, however many there are. */
        public static final int MOST_OFFSETS = 3;

        public Rejected {
            Objects.requireNonNull(reason, "reason");
            firstOffsets = List.copyOf(firstOffsets);
            if (count < firstOffsets.size() || firstOffsets.isEmpty() || firstOffsets.size() > MOST_OFFSETS) {
                throw new IllegalArgumentException(count + " rows, the first of them at " + firstOffsets);
            }
        }

        Rejected plus(Rejected more) {
            List<Long> offsets = Stream.concat(firstOffsets.stream(), more.firstOffsets.stream())
                    .sorted()
                    .limit(MOST_OFFSETS)
                    .toList();
            return new Rejected(reason, count + more.count, offsets);
        }
    }

    public Findings {
        rejects = List.copyOf(rejects);
        if (bytes < largestBytes || largestBytes < 0 || largestOffset < 0 || shards < 0) {
            throw new IllegalArgumentException("not what a dry run finds: " + bytes + " bytes, " + largestBytes
                    + " at offset " + largestOffset + ", " + shards + " shards");
        }
    }

    /** Of both, in whatever order they were found. */
    public Findings plus(Findings more) {
        boolean isMoreLarger = more.largestBytes > largestBytes
                || (more.largestBytes == largestBytes && more.largestOffset < largestOffset);
        Findings larger = isMoreLarger ? more : this;
        return new Findings(
                bytes + more.bytes,
                larger.largestBytes,
                larger.largestOffset,
                Math.max(shards, more.shards),
                together(rejects, more.rejects));
    }

    private static List<Rejected> together(List<Rejected> some, List<Rejected> more) {
        Map<RejectReason, Rejected> byReason = new EnumMap<>(RejectReason.class);
        Stream.concat(some.stream(), more.stream())
                .forEach(rejected -> byReason.merge(rejected.reason(), rejected, Rejected::plus));
        return new ArrayList<>(byReason.values());
    }
}
