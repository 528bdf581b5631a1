package com.stockflare.restore.engine;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.StreamShape;
import java.io.InputStream;
import java.util.List;

/** The world of a process that dies at a step: just before or just after it is done. A step is a call of any port. */
final class KilledWorld implements BackupSource, RecordSink, RejectStore, Tenure, ProgressListener {
    /** The process has ended here. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final InMemorySink stream;
    private final BackupSource source;
    private final RejectStore rejects;
    private final RecordingListener listener;
    private int left;
    private int takenBefore;
    private Checkpoint kept = Checkpoint.START;

    /** Puts itself between the engine and all that the engine works with. */
    KilledWorld(Bench bench) {
        stream = bench.stream;
        source = bench.source;
        rejects = bench.rejectStore;
        listener = bench.listener;
        bench.source = this;
        bench.sink = this;
        bench.rejectStore = this;
        bench.tenure = this;
        bench.watcher = this;
    }

    /** So many half steps, from now on. */
    void liveFor(int halfSteps) {
        left = halfSteps;
        takenBefore = stream.records().size();
    }

    /** What the stream has taken since {@link #liveFor}. */
    List<String> takenInThisLife() {
        List<String> all = stream.records();
        return all.subList(takenBefore, all.size());
    }

    @Override
    public Terms terms(RestoreRequest request) {
        return Terms.alone(request);
    }

    /** What the next life goes on from. */
    Checkpoint kept() {
        return kept;
    }

    private void live() {
        if (left-- <= 0) {
            throw new Killed();
        }
    }

    @Override
    public BackupFile head(RestoreRequest request) {
        return source.head(request);
    }

    @Override
    public InputStream open(BackupFile file, ByteRange range) {
        live();
        return source.open(file, range);
    }

    @Override
    public StreamShape describe(String name, Notes notes) {
        return stream.describe(name, notes);
    }

    @Override
    public PutResult put(String name, Batch batch) {
        live();
        PutResult result = stream.put(name, batch);
        live();
        return result;
    }

    @Override
    public void write(RestoreJob job, ByteRange between, List<Reject> due) {
        live();
        rejects.write(job, between, due);
        live();
    }

    @Override
    public long endBehind(RestoreJob job) {
        live();
        return rejects.endBehind(job);
    }

    @Override
    public void keep(Checkpoint reached, Flow flow) {
        live();
        kept = reached;
        live();
    }

    @Override
    public boolean mayCall() {
        return true;
    }

    @Override
    public void ended(boolean callsUnderWay) {}

    @Override
    public void progress(Progress progress) {
        listener.progress(progress);
    }

    @Override
    public void note(String sentence) {
        listener.note(sentence);
    }
}
