package com.stockflare.restore.engine;

import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RestoreJob;
import java.util.ArrayList;
import java.util.List;

/** The rejects since the last checkpoint, which are written just before the next. */
final class RejectBuffer {
    /** Rows that are held, in bytes, before they have to be written. One more may come on top, of at most 8 MiB. */
    private static final long FULL_BYTES = 4 << 20;

    /** What a reject takes beside its row, as a rule of thumb. */
    private static final long BYTES_BESIDE_ROW = 200;

    private final RejectStore store;
    private final RestoreJob job;
    private final Runnable beforeCall;
    private final Retry retry;
    private final List<Reject> waiting = new ArrayList<>();
    private long bytes;
    private long writtenTo;

    /** Up to here an earlier attempt has written rejects behind the checkpoint that this run begins with. */
    private long earlierTo;

    /** @param beforeCall run before each attempt to write: throws if it must not be made any more */
    RejectBuffer(RejectStore store, RestoreJob job, Runnable beforeCall, Retry retry) {
        this.store = store;
        this.job = job;
        this.beforeCall = beforeCall;
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

    /** @param afterFailure whether an earlier attempt may have written rejects whose checkpoint it did not */
    void lookForEarlier(boolean afterFailure) {
        earlierTo = afterFailure ? retry.call(() -> store.endBehind(job)) : 0;
    }

    /**
     * Writes the rejects before the offset of the next checkpoint; those behind it wait for the one after. What an
     * earlier attempt has written is cut where it cut: the same rejects make the same files, and none stands in two.
     *
     * @return false if the checkpoint must not move yet, since it would lie within those
     */
    boolean writeUpTo(long offset) {
        if (writtenTo < earlierTo) {
            if (offset < earlierTo) {
                return offset == writtenTo;
            }
            write(earlierTo);
        }
        write(offset);
        return true;
    }

    private void write(long offset) {
        List<Reject> due = waiting.stream().filter(r -> r.offset() < offset).toList();
        if (!due.isEmpty()) {
            ByteRange between = new ByteRange(writtenTo, offset);
            retry.call(() -> {
                beforeCall.run();
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
