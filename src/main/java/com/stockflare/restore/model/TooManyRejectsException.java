package com.stockflare.restore.model;

/** More rows were rejected than the request allows: it is plainly the wrong file, or its rows are written otherwise. */
public final class TooManyRejectsException extends RestoreException {
    private static final long serialVersionUID = 1L;

    /** @param counts of the rows so far */
    public TooManyRejectsException(BackupFile file, Counts counts) {
        super(
                "TOO_MANY_REJECTS",
                false,
                "Of the first " + counts.rows() + " rows of " + file.uri() + " "
                        + counts.rejected() + " were rejected, more than were allowed; "
                        + counts.sent()
                        + " were sent. Look at the rejects, and check that it is the right file.",
                null);
    }
}
