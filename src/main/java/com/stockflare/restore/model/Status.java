package com.stockflare.restore.model;

/** How a restore stands, or how one invocation of it ended. */
public enum Status {
    /** Of an invocation only: it stopped in time, at the checkpoint; the rest is for the next one. */
    CONTINUED,
    /** Written down, and not begun yet. */
    ACCEPTED,
    /** Somebody works on it, or will within minutes. */
    RUNNING,
    /** Stopped at its checkpoints by somebody who may have it go on. */
    PAUSED,
    /** Waits for the stream's consumer, and is woken later. */
    HELD,
    /** Every row has been sent. */
    COMPLETED,
    /** Every row is settled, and some are in the rejects. */
    COMPLETED_WITH_REJECTS,
    /** Stopped for good, unless somebody resumes it. What lies before the checkpoints stays settled. */
    CANCELLED,
    /** Given up, with the reason. What lies before the checkpoints stays settled. */
    FAILED;

    /** Whether nothing more will be done. */
    public boolean isOver() {
        return switch (this) {
            case COMPLETED, COMPLETED_WITH_REJECTS, CANCELLED, FAILED -> true;
            case CONTINUED, ACCEPTED, RUNNING, PAUSED, HELD -> false;
        };
    }
}
