package com.stockflare.restore.model;

import java.time.Instant;
import java.util.Objects;

/**
 * How and when a restore ended.
 *
 * @param status one that {@link Status#isOver() is over}
 * @param failure why, where it is FAILED; else null
 * @param at when
 */
public record Ending(Status status, Failure failure, Instant at) {
    public Ending {
        Objects.requireNonNull(at, "at");
        if (!status.isOver() || (status == Status.FAILED) != (failure != null)) {
            throw new IllegalArgumentException("not an ending: " + status + ", " + failure);
        }
    }

    public static Ending failed(Failure failure, Instant at) {
        return new Ending(Status.FAILED, failure, at);
    }
}
