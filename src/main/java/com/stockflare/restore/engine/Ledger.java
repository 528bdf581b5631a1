package com.stockflare.restore.engine;

import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.LeaseLostException;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The account of all restores and their segments: it alone decides who may work on which. Every read sees every write
 * that was answered before it. Whatever cannot be done throws a {@link LedgerException}; its calls are tried again by
 * the adapter. Each try ends within a third of a lease; all of them together may take longer.
 */
public interface Ledger {
    Optional<RestoreState> find(String restoreId);

    /**
     * The restore that has not ended and reads the file of this name, in whatever state, into this table, unless forced. To
     * a dry run that is the dry run of them: it is in no other restore's way.
     */
    Optional<RestoreState> running(RestoreRequest request);

    /**
     * Until when, by the clock of whoever ended it, records may still arrive of a restore of this file and table that has
     * ended: a lease of it was good until then. Empty if none was. A moment that has passed says nothing.
     */
    Optional<Instant> lastCallsUntil(RestoreRequest request);

    /**
     * Writes down a restore that begins, and that it is the running one of its file and table.
     *
     * @param instead the id of the running one that it takes the place of, or null where there must be none
     * @return false, and nothing is changed, if there is a restore of its id, or another running one than that
     */
    boolean create(RestoreState restore, String instead);

    /**
     * Takes a segment's lease, if the segment is still as it was seen, and the restore has not ended.
     *
     * @param seen the segment when it was last read
     * @param holding the new lease
     * @return the segment as it is now; empty if it has changed
     */
    Optional<SegmentState> take(String restoreId, SegmentState seen, Holding holding);

    /**
     * Writes a segment, by who holds its lease.
     *
     * @param holder who it was taken for
     * @param next what it is to be
     * @return the segment as it is now
     * @throws LeaseLostException if the lease is not that holder's any more, or the checkpoint would go back
     */
    SegmentState write(String restoreId, String holder, SegmentState next);

    /**
     * Ends a restore: no lease of it is good from now on, and none can be taken.
     *
     * @return false if it has ended already, or is not there; or if it is to end CANCELLED, and that is not wanted any more
     */
    boolean end(String restoreId, Ending ending);

    /**
     * Changes how fast a restore may send. Whoever works on it hears of it with the next checkpoint.
     *
     * @param rate records a second, or 0 for as many as the stream takes
     * @return false if it has ended, or is not there
     */
    boolean changeRate(String restoreId, int rate);

    /**
     * Has a restore stop at its next checkpoints, or go on. Whoever works on it hears of it with the next checkpoint.
     *
     * @param wanted PAUSED, CANCELLED, or RUNNING
     * @return false if it has ended, or is not there; or if it is to be PAUSED that is to be CANCELLED
     */
    boolean request(String restoreId, Status wanted);

    /**
     * Takes an ended restore up again where it stood, as the running one of its file and table.
     *
     * @param ended the restore when it was last read
     * @return false, and nothing is changed, if it is not as it was, or another restore of its file and table is running
     */
    boolean reopen(RestoreState ended);

    /**
     * Restores, the newest first. One that has just begun may be missing; so may one that a later release has written.
     *
     * @param most how many, 1 to 100
     * @param after where the page before ended, or null for the first one
     * @throws InvalidRequestException if {@code after} is not the end of a page
     */
    RestorePage newest(int most, String after);

    /**
     * The restores that somebody has to look after: those that have not ended, and those that are not drained, but for
     * those that failed, and for dry runs. One that has just begun may be missing: whoever began it looks after it. So may one
     * that a later release has written.
     */
    List<RestoreState> watched();

    /**
     * Nobody has to look after an ended restore any more. Changes nothing if it has been taken up again since.
     *
     * @param ended the restore when it was last read
     * @param drained whether the consumer has read it all
     */
    void unwatch(RestoreState ended, boolean drained);
}
