package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** What RestoreFunction can be invoked with. */
sealed interface RestoreEvent {
    /**
     * A restore that is to begin.
     *
     * @param identity whatever makes it this restore and no other: the same for an event that is delivered again
     * @param force whether to begin it beside another of the same file and table
     */
    record Begin(RestoreRequest request, String identity, boolean force) implements RestoreEvent {}

    /** The id of the restore that is what it is by this identity. */
    static String restoreId(String identity) {
        return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** A restore that goes on. */
    record GoOn(RestoreJob job) implements RestoreEvent {}

    /** Several backup files at once, as an event for each. */
    record Several(List<ObjectNode> events) implements RestoreEvent {}

    /** The schedule asks to look after all restores. */
    record Watch() implements RestoreEvent {}

    /** Nothing that concerns a backup file. */
    record Ignored() implements RestoreEvent {}
}
