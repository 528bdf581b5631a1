package com.stockflare.restore.engine;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.TablePatterns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A bench with a ledger and chains. Whoever is invoked to go on is only noted. */
final class ChainsBench {
    static final Duration LEASE = Duration.ofSeconds(30);
    static final String ID = "r-1";
    static final int MOST_SEGMENTS = 2;

    private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

    /** By so much the clock of whoever writes into the ledger is behind. */
    Duration ledgerIsBehind = Duration.ZERO;

    final Bench bench;
    final InMemoryLedger memory = new InMemoryLedger(() -> now().minus(ledgerIsBehind));
    final List<RestoreJob> invoked = new ArrayList<>();
    final List<RestoreState> ended = new ArrayList<>();
    Ledger ledger = memory;
    Continuation continuation = invoked::add;
    StopSignal stop = StopSignal.NEVER;

    /** Each part of the file, of 1 KiB, takes a while: three at a time are fetched. */
    TablePatterns tables = TablePatterns.ANY;

    ChainsBench(SampleBackup backup) {
        bench = new Bench(backup);
        bench.simulation.gets(() -> Duration.ofMillis(300).toNanos());
    }

    /** The time of an invocation from now on: it stops to read after so long, and has a second to settle what it has. */
    void stopAfter(Duration reading) {
        long end = simulation().nanos() + reading.plusSeconds(2).toNanos();
        stop = new Deadline(() -> Duration.ofNanos(end - simulation().nanos()).toMillis(), 2_000);
    }

    Simulation simulation() {
        return bench.simulation;
    }

    Instant now() {
        return BEGIN.plusNanos(bench.simulation.nanos());
    }

    /** From now on something stands between the chains and the ledger. */
    void onTheWay(FaultyLedger.Way way) {
        ledger = new FaultyLedger(memory, way);
    }

    /** Something happens before the next call of a method of the ledger. */
    void beforeNext(String method, Runnable what) {
        onTheWay(new FaultyLedger.Way() {
            private boolean done;

            @Override
            public <T> T call(String name, Supplier<T> call) {
                if (name.equals(method) && !done) {
                    done = true;
                    what.run();
                }
                return call.get();
            }
        });
    }

    Chains.Rules rules() {
        return new Chains.Rules(this::now, LEASE, MOST_SEGMENTS, tables, ended::add);
    }

    /** Of a new process. */
    Chains chains() {
        bench.seed++;
        return new Chains(bench.engine(), ledger, continuation, rules());
    }

    Chains.Start start(String id) {
        return new Chains.Start(id, bench.request, false);
    }

    Chains.Invocation invocation() {
        return new Chains.Invocation(stop, job -> bench.watcher);
    }

    HopResult begin() {
        return begin(ID);
    }

    HopResult begin(String id) {
        return chains().begin(start(id), invocation());
    }

    /** Goes on as the ledger has it. */
    HopResult goOn() {
        return goOn(0);
    }

    HopResult goOn(int segment) {
        return chains().goOn(restore().job(segment), invocation());
    }

    /** Begun, and not yet worked on. */
    RestoreState created() {
        return created(1);
    }

    RestoreState created(int segments) {
        RestoreState restore = RestoreState.cut(
                new RestoreJob(ID, bench.request, bench.source.head(bench.request), Checkpoint.START), segments, now());
        memory.create(restore, null);
        return restore;
    }

    RestoreState restore() {
        return memory.find(ID).orElseThrow();
    }

    SegmentState segment() {
        return restore().segment(0);
    }
}
