package com.stockflare.restore.model;

/** The backup file cannot be read. */
public final class SourceException extends RestoreException {
    private static final long serialVersionUID = 1L;

    /** What keeps the file from being read. */
    public enum Reason {
        SOURCE_NOT_FOUND,
        SOURCE_CHANGED,
        SOURCE_ARCHIVED,
        SOURCE_DENIED,
        SOURCE_UNREADABLE
    }

    private final long offset;

    /** @param offset of the first byte that could not be read, in the file */
    public SourceException(Reason reason, long offset, String message, Throwable cause) {
        super(reason.name(), reason == Reason.SOURCE_UNREADABLE, message, cause);
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }
}
