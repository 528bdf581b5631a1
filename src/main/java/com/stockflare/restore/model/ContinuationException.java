package com.stockflare.restore.model;

/** The next invocation could not be started. What has been settled stays settled. */
public final class ContinuationException extends RestoreException {
    private static final long serialVersionUID = 1L;

    /** @param function the function that was to go on */
    public ContinuationException(String function, String message, Throwable cause) {
        super(
                "CONTINUATION_FAILED",
                true,
                "The function " + function + " could not be invoked to go on: " + message,
                cause);
    }
}
