package com.stockflare.restore.engine;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import java.time.Duration;
import java.util.Random;

/** An engine in a simulated world, and all that a test looks at. What a test does not set is as it should be. */
final class Bench {
    static final RestoreRequest REQUEST = request(0);

    static final RestoreRequest HEEDING_LAG =
            new RestoreRequest("Rates", "backups", "Rates/Rates_1.csv", null, "put-stream", 0, Decode.AUTO);

    final InMemorySink stream = new InMemorySink(REQUEST.stream(), 10);
    final InMemoryRejects rejects = new InMemoryRejects();
    final RecordingListener listener = new RecordingListener();
    Simulation simulation = new Simulation();
    BackupSource source;
    RecordSink sink = stream;
    RejectStore rejectStore = rejects;
    ProgressListener watcher = listener;
    StopSignal stop = StopSignal.NEVER;
    Tenure tenure = Tenure.ALONE;
    TableCatalog tables = TableCatalog.UNKNOWN;
    ConsumerLag lag = ConsumerLag.UNKNOWN;
    RestoreRequest request = REQUEST;
    EngineOptions options = options(1 << 10, Duration.ofSeconds(1));
    long seed = 1;

    /** Heeds no lag: who tests that it does says so. */
    static RestoreRequest request(int partitions) {
        return new RestoreRequest(
                "Rates",
                "backups",
                "Rates/Rates_1.csv",
                null,
                "put-stream",
                partitions,
                Decode.AUTO,
                MaxRejects.NONE,
                true,
                0,
                0,
                false);
    }

    /** The same without sending anything. */
    static RestoreRequest dry(RestoreRequest one) {
        return like(one, one.segments(), one.maxRejects(), true);
    }

    /** The same, of a file that is cut. */
    static RestoreRequest cut(RestoreRequest one, int segments, MaxRejects maxRejects) {
        return like(one, segments, maxRejects, one.dryRun());
    }

    private static RestoreRequest like(RestoreRequest one, int segments, MaxRejects maxRejects, boolean dryRun) {
        return new RestoreRequest(
                one.table(),
                one.bucket(),
                one.file(),
                one.versionId(),
                one.stream(),
                one.partitions(),
                one.decode(),
                maxRejects,
                one.ignoreLag(),
                segments,
                one.rate(),
                dryRun);
    }

    Bench(SampleBackup backup) {
        this(InMemorySource.of(backup.content()));
    }

    Bench(BackupSource source) {
        this.source = source;
    }

    static EngineOptions options(int partSizeBytes, Duration checkpointInterval) {
        return new EngineOptions(partSizeBytes, 3, 8, checkpointInterval, BinaryFormat.NODE, 25);
    }

    /** The calls fail as the script wants it from now on. */
    ScriptedSink calls(ScriptedSink.Script script) {
        ScriptedSink scripted = new ScriptedSink(stream, script);
        sink = scripted;
        return scripted;
    }

    /** The reads fail as the script wants it from now on. */
    FaultySource reads(FaultySource.Script script) {
        FaultySource faulty = new FaultySource(source, script);
        source = faulty;
        return faulty;
    }

    RestoreEngine engine() {
        EngineRuntime runtime = new EngineRuntime(options, simulation, simulation, new Random(seed));
        return new RestoreEngine(new RestoreEngine.Ports(source, sink, rejectStore, tables, lag, runtime));
    }

    RestoreJob job() {
        return new RestoreJob("r-1", request, source.head(request), Checkpoint.START);
    }

    Outcome run() {
        return run(Checkpoint.START);
    }

    Outcome run(Checkpoint from) {
        return engine().run(
                        job().withCheckpoint(from),
                        new RestoreEngine.Watch(stop, tenure, watcher, Duration.ZERO, false));
    }
}
