package com.stockflare.restore.model;

/** The restore has failed before, and stays so: what it failed with, again. */
public final class RecordedFailureException extends RestoreException {
    private static final long serialVersionUID = 1L;

    public RecordedFailureException(Failure failure) {
        super(failure.code(), false, failure.message(), null);
    }
}
