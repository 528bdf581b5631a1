package com.stockflare.restore.model;

/** A restore that was free to send and settled nothing. Going on would only repeat it. */
public final class StalledException extends RestoreException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /** @param offset of the checkpoint that did not move */
    public StalledException(long offset, String message) {
        super("STALLED", true, message, null);
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }
}
