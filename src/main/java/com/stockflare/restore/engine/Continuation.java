package com.stockflare.restore.engine;

import com.stockflare.restore.model.ContinuationException;
import com.stockflare.restore.model.RestoreJob;

/** Has a restore gone on with, by whom and when is not known. */
@FunctionalInterface
public interface Continuation {
    /** @throws ContinuationException if nobody takes it */
    void goOn(RestoreJob job);

    /** A held restore is to be gone on with when its consumer has caught up. Where there is a watchdog it sees to that. */
    default void goOnLater(RestoreJob job) {}
}
