package com.stockflare.restore.engine;

import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectsException;
import com.stockflare.restore.model.RestoreJob;
import java.util.List;

/** Where rejects are kept. */
public interface RejectStore {
    /**
     * Writes the rejects that lie between two checkpoints, durably, before the second one counts. Writing the same
     * again is no error and changes nothing.
     *
     * @param between the two checkpoints' offsets
     * @param rejects at least one, in the order of their offsets
     * @throws RejectsException if they cannot be written
     */
    void write(RestoreJob job, ByteRange between, List<Reject> rejects);

    /**
     * The largest end of the rejects that begin at a job's checkpoint, from an attempt that did not live to write its
     * next one; 0 where there are none.
     *
     * @throws RejectsException if that cannot be found out
     */
    long endBehind(RestoreJob job);
}
