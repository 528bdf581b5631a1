package com.stockflare.restore.engine;

import com.stockflare.restore.stream.SettledPrefix;

/**
 * Lets a run come to a checkpoint before it stops, as long as there is time to settle at all: an invocation that began
 * late or slowly would otherwise only hand over what it was handed.
 *
 * @param startOffset of the run
 */
record ProgressFirst(StopSignal stop, SettledPrefix rows, RejectBuffer rejects, long startOffset)
        implements StopSignal {
    @Override
    public boolean stopFetching() {
        return stop.stopFetching() && (hasCheckpoint() || stop.stopSettling());
    }

    @Override
    public boolean stopReading() {
        return stop.stopReading() && (hasCheckpoint() || stop.stopSettling());
    }

    private boolean hasCheckpoint() {
        return rows.offset() > startOffset && rejects.canBeCutAt(rows.offset());
    }

    @Override
    public boolean stopSettling() {
        return stop.stopSettling();
    }
}
