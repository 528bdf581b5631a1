package com.stockflare.restore.lambda;

import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import java.util.List;

/** What RestoreFunction can be invoked with. */
sealed interface RestoreEvent {
    /**
     * Restores that are to begin.
     *
     * @param restores none where the event concerns no backup file
     */
    record Begin(List<NewRestore> restores) implements RestoreEvent {}

    /** A restore that goes on. */
    record GoOn(RestoreJob job) implements RestoreEvent {}

    /**
     * A restore that is to begin.
     *
     * @param identity whatever makes it this restore and no other: the same for an event that is delivered again
     */
    record NewRestore(RestoreRequest request, String identity) {}
}
