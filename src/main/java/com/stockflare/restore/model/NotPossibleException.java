package com.stockflare.restore.model;

/** What was asked for does not go with how a restore stands. */
public final class NotPossibleException extends RestoreException {
    private static final long serialVersionUID = 1L;

    private final String restoreId;

    /** Why it is not possible. */
    public enum Reason {
        /** There is no restore of that id. */
        NOT_FOUND,
        /** The file is being restored into the table already. */
        ALREADY_RUNNING,
        /** The restore has ended, or cannot be taken up again. */
        NOT_POSSIBLE
    }

    /** @param restoreId of the restore that stands in the way, or is not there */
    public NotPossibleException(Reason reason, String restoreId, String message) {
        super(reason.name(), false, message, null);
        this.restoreId = restoreId;
    }

    public String restoreId() {
        return restoreId;
    }
}
