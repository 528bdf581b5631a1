package com.stockflare.restore.engine;

import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A ledger for one process: nobody else sees it, so it guards against nothing outside. */
public final class InMemoryLedger implements Ledger {
    private static final Comparator<RestorePage.Place> ORDER =
            Comparator.comparing(RestorePage.Place::createdAt).thenComparing(RestorePage.Place::restoreId);

    private final InstantSource clock;
    private final Map<String, RestoreState> restores = new HashMap<>();
    private final Map<Target, String> running = new HashMap<>();
    private final Map<Target, Instant> lastCallsUntil = new HashMap<>();
    private final Set<String> watched = new HashSet<>();

    private record Target(String bucket, String file, String table, boolean dryRun) {
        static Target of(RestoreRequest request) {
            return new Target(request.bucket(), request.file(), request.table(), request.dryRun());
        }
    }

    public InMemoryLedger(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<RestoreState> find(String restoreId) {
        return Optional.ofNullable(restores.get(restoreId));
    }

    @Override
    public synchronized Optional<RestoreState> running(RestoreRequest request) {
        return Optional.ofNullable(running.get(Target.of(request))).map(restores::get);
    }

    @Override
    public synchronized Optional<Instant> lastCallsUntil(RestoreRequest request) {
        return Optional.ofNullable(lastCallsUntil.get(Target.of(request)));
    }

    @Override
    public synchronized boolean create(RestoreState restore, String instead) {
        String other = running.get(Target.of(restore.request()));
        if (restores.containsKey(restore.restoreId()) || (other != null && !other.equals(instead))) {
            return false;
        }
        restores.put(restore.restoreId(), restore);
        running.put(Target.of(restore.request()), restore.restoreId());
        watched.add(restore.restoreId());
        return true;
    }

    @Override
    public synchronized Optional<SegmentState> take(String restoreId, SegmentState seen, Holding holding) {
        RestoreState restore = restores.get(restoreId);
        if (restore == null
                || restore.isOver()
                || !restore.segment(seen.number()).hasStoodStillSince(seen)) {
            return Optional.empty();
        }
        return Optional.of(put(restore, seen.takenBy(holding)));
    }

    @Override
    public synchronized SegmentState write(String restoreId, String holder, SegmentState next) {
        RestoreState restore = restores.get(restoreId);
        SegmentState now = restore == null ? null : restore.segment(next.number());
        if (now == null
                || restore.isOver()
                || now.holding() == null
                || !now.holding().holder().equals(holder)
                || now.checkpoint().offset() > next.checkpoint().offset()) {
            throw new LeaseLostException(restoreId, next.number());
        }
        return put(restore, next);
    }

    private SegmentState put(RestoreState restore, SegmentState segment) {
        SegmentState written = segment.changedAt(clock.instant());
        restores.put(restore.restoreId(), restore.withSegment(written));
        return written;
    }

    @Override
    public synchronized boolean end(String restoreId, Ending ending) {
        RestoreState restore = restores.get(restoreId);
        if (restore == null || !restore.mayEnd(ending)) {
            return false;
        }
        restores.put(restoreId, restore.ended(ending));
        Target target = Target.of(restore.request());
        if (running.remove(target, restoreId)) {
            restore.lastCallsUntil(clock.instant()).ifPresent(until -> lastCallsUntil.put(target, until));
        }
        if (!restore.isWatchedAfter(ending)) {
            watched.remove(restoreId);
        }
        return true;
    }

    @Override
    public synchronized boolean request(String restoreId, Status wanted) {
        RestoreState restore = restores.get(restoreId);
        if (restore == null || !restore.mayRequest(wanted)) {
            return false;
        }
        restores.put(restoreId, restore.withRequested(wanted));
        return true;
    }

    @Override
    public synchronized boolean reopen(RestoreState ended) {
        RestoreState restore = restores.get(ended.restoreId());
        Target target = Target.of(ended.request());
        if (restore == null || !Objects.equals(restore.ending(), ended.ending()) || running.containsKey(target)) {
            return false;
        }
        restores.put(ended.restoreId(), restore.reopened());
        running.put(target, ended.restoreId());
        watched.add(ended.restoreId());
        return true;
    }

    @Override
    public synchronized RestorePage newest(int most, String after) {
        Optional<RestorePage.Place> end = Optional.ofNullable(after).map(RestorePage.Place::of);
        List<RestoreState> rest = restores.values().stream()
                .filter(restore -> end.isEmpty() || ORDER.compare(place(restore), end.get()) < 0)
                .sorted((one, other) -> ORDER.compare(place(other), place(one)))
                .toList();
        List<RestoreState> page = rest.subList(0, Math.min(most, rest.size()));
        return new RestorePage(
                page, page.size() < rest.size() ? place(page.get(most - 1)).toString() : null);
    }

    private static RestorePage.Place place(RestoreState restore) {
        return new RestorePage.Place(restore.createdAt().toString(), restore.restoreId());
    }

    @Override
    public synchronized boolean changeRate(String restoreId, int rate) {
        RestoreState restore = restores.get(restoreId);
        if (restore == null || restore.isOver()) {
            return false;
        }
        restores.put(restoreId, restore.withRate(rate));
        return true;
    }

    @Override
    public synchronized List<RestoreState> watched() {
        return watched.stream().map(restores::get).toList();
    }

    @Override
    public synchronized void unwatch(RestoreState ended, boolean drained) {
        RestoreState restore = restores.get(ended.restoreId());
        if (restore != null && restore.isOver() && restore.ending().equals(ended.ending())) {
            restores.put(restore.restoreId(), restore.withDrained(drained));
            watched.remove(restore.restoreId());
        }
    }
}
