package com.stockflare.restore.model;

/** The stream cannot be written to. */
public final class StreamException extends RestoreException {
    private static final long serialVersionUID = 1L;

    /** What keeps the stream from being written to. */
    public enum Reason {
        STREAM_NOT_FOUND,
        STREAM_DENIED,
        STREAM_UNUSABLE,
        STREAM_UNAVAILABLE
    }

    public StreamException(Reason reason, String message, Throwable cause) {
        super(reason.name(), reason == Reason.STREAM_UNAVAILABLE, message, cause);
    }
}
