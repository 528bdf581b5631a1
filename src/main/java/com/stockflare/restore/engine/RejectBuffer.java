package com.stockflare.restore.engine;

import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RestoreJob;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The rejects since the last checkpoint, which are written just before the next. */
final class RejectBuffer {
    /** Rows that are held, in bytes, before they have to be written. One more may come on top, of at most 8 MiB. */
    private static final long FULL_BYTES = 4 << 20;

    /** What a reject takes beside its row, as a rule of thumb. */
    private static final long BYTES_BESIDE_ROW = 200;

    private final RejectStore store;
    private final RestoreJob job;
    private final Retry retry;
    private final List<Reject> waiting = new ArrayList<>();
    private long bytes;
    private long writtenTo;

    /**
     * Where rejects end that have been written, or that somebody began to write: by earlier attempts, behind the
     * checkpoint that this run begins with, and by this run's last try. They are cut there again: the same rejects make
     * the same files, and none stands in two.
     */
    private final NavigableSet<Long> cuts = new TreeSet<>();

    RejectBuffer(RejectStore store, RestoreJob job, Retry retry) {
        this.store = store;
        this.job = job;
        this.retry = retry;
        this.writtenTo = job.checkpoint().offset();
    }

    void add(Reject reject) {
        waiting.add(reject);
        bytes += sizeOf(reject);
    }

    boolean isFull() {
        return bytes >= FULL_BYTES;
    }

    /**
     * Finds what earlier attempts have written that did not live to write the checkpoint after it; those of a dry run have
     * not. Also after one that ended well: it may have been held before it had come as far as the one before it.
     */
    void lookForEarlier() {
        if (job.request().dryRun()) {
            return;
        }
        long from = writtenTo;
        for (long to = endBehind(from); to > from; to = endBehind(from)) {
            cuts.add(to);
            from = to;
        }
    }

    private long endBehind(long offset) {
        return retry.call(
                () -> store.endBehind(job.withCheckpoint(job.checkpoint().advance(offset, Counts.NONE))));
    }

    /** Whether a checkpoint may lie there: not within what has been written already. */
    boolean canBeCutAt(long offset) {
        return cuts.isEmpty() || offset >= cuts.last();
    }

    /**
     * Writes the rejects before the offset of the next checkpoint; those behind it wait for the one after.
     *
     * @return false if the checkpoint must not move yet, since it would lie between two cuts
     */
    boolean writeUpTo(long offset) {
        if (cuts.isEmpty() || offset > cuts.last()) {
            cuts.add(offset);
        }
        while (!cuts.isEmpty() && cuts.first() <= offset) {
            write(cuts.first());
            cuts.pollFirst();
        }
        return writtenTo == offset;
    }

    private void write(long offset) {
        List<Reject> due = waiting.stream().filter(r -> r.offset() < offset).toList();
        if (!due.isEmpty()) {
            ByteRange between = new ByteRange(writtenTo, offset);
            retry.call(() -> {
                store.write(job, between, due);
                return due;
            });
            waiting.subList(0, due.size()).clear();
            bytes -= due.stream().mapToLong(RejectBuffer::sizeOf).sum();
        }
        writtenTo = offset;
    }

    private static long sizeOf(Reject reject) {
        return BYTES_BESIDE_ROW + (reject.row() == null ? 0 : reject.row().length);
    }
}
