package com.stockflare.restore.engine;

import com.stockflare.restore.model.ContinuationException;
import com.stockflare.restore.model.NotPossibleException;
import com.stockflare.restore.model.NotPossibleException.Reason;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;

/**
 * What a person does with restores: has them begin, stop, go on, faster or slower. It is written into the ledger, where
 * whoever works on a restore finds it with the next checkpoint; no row is read or sent here. Every method throws a
 * {@link NotPossibleException} if there is no such restore, or it stands otherwise than it has to, and another
 * {@link RestoreException} if it cannot be told.
 */
public final class Control {
    private final Ledger ledger;
    private final Continuation continuation;
    private final Chains.Rules rules;
    private final Register register;

    public Control(RestoreEngine engine, Ledger ledger, Continuation continuation, Chains.Rules rules) {
        this.ledger = ledger;
        this.continuation = continuation;
        this.rules = rules;
        this.register = new Register(engine, ledger, rules);
    }

    /** Begins a restore; the one of that id, if there is one. */
    public RestoreState start(Chains.Start start) {
        RestoreState restore = register.accept(start);
        startOpen(restore);
        // Of an empty file nothing is left to do.
        return register.conclude(restore);
    }

    public RestoreState find(String restoreId) {
        return ledger.find(restoreId).orElseThrow(() -> notThere(restoreId));
    }

    /** Has a restore stop at its next checkpoints, and wait. */
    public RestoreState pause(String restoreId) {
        request(restoreId, Status.PAUSED);
        return find(restoreId);
    }

    /** Has a restore stop at its next checkpoints, and end as CANCELLED. */
    public RestoreState cancel(String restoreId) {
        request(restoreId, Status.CANCELLED);
        return register.conclude(find(restoreId));
    }

    /** Has a restore go on where it stands, that is paused, or to be, or cancelled, or that has failed. */
    public RestoreState resume(String restoreId) {
        RestoreState restore = find(restoreId);
        rules.tables().check(restore.request().table());
        if (restore.isOver()) {
            register.reopen(restore);
        } else {
            request(restoreId, Status.RUNNING);
        }
        RestoreState now = find(restoreId);
        startOpen(now);
        return now;
    }

    /** @param rate records a second, or 0 for as many as the stream takes */
    public RestoreState changeRate(String restoreId, int rate) {
        if (!ledger.changeRate(restoreId, rate)) {
            throw hasEnded(find(restoreId));
        }
        return find(restoreId);
    }

    private void request(String restoreId, Status wanted) {
        if (!ledger.request(restoreId, wanted)) {
            RestoreState restore = find(restoreId);
            throw restore.isOver() ? hasEnded(restore) : isBeingCancelled(restoreId);
        }
    }

    private static NotPossibleException isBeingCancelled(String restoreId) {
        return new NotPossibleException(
                Reason.NOT_POSSIBLE,
                restoreId,
                "The restore " + restoreId + " is being cancelled. Resume it to take that back");
    }

    /** Where that fails, the watchdog does it. One that is held waits on. */
    private void startOpen(RestoreState restore) {
        for (SegmentState segment : restore.open(rules.mostSegments())) {
            if (!segment.isHeld()) {
                try {
                    continuation.goOn(restore.job(segment.number()));
                } catch (ContinuationException e) {
                    return;
                }
            }
        }
    }

    private static NotPossibleException notThere(String restoreId) {
        return new NotPossibleException(
                Reason.NOT_FOUND, restoreId, "There is no restore " + restoreId + ". List the restores to find its id");
    }

    private static NotPossibleException hasEnded(RestoreState restore) {
        return new NotPossibleException(
                Reason.NOT_POSSIBLE,
                restore.restoreId(),
                "The restore " + restore.restoreId() + " has ended: " + restore.status());
    }
}
