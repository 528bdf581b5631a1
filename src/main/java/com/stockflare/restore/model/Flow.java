package com.stockflare.restore.model;

import java.time.Duration;

/**
 * How a segment's records go into the stream, as whoever works on it has seen it last. For people to look at: nothing is
 * decided by it.
 *
 * @param throttled records that the stream did not take at once since the segment began, each time counted
 * @param rowsPerSecond settled between the last two checkpoints
 * @param lag how far the stream's consumer is behind, or null where that is not known
 */
public record Flow(long throttled, long rowsPerSecond, Duration lag) {
    public static final Flow NONE = new Flow(0, 0, null);

    public Flow {
        if (throttled < 0 || rowsPerSecond < 0) {
            throw new IllegalArgumentException("not a flow: " + throttled + ", " + rowsPerSecond);
        }
    }

    /** The same after what earlier invocations have seen. */
    public Flow after(Flow earlier) {
        return new Flow(earlier.throttled + throttled, rowsPerSecond, lag);
    }

    /** Nothing flows any more. */
    public Flow stopped() {
        return new Flow(throttled, 0, lag);
    }
}
