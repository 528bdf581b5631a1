package com.stockflare.restore.local;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Decides what goes wrong with a PutRecords call. It may be asked by several threads at once. */
@FunctionalInterface
public interface PutRecordsFaults {
    /** Asked before a record is accepted. It may also block, and so hold the call back until a test lets it go. */
    PutRecordsFault on(PutRecordsCall call);

    static PutRecordsFaults none() {
        return call -> PutRecordsFault.none();
    }

    /** The first fault for the first call from now on, and so on; then nothing goes wrong any more. */
    static PutRecordsFaults inOrder(PutRecordsFault... faults) {
        Queue<PutRecordsFault> left = new ConcurrentLinkedQueue<>(List.of(faults));
        return call -> {
            PutRecordsFault next = left.poll();
            return next == null ? PutRecordsFault.none() : next;
        };
    }
}
