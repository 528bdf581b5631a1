package com.stockflare.restore.engine;

import com.stockflare.restore.model.RestoreState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Watches a simulated world: what was sent by whom, what the ledger holds since, and whether that may be so. Keeps what
 * may not, and a diary.
 */
final class Audit {
    private static final int MOST_LINES_SHOWN = 80;

    private final VirtualTime time;
    private final InMemoryLedger ledger;
    private final Function<RestoreState, RestoreAudit> begun;
    private final Map<String, RestoreAudit> restores = new LinkedHashMap<>();
    private final Map<SimulatedProcess, Integer> putsUnderWay = new HashMap<>();
    private final List<String> diary = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /** @param begun makes the audit of a restore when it begins */
    Audit(VirtualTime time, InMemoryLedger ledger, Function<RestoreState, RestoreAudit> begun) {
        this.time = time;
        this.ledger = ledger;
        this.begun = begun;
    }

    void note(String line) {
        diary.add(Duration.ofNanos(time.nanos()).toMillis() / 1_000.0 + " " + line);
    }

    void violation(String what) {
        violations.add(what);
        note("VIOLATION: " + what);
    }

    List<String> violations() {
        return violations;
    }

    List<String> diary() {
        return diary;
    }

    /** The last of the diary, for who looks into a violation. */
    String story() {
        return String.join("\n", diary.subList(Math.max(0, diary.size() - MOST_LINES_SHOWN), diary.size()));
    }

    /** In the order in which they began. */
    List<RestoreAudit> restores() {
        return List.copyOf(restores.values());
    }

    RestoreAudit of(String restoreId) {
        return restores.get(restoreId);
    }

    /** The ledger has done what a process asked for: what is new in it? */
    void ledgerCalled(SimulatedProcess by, Iterable<String> ids) {
        for (String id : ids) {
            ledger.find(id)
                    .ifPresent(now ->
                            restores.computeIfAbsent(id, i -> begun.apply(now)).changed(now, by));
        }
    }

    void putBegun(SimulatedProcess by) {
        checkHolder(by, "begins a call");
        putsUnderWay.merge(by, 1, Integer::sum);
        for (SimulatedProcess other : putsUnderWay.keySet()) {
            if (other != by && isOfSame(other, by) && !isOver(by)) {
                violation("p" + by.number() + " and p" + other.number() + " send at once");
            }
        }
    }

    void putEnded(SimulatedProcess by) {
        putsUnderWay.computeIfPresent(by, (process, count) -> count == 1 ? null : count - 1);
        checkHolder(by, "ends a call");
    }

    boolean isSending(SimulatedProcess process) {
        return putsUnderWay.containsKey(process);
    }

    private static boolean isOfSame(SimulatedProcess one, SimulatedProcess other) {
        return one.restoreId().equals(other.restoreId()) && one.segment() == other.segment();
    }

    private boolean isOver(SimulatedProcess by) {
        return ledger.find(by.restoreId()).orElseThrow().isOver();
    }

    private void checkHolder(SimulatedProcess by, String doing) {
        RestoreAudit restore = restores.get(by.restoreId());
        if (!isOver(by) && !restore.isHolder(by) && !restore.hasEndedSinceTaken(by)) {
            violation("p" + by.number() + " " + doing + " without the lease");
        }
    }
}
