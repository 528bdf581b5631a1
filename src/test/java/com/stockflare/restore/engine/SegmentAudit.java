package com.stockflare.restore.engine;

import com.stockflare.restore.model.SegmentState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Watches one segment of a restore of a simulated world: who works on it, and how far it comes. */
final class SegmentAudit {
    private final RestoreAudit restore;
    private final int number;
    private final List<Attempt> attempts = new ArrayList<>();

    /** How often work was begun where the checkpoint stands, which did not end cleanly. */
    private int starts;

    /** Who began it there. */
    private final List<SimulatedProcess> inVain = new ArrayList<>();

    /** How many of the attempts were made before it was last taken up again after an end. */
    private int attemptsBeforeEnd;

    /** Somebody took the lease, at this offset. */
    private record Attempt(SimulatedProcess by, String holder, long offset) {}

    SegmentAudit(RestoreAudit restore, int number) {
        this.restore = restore;
        this.number = number;
    }

    int attempts() {
        return attempts.size();
    }

    /** Where a process took it up. */
    long offsetOf(SimulatedProcess process) {
        return attempts.stream()
                .filter(a -> a.by() == process)
                .findFirst()
                .orElseThrow()
                .offset();
    }

    boolean isHolder(SimulatedProcess process, SegmentState now) {
        if (now.holding() == null) {
            return false;
        }
        Attempt last = attempts.get(attempts.size() - 1);
        return last.by() == process && last.holder().equals(now.holding().holder());
    }

    /** Whatever failed before counts no more. */
    void reopened() {
        starts = 0;
        inVain.clear();
        attemptsBeforeEnd = attempts.size();
    }

    /** Whether the restore has ended, and been taken up again, since a process took the lease. */
    boolean hasEndedSinceTaken(SimulatedProcess process) {
        return attempts.subList(0, attemptsBeforeEnd).stream().anyMatch(a -> a.by() == process);
    }

    /** @param turn when it could be taken at the earliest */
    void changed(SegmentState before, SegmentState next, SimulatedProcess by, Instant turn) {
        long from = before.checkpoint().offset();
        long to = next.checkpoint().offset();
        restore.check(to >= from, "the checkpoint went back from " + from + " to " + to);
        restore.checkSettled(before, next);
        if (to > from) {
            starts = 1;
            inVain.clear();
        }
        if (next.holding() == null) {
            released(next, by);
        } else if (before.holding() == null
                || !Objects.equals(before.holding().holder(), next.holding().holder())) {
            taken(before, next, by);
            restore.check(
                    !restore.isKind() || isPrompt(before, next, turn),
                    "taken at " + next.changedAt() + " only, free since " + before.changedAt());
        }
    }

    private void taken(SegmentState before, SegmentState next, SimulatedProcess by) {
        starts++;
        long offset = next.checkpoint().offset();
        attempts.add(new Attempt(by, next.holding().holder(), offset));
        if (starts <= Chains.MOST_STARTS) {
            inVain.add(by);
        }
        restore.check(next.starts() == starts, "start " + starts + " is counted as " + next.starts());
        restore.note("p" + by.number() + " takes " + number + " at " + offset + ", start " + next.starts()
                + (before.holding() == null ? "" : ", over"));
    }

    /** Whoever was invoked last goes on at once, and nobody has to look after that. */
    private static boolean isPrompt(SegmentState before, SegmentState next, Instant turn) {
        Instant free = before.changedAt().isAfter(turn) ? before.changedAt() : turn;
        return before.holding() == null
                && Duration.between(free, next.changedAt()).compareTo(Duration.ofSeconds(10)) < 0;
    }

    private void released(SegmentState next, SimulatedProcess by) {
        long to = next.checkpoint().offset();
        restore.note("p" + by.number() + " gives " + number + " up at " + to + (next.isHeld() ? ", held" : "")
                + (next.failure() == null ? "" : ", " + next.failure().code()));
        if (next.failure() == null) {
            starts = 0;
            inVain.clear();
        }
        restore.checkGivenUp(by, to, next.failure() == null && !by.hasGivenUpSettling());
    }

    /** Begun four times where it stands, it came to nothing each time, and not by itself. */
    boolean everyStartFailed() {
        return starts >= Chains.MOST_STARTS && inVain.stream().allMatch(SimulatedProcess::hasSuffered);
    }
}
