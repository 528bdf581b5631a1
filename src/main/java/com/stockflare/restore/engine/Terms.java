package com.stockflare.restore.engine;

import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;

/**
 * What a run has to go by beside its own segment. Read again with each checkpoint, for it changes while the run goes on.
 *
 * @param workers how many segments of the restore may be worked on at once, this one among them: each has its part of every
 *     shard, and of the rate, also one that has not begun yet or stands still
 * @param rate how many records a second they may send together; 0 for as many as the stream takes
 * @param elsewhere what has become of the rows of the other segments
 * @param isLast whether all other segments are done
 * @param isToStop whether somebody wants the restore to stop
 */
public record Terms(int workers, int rate, Counts elsewhere, boolean isLast, boolean isToStop) {
    /** Of a run that has the whole file. */
    static Terms alone(RestoreRequest request) {
        return new Terms(1, request.rate(), Counts.NONE, true, false);
    }

    /** @param mostSegments that are worked on at once */
    static Terms of(RestoreState restore, int segment, int mostSegments) {
        Counts elsewhere = Counts.NONE;
        int open = 0;
        for (SegmentState other : restore.segments()) {
            if (other.number() != segment) {
                elsewhere = elsewhere.plus(other.checkpoint().counts());
                open += other.isDone() ? 0 : 1;
            }
        }
        return new Terms(
                Math.min(open + 1, mostSegments), restore.request().rate(), elsewhere, open == 0, restore.isToStop());
    }
}
