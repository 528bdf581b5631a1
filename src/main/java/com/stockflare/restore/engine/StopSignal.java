package com.stockflare.restore.engine;

/** Tells the engine when to stop before the end of the file. */
public interface StopSignal {
    /** Never stops. */
    StopSignal NEVER = new StopSignal() {
        @Override
        public boolean stopReading() {
            return false;
        }

        @Override
        public boolean stopSettling() {
            return false;
        }
    };

    /** Whether to fetch nothing more of the file, and to read what has been fetched. Never later than {@link #stopReading}. */
    default boolean stopFetching() {
        return stopReading();
    }

    /** Whether to read no further, and to settle what has been read. */
    boolean stopReading();

    /** Whether to give up on what is not settled yet: whoever goes on will send it again. */
    boolean stopSettling();
}
