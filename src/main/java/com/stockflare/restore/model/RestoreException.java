package com.stockflare.restore.model;

/**
 * A restore that cannot go on. Its message is one line for the person who asked for the restore: what went wrong,
 * where, and what to do.
 */
public abstract sealed class RestoreException extends RuntimeException
        permits ContinuationException,
                InvalidRequestException,
                LeaseLostException,
                LedgerException,
                NotPossibleException,
                RecordedFailureException,
                RejectsException,
                SourceException,
                StalledException,
                StreamException,
                TableException,
                TooManyRejectsException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retryable;

    RestoreException(String code, boolean retryable, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryable = retryable;
    }

    /** The reason in a word that programs can rely on, such as {@code SOURCE_CHANGED}. */
    public String code() {
        return code;
    }

    /** Whether the same call may succeed later with nothing mended in between. */
    public boolean isRetryable() {
        return retryable;
    }
}
