package com.stockflare.restore.model;

/** The table cannot be restored into. Nothing is sent from here on. */
public final class TableException extends RestoreException {
    private static final long serialVersionUID = 1L;

    /** What keeps the table from being restored into. */
    public enum Reason {
        TABLE_NOT_FOUND,
        TABLE_NOT_ACTIVE,
        TABLE_UNAVAILABLE
    }

    public TableException(Reason reason, String message, Throwable cause) {
        super(reason.name(), reason != Reason.TABLE_NOT_FOUND, message, cause);
    }
}
