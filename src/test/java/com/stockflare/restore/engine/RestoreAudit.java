package com.stockflare.restore.engine;

import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Watches one restore of a simulated world. */
final class RestoreAudit {
    private final SampleBackup backup;
    private final Audit audit;
    private final World world;
    private final InMemorySink stream = new InMemorySink(Bench.REQUEST.stream(), 2);
    private final InMemoryRejects rejects = new InMemoryRejects();
    private final Map<String, Integer> rows = new HashMap<>();
    private final Landing[] landings;
    private final List<SegmentAudit> segments = new ArrayList<>();
    private RestoreState now;

    /** When a segment was done, so that the turn of another came. */
    private Instant turn;

    /** Another restore of the file ran when somebody wanted to take this one up again. */
    private boolean keptFromGoingOn;

    /**
     * What is known of the world.
     *
     * @param kind whether nothing goes wrong
     * @param mostSegments that may be worked on at once
     * @param begins when the first segment may be taken at the earliest
     */
    record World(boolean kind, int mostSegments, Instant begins) {}

    /** A record has arrived. */
    private record Landing(SimulatedProcess by, boolean answered) {}

    RestoreAudit(RestoreState created, SampleBackup backup, Audit audit, World world) {
        this.now = created;
        this.backup = backup;
        this.audit = audit;
        this.world = world;
        this.turn = world.begins();
        this.landings = new Landing[backup.payloads().size()];
        for (int i = 0; i < landings.length; i++) {
            rows.put(backup.payloads().get(i), i);
        }
        for (SegmentState segment : created.segments()) {
            segments.add(new SegmentAudit(this, segment.number()));
        }
        note("begun, " + backup.content().length + " bytes, " + segments.size() + " segments");
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

    boolean isKind() {
        return world.kind();
    }

    int attempts() {
        return segments.stream().mapToInt(SegmentAudit::attempts).sum();
    }

    boolean isHolder(SimulatedProcess process) {
        return segments.get(process.segment()).isHolder(process, now.segment(process.segment()));
    }

    /** Whether it has ended and been taken up again since: such a process may not have heard of that yet. */
    boolean hasEndedSinceTaken(SimulatedProcess process) {
        return segments.get(process.segment()).hasEndedSinceTaken(process);
    }

    /** Records have arrived. */
    void landed(SimulatedProcess by, List<String> records, boolean answered) {
        long start = segments.get(by.segment()).offsetOf(by);
        for (String record : records) {
            Integer row = rows.get(record);
            if (row == null) {
                violation("a record that is not of its file");
                return;
            }
            check(backup.ends().get(row) > start, "row " + row + " lies before the attempt's start");
            Landing before = landings[row];
            check(before == null || before.by() != by || !before.answered(), "row " + row + " twice for no reason");
            check(
                    before == null || before.by().segment() == by.segment(),
                    "row " + row + " is of two segments, of which one is " + by.segment());
            landings[row] = new Landing(by, answered);
        }
    }

    void note(String what) {
        audit.note(now.restoreId() + ": " + what);
    }

    private void violation(String what) {
        audit.violation(now.restoreId() + ": " + what);
    }

    void check(boolean good, String otherwise) {
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
        if (before.isOver() && !next.isOver()) {
            note("taken up again");
            segments.forEach(SegmentAudit::reopened);
            check(next.equals(before.reopened()), "it is not taken up as it was: " + next);
            return;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!before.segment(i).equals(next.segment(i)) && (before.isOver() || !next.isOver())) {
                check(!before.isOver(), "its segment was written after its end");
                segments.get(i).changed(before.segment(i), next.segment(i), by, turn);
                turn = next.segment(i).isDone() ? next.segment(i).changedAt() : turn;
            }
        }
        long held = next.segments().stream()
                .filter(s -> s.holding() != null && !s.isDone())
                .count();
        check(held <= world.mostSegments(), held + " segments are worked on at once");
        if (!before.isOver() && next.isOver()) {
            note(next.status() + " by " + (by == null ? "somebody" : "p" + by.number())
                    + (next.ending().failure() == null
                            ? ""
                            : " " + next.ending().failure().code()));
        }
    }

    /** @param isClean whether nothing may have been sent beyond the checkpoint */
    void checkGivenUp(SimulatedProcess by, long offset, boolean isClean) {
        check(!audit.isSending(by), "given up while p" + by.number() + " sends");
        for (int i = 0; i < landings.length && isClean; i++) {
            boolean ahead = landings[i] != null
                    && landings[i].by() == by
                    && backup.ends().get(i) > offset;
            check(!ahead, "row " + i + " was sent beyond the checkpoint of a clean hop");
        }
    }

    /** All rows of a segment before a new checkpoint have arrived or are in the rejects, and the counts say so. */
    void checkSettled(SegmentState before, SegmentState next) {
        long start = next.range().from();
        long offset = next.checkpoint().offset();
        int sent = 0;
        for (int i = 0; i < landings.length; i++) {
            long end = backup.ends().get(i);
            if (end > start && end <= offset) {
                sent++;
                check(landings[i] != null || end <= before.checkpoint().offset(), "row " + i + " is lost");
            }
        }
        List<Long> bad = backup.badOffsets().stream()
                .filter(o -> o >= start && o < offset)
                .toList();
        check(rejects.offsets().containsAll(bad), "a reject before " + offset + " is lost");
        Counts counts = next.checkpoint().counts();
        check(counts.sent() == sent && counts.rejected() == bad.size(), "wrong counts " + next.checkpoint());
    }

    void isKeptFromGoingOn() {
        keptFromGoingOn = true;
    }

    /** @param isReplaced whether its file is another by now */
    void checkEnd(boolean isReplaced) {
        if (!now.isOver()) {
            violation("it has not ended: " + now.segments());
            return;
        }
        if (now.status() == Status.CANCELLED) {
            check(keptFromGoingOn, "it was left cancelled");
            return;
        }
        if (now.ending().failure() != null) {
            String code = now.ending().failure().code();
            boolean inevitable = code.equals("SOURCE_CHANGED")
                    ? isReplaced
                    : segments.stream().anyMatch(SegmentAudit::everyStartFailed);
            check(inevitable, "it has FAILED without need: " + now.ending().failure());
            return;
        }
        check(now.drained(), "it was never found to be drained");
        Counts whole = new Counts(landings.length, backup.badOffsets().size(), backup.blank());
        check(now.counts().equals(whole), "not all of it: " + now.counts());
        checkJoined();
        List<Long> rejected = rejects.offsets().stream().sorted().toList();
        check(rejected.equals(backup.badOffsets()), "wrong rejects: " + rejected);
        check((whole.rejected() == 0) == (now.status() == Status.COMPLETED), "it has ended as " + now.status());
    }

    private void checkJoined() {
        long end = 0;
        for (SegmentState segment : now.segments()) {
            check(segment.range().from() == end, segment.range() + " does not begin at " + end);
            end = segment.checkpoint().offset();
        }
        check(end == backup.content().length, "it ended early");
    }
}
