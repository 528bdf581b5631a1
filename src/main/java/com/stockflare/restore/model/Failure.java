package com.stockflare.restore.model;

import java.util.Objects;

/**
 * What a restore, or one invocation of it, failed with, as the ledger keeps it.
 *
 * @param code a word that programs can rely on, such as {@code SOURCE_CHANGED}
 * @param message one line for a person: what went wrong, where, and what to do
 */
public record Failure(String code, String message) {
    public Failure {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }

    public static Failure of(RestoreException e) {
        return new Failure(e.code(), e.getMessage());
    }
}
