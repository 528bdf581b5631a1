package com.stockflare.restore.engine;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.RestoreRequest;

/** A run's right to work on a segment, and where its checkpoints are kept. Used on the engine's thread only. */
public interface Tenure {
    /** Of whoever is alone: checkpoints are kept nowhere. */
    Tenure ALONE = new Tenure() {
        @Override
        public void keep(Checkpoint reached, Flow flow) {}

        @Override
        public Terms terms(RestoreRequest request) {
            return Terms.alone(request);
        }

        @Override
        public boolean mayCall() {
            return true;
        }

        @Override
        public void ended(boolean callsUnderWay) {}
    };

    /**
     * Keeps a checkpoint, the same one as before or a later one, and with it renews the right.
     *
     * @param flow how the run gets on
     * @throws LeaseLostException if the right is somebody else's now
     * @throws LedgerException if it cannot be told
     */
    void keep(Checkpoint reached, Flow flow);

    /** What to go by, as it was about when the checkpoint before the last was kept. */
    Terms terms(RestoreRequest request);

    /** Whether a call that is begun now ends while the right still lasts. If not, {@link #keep} comes first. */
    boolean mayCall();

    /**
     * The run has ended.
     *
     * @param callsUnderWay whether records may still arrive that it has sent
     */
    void ended(boolean callsUnderWay);
}
