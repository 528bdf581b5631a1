package com.stockflare.restore.engine;

import com.stockflare.restore.engine.Faults.Outage;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.LagReading;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectsException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException.Reason;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.StreamShape;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** All that a simulated process calls, with what goes wrong on the way. Each call is two steps of the process. */
final class FaultyPorts implements BackupSource, RecordSink, RejectStore, ConsumerLag, FaultyLedger.Way {
    private final SimulatedProcess process;
    private final RestoreWorld world;
    private final Faults faults;
    private final FaultySource source;

    FaultyPorts(SimulatedProcess process, RestoreWorld world) {
        this.process = process;
        this.world = world;
        this.faults = world.faults();
        this.source = new FaultySource(world.files(), (number, range) -> readFault());
    }

    private boolean suffers(boolean fault) {
        if (fault) {
            process.suffer();
        }
        return fault;
    }

    private boolean suffers(double mostOften) {
        return suffers(faults.happens(mostOften));
    }

    @Override
    public BackupFile head(RestoreRequest request) {
        return process.call(() -> source.head(request));
    }

    @Override
    public InputStream open(BackupFile file, ByteRange range) {
        process.stepAside();
        return source.open(file, range);
    }

    private FaultySource.Fault readFault() {
        if (suffers(faults.isOut(Outage.SOURCE))) {
            return FaultySource.Fault.refused(Reason.SOURCE_UNREADABLE);
        }
        if (!suffers(0.2)) {
            return FaultySource.Fault.NONE;
        }
        int bytes = faults.random().nextInt(500);
        return faults.random().nextBoolean() ? FaultySource.Fault.shortBody(bytes) : FaultySource.Fault.broken(bytes);
    }

    @Override
    public StreamShape describe(String stream, Notes notes) {
        return process.call(() -> restore().stream().describe(stream, notes));
    }

    private RestoreAudit restore() {
        return world.audit().of(process.restoreId());
    }

    @Override
    public PutResult put(String name, Batch batch) {
        RestoreAudit restore = restore();
        InMemorySink stream = restore.stream();
        int before = stream.records().size();
        boolean answered = !suffers(0.1);
        PutResult result = (answered ? taken() : ScriptedSink.Fate.ANSWER_LOST).put(stream, name, batch);
        List<String> all = stream.records();
        restore.landed(process, all.subList(before, all.size()), answered);
        process.stepAside();
        return result;
    }

    private ScriptedSink.Fate taken() {
        boolean throttled = faults.isOut(Outage.THROTTLED);
        if (!suffers(throttled) && !suffers(0.2)) {
            return ScriptedSink.Fate.TAKEN;
        }
        double share = throttled ? 0.9 : faults.random().nextDouble();
        return ScriptedSink.Fate.failing(i -> faults.random().nextDouble() < share, throttled);
    }

    @Override
    public void write(RestoreJob job, ByteRange between, List<Reject> rejects) {
        boolean lost = suffers(0.1);
        boolean refused = suffers(0.1);
        process.call(() -> {
            if (!refused) {
                restore().rejects().write(job, between, rejects);
            }
            return null;
        });
        if (refused || lost) {
            throw new RejectsException("memory", "by script", null);
        }
    }

    @Override
    public long endBehind(RestoreJob job) {
        return process.call(() -> restore().rejects().endBehind(job));
    }

    @Override
    public LagReading read(String stream) {
        process.stepAside();
        Instant now = world.instant();
        if (faults.isOut(Outage.NO_READER)) {
            return new LagReading.NoReader();
        }
        return new LagReading.Behind(faults.isOut(Outage.LAG) ? Duration.ofHours(7) : Duration.ZERO, now);
    }

    /** What the ledger is asked for, it does, or does not, and may not be heard of. */
    @Override
    public <T> T call(String name, Supplier<T> method) {
        boolean refused = suffers(faults.isOut(Outage.LEDGER)) || suffers(0.01);
        boolean lost = suffers(0.02);
        T answer = process.call(() -> {
            T value = refused ? null : method.get();
            world.audit().ledgerCalled(process, RestoreWorld.IDS);
            return value;
        });
        if (refused || lost) {
            throw new LedgerException("memory", true, "by script", null);
        }
        return answer;
    }
}
