package com.stockflare.restore.engine;

import com.stockflare.restore.model.RestoreState;

/** Hears that a restore has ended, from whoever has written its ending down: once for each ending, but not after a kill. */
@FunctionalInterface
public interface Endings {
    /** Nobody listens. */
    Endings UNHEARD = restore -> {};

    /** @param restore as it is in the ledger now, with its ending */
    void ended(RestoreState restore);
}
