package com.stockflare.restore.engine;

/** Stops after it has been asked so often. */
final class CountedStop implements StopSignal {
    private long readingLooks;
    private long settlingLooks;

    CountedStop(long readingLooks, long settlingLooks) {
        this.readingLooks = readingLooks;
        this.settlingLooks = settlingLooks;
    }

    /** Stops reading, and settles what has been read. */
    static CountedStop clean(long readingLooks) {
        return new CountedStop(readingLooks, Long.MAX_VALUE);
    }

    @Override
    public boolean stopReading() {
        return readingLooks-- <= 0;
    }

    @Override
    public boolean stopSettling() {
        return readingLooks <= 0 && settlingLooks-- <= 0;
    }
}
