package com.stockflare.restore.engine;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;

/** What every ledger does. */
public abstract class LedgerContract
        implements LedgerRestoreContract,
                LedgerEndContract,
                LedgerControlContract,
                LedgerLeaseContract,
                LedgerRaceContract {
    private Instant now = SampleRestores.BEGIN;
    private Ledger ledger;

    /** A ledger with nothing in it. */
    protected abstract Ledger open(InstantSource clock);

    @BeforeEach
    void openLedger() {
        ledger = open(() -> now);
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void setTime(Instant time) {
        now = time;
    }
}
