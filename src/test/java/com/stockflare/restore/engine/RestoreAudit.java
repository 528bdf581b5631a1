package com.stockflare.restore.engine;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Watches one restore of a simulated world, of one segment. */
final class RestoreAudit {
    private final SampleBackup backup;
    private final Audit audit;
    private final boolean kind;
    private final InMemorySink stream = new InMemorySink(Bench.REQUEST.stream(), 2);
    private final InMemoryRejects rejects = new InMemoryRejects();
    private final Map<String, Integer> rows = new HashMap<>();
    private final Landing[] landings;
    private final List<Attempt> attempts = new ArrayList<>();
    private RestoreState now;

    /** How often work was begun where the checkpoint stands, which did not end cleanly. */
    private int starts;

    /** Who began it there. */
    private final List<SimulatedProcess> inVain = new ArrayList<>();

    /** A record has arrived. */
    private record Landing(SimulatedProcess by, boolean answered) {}

    /** Somebody took the lease, at this offset. */
    private record Attempt(SimulatedProcess by, String holder, long offset) {}

    RestoreAudit(RestoreState created, SampleBackup backup, Audit audit, boolean kind) {
        this.now = created;
        this.backup = backup;
        this.audit = audit;
        this.kind = kind;
        this.landings = new Landing[backup.payloads().size()];
        for (int i = 0; i < landings.length; i++) {
            rows.put(backup.payloads().get(i), i);
        }
        note("begun, " + backup.content().length + " bytes");
    }

    RestoreState now() {
        return now;
    }

    InMemorySink stream() {
        return stream;
    }

    InMemoryRejects rejects() {
        return rejects;
    }

    int attempts() {
        return attempts.size();
    }

    boolean isHolder(SimulatedProcess process) {
        SegmentState segment = now.segment(0);
        return segment.holding() != null
                && last().by() == process
                && last().holder().equals(segment.holding().holder());
    }

    private Attempt last() {
        return attempts.get(attempts.size() - 1);
    }

    /** Records have arrived. */
    void landed(SimulatedProcess by, List<String> records, boolean answered) {
        Attempt attempt =
                attempts.stream().filter(a -> a.by() == by).findFirst().orElseThrow();
        for (String record : records) {
            Integer row = rows.get(record);
            if (row == null) {
                violation("a record that is not of its file");
                return;
            }
            check(backup.ends().get(row) > attempt.offset(), "row " + row + " lies before the attempt's start");
            Landing before = landings[row];
            check(before == null || before.by() != by || !before.answered(), "row " + row + " twice for no reason");
            landings[row] = new Landing(by, answered);
        }
    }

    private void note(String what) {
        audit.note(now.restoreId() + ": " + what);
    }

    private void violation(String what) {
        audit.violation(now.restoreId() + ": " + what);
    }

    private void check(boolean good, String otherwise) {
        if (!good) {
            violation(otherwise);
        }
    }

    /** Looks at how the ledger has it now. */
    void changed(RestoreState next, SimulatedProcess by) {
        if (next.equals(now)) {
            return;
        }
        RestoreState before = now;
        now = next;
        if (!before.segment(0).equals(next.segment(0)) && (before.isOver() || !next.isOver())) {
            check(!before.isOver(), "its segment was written after its end");
            segmentChanged(before.segment(0), next.segment(0), by);
        }
        if (!before.isOver() && next.isOver()) {
            note(next.status() + " by p" + by.number()
                    + (next.ending().failure() == null
                            ? ""
                            : " " + next.ending().failure().code()));
        }
    }

    private void segmentChanged(SegmentState before, SegmentState next, SimulatedProcess by) {
        long from = before.checkpoint().offset();
        long to = next.checkpoint().offset();
        check(to >= from, "the checkpoint went back from " + from + " to " + to);
        checkSettled(from, next.checkpoint());
        if (to > from) {
            starts = 1;
            inVain.clear();
        }
        if (next.holding() == null) {
            released(next, by);
        } else if (before.holding() == null
                || !Objects.equals(before.holding().holder(), next.holding().holder())) {
            starts++;
            check(
                    !kind || isPrompt(before, next),
                    "taken at " + next.changedAt() + " only, free since " + before.changedAt());
            attempts.add(new Attempt(by, next.holding().holder(), to));
            if (starts <= Chains.MOST_STARTS) {
                inVain.add(by);
            }
            check(next.starts() == starts, "start " + starts + " is counted as " + next.starts());
            note("p" + by.number() + " takes it at " + to + ", start " + next.starts()
                    + (before.holding() == null ? "" : ", over"));
        }
    }

    /** Whoever was invoked last goes on at once, and nobody has to look after that. */
    private static boolean isPrompt(SegmentState before, SegmentState next) {
        Duration since = Duration.between(before.changedAt(), next.changedAt());
        return before.holding() == null && since.compareTo(Duration.ofSeconds(10)) < 0;
    }

    private void released(SegmentState next, SimulatedProcess by) {
        long to = next.checkpoint().offset();
        note("p" + by.number() + " gives it up at " + to + (next.isHeld() ? ", held" : "")
                + (next.failure() == null ? "" : ", " + next.failure().code()));
        check(!audit.isSending(by), "given up while p" + by.number() + " sends");
        if (next.failure() != null) {
            return;
        }
        starts = 0;
        inVain.clear();
        if (by.hasGivenUpSettling()) {
            return;
        }
        for (int i = 0; i < landings.length; i++) {
            boolean ahead = landings[i] != null
                    && landings[i].by() == by
                    && backup.ends().get(i) > to;
            check(!ahead, "row " + i + " was sent beyond the checkpoint of a clean hop");
        }
    }

    /** All rows before a new checkpoint have arrived or are in the rejects, and the counts say so. */
    private void checkSettled(long from, Checkpoint reached) {
        int sent = 0;
        for (int i = 0; i < landings.length && backup.ends().get(i) <= reached.offset(); i++, sent++) {
            check(landings[i] != null || backup.ends().get(i) <= from, "row " + i + " is lost");
        }
        List<Long> bad =
                backup.badOffsets().stream().filter(o -> o < reached.offset()).toList();
        check(rejects.offsets().containsAll(bad), "a reject before " + reached.offset() + " is lost");
        Counts counts = reached.counts();
        check(counts.sent() == sent && counts.rejected() == bad.size(), "wrong counts " + reached);
    }

    /** @param isReplaced whether its file is another by now */
    void checkEnd(boolean isReplaced) {
        if (!now.isOver()) {
            violation("it has not ended: " + now.segment(0));
            return;
        }
        if (now.ending().failure() != null) {
            String code = now.ending().failure().code();
            boolean inevitable = code.equals("SOURCE_CHANGED") ? isReplaced : everyStartFailed();
            check(inevitable, "it has FAILED without need: " + now.ending().failure());
            return;
        }
        check(now.drained(), "it was never found to be drained");
        Counts whole = new Counts(landings.length, backup.badOffsets().size(), backup.blank());
        check(now.counts().equals(whole), "not all of it: " + now.counts());
        check(now.segment(0).checkpoint().offset() == backup.content().length, "it ended early");
        List<Long> rejected = rejects.offsets().stream().sorted().toList();
        check(rejected.equals(backup.badOffsets()), "wrong rejects: " + rejected);
        check((whole.rejected() == 0) == (now.status() == Status.COMPLETED), "it has ended as " + now.status());
    }

    /** Begun four times where it stands, it came to nothing each time, and not by itself. */
    private boolean everyStartFailed() {
        return starts >= Chains.MOST_STARTS && inVain.stream().allMatch(SimulatedProcess::hasSuffered);
    }
}
