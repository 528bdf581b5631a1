package com.stockflare.restore.engine;

import com.stockflare.restore.model.Checkpoint;
import java.util.ArrayList;
import java.util.List;

/** Keeps all that it is told. */
class RecordingListener implements ProgressListener {
    private final List<Progress> progress = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    List<Progress> all() {
        return progress;
    }

    List<String> notes() {
        return notes;
    }

    /** The last checkpoint, or the one to begin with where there was none. */
    Checkpoint lastOr(Checkpoint first) {
        return progress.isEmpty() ? first : progress.get(progress.size() - 1).checkpoint();
    }

    @Override
    public void progress(Progress newProgress) {
        progress.add(newProgress);
    }

    @Override
    public void note(String sentence) {
        notes.add(sentence);
    }
}
