package com.stockflare.restore.backup;

import com.stockflare.restore.model.RejectReason;

/** A row that cannot be restored. Carries no stack trace: a wrong file can hold millions of such rows. */
public final class MalformedRowException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectReason reason;

    /** @param detail where in the item and what was found; never the item's content */
    public MalformedRowException(RejectReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public RejectReason reason() {
        return reason;
    }
}
