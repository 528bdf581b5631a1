package com.stockflare.restore.engine;

import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes the leases of segments: one that is free at once, another when its holder has given no sign of life. Neither before
 * the last calls of a restore that came before: a record of an older state of the file must not come after one of a newer.
 */
final class Leases {
    private static final int LOOKS_A_LEASE = 20;

    /** Whoever ended a restore may have had another time. Functions in AWS differ by far less. */
    private static final Duration MOST_BETWEEN_CLOCKS = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final EngineRuntime runtime;
    private final Chains.Rules rules;

    Leases(Ledger ledger, EngineRuntime runtime, Chains.Rules rules) {
        this.ledger = ledger;
        this.runtime = runtime;
        this.rules = rules;
    }

    /**
     * A taken lease is watched, for as long as it is good, on our own clock: does it live?
     *
     * @param seen the segment as it was last read
     * @param stop ends the watching and the waiting
     * @return empty if somebody else works on the segment, or has just done so, or there is no time left
     */
    Optional<Lease> take(RestoreState restore, SegmentState seen, StopSignal stop) {
        if (!awaitLastCalls(restore, stop) || (seen.holding() != null && !hasRunOut(restore, seen, stop))) {
            return Optional.empty();
        }
        Holding holding = new Holding(holder(), 0, rules.lease());
        long before = runtime.ticker().nanos();
        return ledger.take(restore.restoreId(), seen, holding)
                .map(held -> new Lease(new Lease.Taken(restore, held, before), ledger, runtime, rules.mostSegments()));
    }

    /**
     * No longer than the longest lease that there may be: the end has been written before. The restore that came before may
     * have had longer ones than these.
     */
    private boolean awaitLastCalls(RestoreState restore, StopSignal stop) {
        Instant until = ledger.lastCallsUntil(restore.request())
                .map(last -> last.plus(MOST_BETWEEN_CLOCKS))
                .orElse(Instant.MIN);
        long begun = runtime.ticker().nanos();
        while (rules.clock().instant().isBefore(until)
                && runtime.ticker().nanos() - begun < Chains.MOST_LEASE.toNanos()) {
            if (!waitForNextLook(rules.lease().toNanos(), stop)) {
                return false;
            }
        }
        return true;
    }

    private String holder() {
        return new UUID(runtime.random().nextLong(), runtime.random().nextLong()).toString();
    }

    private boolean hasRunOut(RestoreState restore, SegmentState seen, StopSignal stop) {
        Ticker ticker = runtime.ticker();
        long length = seen.holding().length().toNanos();
        long begun = ticker.nanos();
        while (ticker.nanos() - begun <= length) {
            if (!waitForNextLook(length, stop)) {
                return false;
            }
            SegmentState now = ledger.find(restore.restoreId()).orElse(restore).segment(seen.number());
            if (!now.hasStoodStillSince(seen)) {
                return false;
            }
        }
        return true;
    }

    /** @return false if there is no time left for it */
    private boolean waitForNextLook(long lease, StopSignal stop) {
        if (stop.stopSettling()) {
            return false;
        }
        try {
            runtime.ticker().sleep(lease / LOOKS_A_LEASE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
