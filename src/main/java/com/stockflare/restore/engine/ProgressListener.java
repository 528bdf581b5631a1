package com.stockflare.restore.engine;

/** Told how a run is getting on, on the engine's thread: it should not take long. */
public interface ProgressListener extends Notes {
    /** Called at every checkpoint, at least every {@link EngineOptions#checkpointInterval()} while rows are settled. */
    void progress(Progress progress);
}
