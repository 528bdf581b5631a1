package com.stockflare.restore.model;

/** The ledger cannot be read or written. Without it nobody may go on, for nobody knows who else does. */
public final class LedgerException extends RestoreException {
    private static final long serialVersionUID = 1L;

    /** @param ledger the name of its table */
    public LedgerException(String ledger, boolean retryable, String why, Throwable cause) {
        super("LEDGER_UNAVAILABLE", retryable, "The ledger " + ledger + " cannot be used: " + why, cause);
    }
}
