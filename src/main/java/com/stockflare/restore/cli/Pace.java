package com.stockflare.restore.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a restore has been of late: over ten seconds, or since its beginning. */
final class Pace {
    private static final long LATELY_NANOS = Duration.ofSeconds(10).toNanos();

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long rows, long offset) {}

    /**
     * Takes how far the restore is.
     *
     * @param nanos of a clock that never goes back
     * @return the same, with the speeds
     */
    Figures at(long nanos, long rows, long offset, long size) {
        samples.addLast(new Sample(nanos, rows, offset));
        while (secondIsOldEnough(nanos)) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        double seconds = (nanos - first.nanos()) / 1e9;
        if (seconds == 0) {
            return new Figures(rows, offset, size, 0, 0);
        }
        return new Figures(rows, offset, size, (rows - first.rows()) / seconds, (offset - first.offset()) / seconds);
    }

    /** The first sample is kept as long as the second is younger than ten seconds: there are always ten to look at. */
    private boolean secondIsOldEnough(long nanos) {
        return samples.size() > 2
                && nanos - samples.stream().skip(1).findFirst().orElseThrow().nanos() >= LATELY_NANOS;
    }
}
