package com.stockflare.restore.engine;

import com.stockflare.restore.model.ContinuationException;
import com.stockflare.restore.model.LagReading;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Looks after all restores from time to time: starts again what stands still, wakes what was held, ends what is done,
 * and finds out when the consumer has read all that was sent. Starting too often does no harm: the lease decides.
 */
public final class Watchdog {
    /** How long after its end a restore is asked about: a consumer that reads unmeasured never shows that it is done. */
    private static final Duration MOST_WAIT_FOR_DRAINED = Duration.ofDays(7);

    private final Ledger ledger;
    private final Chains chains;
    private final Continuation continuation;
    private final ConsumerLag lag;
    private final Chains.Rules rules;

    /** What a watchdog works with. */
    public record Ports(Ledger ledger, Continuation continuation, ConsumerLag lag) {}

    public Watchdog(Chains chains, Ports ports, Chains.Rules rules) {
        this.chains = chains;
        this.ledger = ports.ledger();
        this.continuation = ports.continuation();
        this.lag = ports.lag();
        this.rules = rules;
    }

    /**
     * What one look came to.
     *
     * @param watched restores that were looked at
     * @param started segments that stood still and were started again
     * @param woken segments that were held and go on
     * @param drained restores whose consumer has now read everything
     */
    public record Round(int watched, int started, int woken, int drained) {
        Round plus(Round more) {
            return new Round(
                    watched + more.watched, started + more.started, woken + more.woken, drained + more.drained);
        }
    }

    /**
     * Looks at each restore once. One that cannot be gone on with does not keep the others waiting.
     *
     * @throws RuntimeException when all have been looked at, if one met a fault of the program
     */
    public Round look(Notes notes) {
        Round all = new Round(0, 0, 0, 0);
        RuntimeException fault = null;
        Map<String, LagReading> lags = new HashMap<>();
        for (RestoreState restore : ledger.watched()) {
            try {
                all = all.plus(lookAt(restore, lags, notes));
            } catch (RuntimeException e) {
                notes.note(
                        "The restore " + restore.restoreId() + " cannot be looked after, by a fault of the program.");
                fault = e;
            }
        }
        if (fault != null) {
            throw fault;
        }
        return all;
    }

    /** @param lags what is known in this round, by the stream's name */
    private Round lookAt(RestoreState restore, Map<String, LagReading> lags, Notes notes) {
        try {
            RestoreState now = chains.conclude(restore);
            return now.isOver() ? new Round(1, 0, 0, lookIfDrained(now, lags) ? 1 : 0) : startWhatStands(now, notes);
        } catch (LedgerException e) {
            notes.note("The restore " + restore.restoreId() + " cannot be looked after now: " + e.getMessage());
            return new Round(1, 0, 0, 0);
        }
    }

    private Round startWhatStands(RestoreState restore, Notes notes) {
        int started = 0;
        int woken = 0;
        for (SegmentState segment : restore.open(rules.mostSegments())) {
            if (isDue(segment)) {
                try {
                    continuation.goOn(restore.job(segment.number()));
                    if (segment.isHeld()) {
                        woken++;
                    } else {
                        started++;
                    }
                } catch (ContinuationException e) {
                    notes.note("The restore " + restore.restoreId() + " stands still: " + e.getMessage());
                }
            }
        }
        return new Round(1, started, woken, 0);
    }

    /** By the time of day: a hint only. Whoever is started watches the lease on a clock of its own. */
    private boolean isDue(SegmentState segment) {
        Instant due = segment.isHeld() ? segment.wakeAt() : segment.changedAt().plus(rules.lease());
        return !rules.clock().instant().isBefore(due);
    }

    /**
     * Drained is what was sent before the oldest record that is still unread: with an age of 3 minutes at 12:05 all of a
     * restore that ended before 12:02.
     */
    private boolean lookIfDrained(RestoreState restore, Map<String, LagReading> lags) {
        Instant ended = restore.ending().at();
        LagReading reading = lags.computeIfAbsent(restore.request().stream(), lag::read);
        boolean drained = reading instanceof LagReading.Behind behind
                && behind.at().minus(behind.age()).isAfter(ended);
        if (drained || rules.clock().instant().isAfter(ended.plus(MOST_WAIT_FOR_DRAINED))) {
            ledger.unwatch(restore, drained);
        }
        return drained;
    }
}
