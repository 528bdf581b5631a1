package com.stockflare.restore.engine;

import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectsException;
import com.stockflare.restore.model.RestoreJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rejects in memory, by the checkpoints that they lie between. */
final class InMemoryRejects implements RejectStore {
    private final Map<ByteRange, List<Reject>> written = new LinkedHashMap<>();
    private int failures;
    private int attempts;
    private long mostBytesAtOnce;

    /** So many writes from now on fail. */
    void failNext(int count) {
        failures = count;
    }

    int attempts() {
        return attempts;
    }

    long mostBytesAtOnce() {
        return mostBytesAtOnce;
    }

    /** All of them, in the order in which they were written. */
    List<Reject> all() {
        return written.values().stream().flatMap(List::stream).toList();
    }

    List<Long> offsets() {
        return all().stream().map(Reject::offset).toList();
    }

    @Override
    public long endBehind(RestoreJob job) {
        return written.keySet().stream()
                .filter(range -> range.from() == job.checkpoint().offset())
                .mapToLong(ByteRange::to)
                .max()
                .orElse(0);
    }

    @Override
    public void write(RestoreJob job, ByteRange between, List<Reject> rejects) {
        attempts++;
        if (failures > 0) {
            failures--;
            throw new RejectsException("memory", "by script", null);
        }
        for (Reject reject : rejects) {
            if (reject.offset() < between.from() || reject.offset() >= between.to()) {
                throw new IllegalArgumentException(reject.offset() + " is not in " + between);
            }
        }
        written.putIfAbsent(between, new ArrayList<>(rejects));
        long bytes = rejects.stream()
                .mapToLong(r -> r.row() == null ? 0 : r.row().length)
                .sum();
        mostBytesAtOnce = Math.max(mostBytesAtOnce, bytes);
    }
}
