package com.stockflare.restore.engine;

import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A ledger whose calls go through whatever stands between it and who uses it. */
final class FaultyLedger implements Ledger {
    /** What stands between. */
    interface Way {
        /** @param name of the ledger's method */
        <T> T call(String name, Supplier<T> method);
    }

    private final Ledger ledger;
    private final Way way;

    FaultyLedger(Ledger ledger, Way way) {
        this.ledger = ledger;
        this.way = way;
    }

    @Override
    public Optional<RestoreState> find(String restoreId) {
        return way.call("find", () -> ledger.find(restoreId));
    }

    @Override
    public Optional<RestoreState> running(RestoreRequest request) {
        return way.call("running", () -> ledger.running(request));
    }

    @Override
    public Optional<Instant> lastCallsUntil(RestoreRequest request) {
        return way.call("lastCallsUntil", () -> ledger.lastCallsUntil(request));
    }

    @Override
    public boolean create(RestoreState restore, String instead) {
        return way.call("create", () -> ledger.create(restore, instead));
    }

    @Override
    public Optional<SegmentState> take(String restoreId, SegmentState seen, Holding holding) {
        return way.call("take", () -> ledger.take(restoreId, seen, holding));
    }

    @Override
    public SegmentState write(String restoreId, String holder, SegmentState next) {
        return way.call("write", () -> ledger.write(restoreId, holder, next));
    }

    @Override
    public boolean end(String restoreId, Ending ending) {
        return way.call("end", () -> ledger.end(restoreId, ending));
    }

    @Override
    public boolean changeRate(String restoreId, int rate) {
        return way.call("changeRate", () -> ledger.changeRate(restoreId, rate));
    }

    @Override
    public boolean request(String restoreId, Status wanted) {
        return way.call("request", () -> ledger.request(restoreId, wanted));
    }

    @Override
    public boolean reopen(RestoreState ended) {
        return way.call("reopen", () -> ledger.reopen(ended));
    }

    @Override
    public RestorePage newest(int most, String after) {
        return way.call("newest", () -> ledger.newest(most, after));
    }

    @Override
    public List<RestoreState> watched() {
        return way.call("watched", ledger::watched);
    }

    @Override
    public void unwatch(RestoreState ended, boolean drained) {
        way.call("unwatch", () -> {
            ledger.unwatch(ended, drained);
            return null;
        });
    }
}
