package com.stockflare.restore.model;

/** Somebody else works on the segment now, or the restore is over: whoever hears this stops, and nothing is wrong. */
public final class LeaseLostException extends RestoreException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException(String restoreId, int segment) {
        super(
                "LEASE_LOST",
                false,
                "The lease of segment " + segment + " of the restore " + restoreId + " is not held any more.",
                null);
    }
}
