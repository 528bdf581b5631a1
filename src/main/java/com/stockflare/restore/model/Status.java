package com.stockflare.restore.model;

/** How a restore stands, or how one invocation of it ended. */
public enum Status {
    /** Of an invocation only: it stopped in time, at the checkpoint; the rest is for the next one. */
    CONTINUED,
    /** Somebody works on it, or will within minutes. */
    RUNNING,
    /** Waits for the stream's consumer, and is woken later. */
    HELD,
    /** Every row has been sent. */
    COMPLETED,
    /** Every row is settled, and some are in the rejects. */
    COMPLETED_WITH_REJECTS,
    /** Given up, with the reason. What lies before the checkpoints stays settled. */
    FAILED;

    /** Whether nothing more will be done. */
    public boolean isOver() {
        return this == COMPLETED || this == COMPLETED_WITH_REJECTS || this == FAILED;
    }
}
