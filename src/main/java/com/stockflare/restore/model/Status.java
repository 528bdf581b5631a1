package com.stockflare.restore.model;

/** How an invocation, or a run of the command line, ended when nothing failed. */
public enum Status {
    /** Stopped in time, at the checkpoint; the rest is for the next invocation. */
    CONTINUED,
    /** Every row has been sent. */
    COMPLETED,
    /** Every row is settled, and some are in the rejects. */
    COMPLETED_WITH_REJECTS
}
