package com.stockflare.restore.model;

/** The rejects cannot be written, so the checkpoint cannot pass them. */
public final class RejectsException extends RestoreException {
    private static final long serialVersionUID = 1L;

    /** @param place where they were to be written */
    public RejectsException(String place, String message, Throwable cause) {
        super("REJECTS_UNWRITABLE", true, "The rejects cannot be written to " + place + ": " + message, cause);
    }
}
