package com.stockflare.restore.engine;

import com.stockflare.restore.backup.Chunk;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a file part by part, within a range several ahead of whoever takes them. Holds {@code partsAhead + 1} parts in
 * memory, however large the file. A body that breaks off is continued at the exact byte.
 *
 * <p>Parts follow the pace at which they are used: what was fetched ahead when a run stops has to be fetched again by the
 * next one, unless it can be used up before. So a part is as long as lasts for two seconds, and parts for one more second
 * are fetched ahead, within the limits of the options.
 *
 * <p>Behind the range, up to the end of the file, is what is left of a row that begins in it. Nobody knows how much that
 * is, so it is read in parts that begin small, each as long as all before it.
 */
final class PartReader implements Chunk.Source, AutoCloseable {
    private static final double PART_SECONDS = 2;
    private static final double SECONDS_AHEAD = 1;
    private static final int LEAST_PART_BYTES = 64 << 10;

    /** Parts begin small, for nothing is known of the pace, and grow so many times at once at most. */
    private static final int FIRST_PART_BYTES = 256 << 10;

    private static final int MOST_GROWTH = 4;

    /** Without a byte of a part: the file is out of reach. Meanwhile what has been read is settled. */
    private static final Duration MOST_TIME_STANDING_STILL = Duration.ofMinutes(1);

    private static final String BROKEN_OFF = "the connection broke off";

    private final BackupSource source;
    private final BackupFile file;
    private final EngineOptions options;
    private final ExecutorService threads;
    private final Ticker ticker;
    private final Retry retry;
    private final AtomicLong bytesRead = new AtomicLong();
    private final Queue<Part> ahead = new ArrayDeque<>();
    private final Queue<byte[]> free = new ArrayDeque<>();
    private final ByteRange range;
    private long next;
    private boolean fetchesNoMore;
    private int partBytes;
    private int partsAhead;
    private Chunk taken;
    private long takenAt;

    /** A part that is being fetched. */
    private record Part(ByteRange range, Future<Chunk> chunk) {}

    PartReader(BackupSource source, BackupFile file, ByteRange range, EngineRuntime runtime) {
        this.source = source;
        this.file = file;
        this.range = range;
        this.next = range.from();
        this.options = runtime.options();
        this.partBytes = Math.min(FIRST_PART_BYTES, options.partSizeBytes());
        this.partsAhead = options.partsAhead();
        this.threads = runtime.threads();
        this.ticker = runtime.ticker();
        this.retry = runtime.retry().forAtLeast(MOST_TIME_STANDING_STILL);
    }

    /** Fetched so far, also what nobody has taken yet. */
    long bytesRead() {
        return bytesRead.get();
    }

    /**
     * Fetches ahead, and waits for the next part, so long at most. The part that was taken before may be overwritten
     * from now on.
     *
     * @return whether {@link #next} has an answer at once
     */
    boolean isReady(long nanos) {
        fetchAhead();
        Part first = ahead.peek();
        try {
            return first == null || ticker.isDone(first.chunk(), nanos);
        } catch (InterruptedException e) {
            throw interrupted(first, e);
        }
    }

    @Override
    public Chunk next() {
        fetchAhead();
        Part first = ahead.poll();
        if (first != null) {
            taken = result(first);
            takenAt = ticker.nanos();
        }
        return taken;
    }

    /** Whoever takes parts is about to stop: no further one is fetched ahead. */
    void fetchNoMore() {
        fetchesNoMore = true;
    }

    /** Whether there is nothing more to take, only because no more was to be fetched. */
    boolean isDrained() {
        return fetchesNoMore && ahead.isEmpty() && hasNext();
    }

    private boolean hasNext() {
        return next < file.size();
    }

    /** Has the next parts fetched, as many as may be ahead. */
    void fetchAhead() {
        if (taken != null) {
            followPace(taken.length());
            free.add(taken.bytes());
            taken = null;
        }
        while (!fetchesNoMore && hasNext() && ahead.size() < (next < range.to() ? partsAhead : 1)) {
            ByteRange part = new ByteRange(next, next + lengthOfNext());
            next = part.to();
            byte[] pooled = free.poll();
            byte[] bytes = pooled != null && pooled.length >= part.length() ? pooled : new byte[(int) part.length()];
            ahead.add(new Part(part, threads.submit(() -> fetch(part, bytes))));
        }
    }

    private void followPace(int bytes) {
        double bytesASecond = bytes * 1e9 / Math.max(1, ticker.nanos() - takenAt);
        double most = Math.min(options.partSizeBytes(), (double) MOST_GROWTH * partBytes);
        partBytes = (int) Math.min(most, Math.max(LEAST_PART_BYTES, PART_SECONDS * bytesASecond));
        double parts = Math.ceil(SECONDS_AHEAD * bytesASecond / partBytes);
        partsAhead = (int) Math.max(1, Math.min(options.partsAhead(), parts));
    }

    private long lengthOfNext() {
        long inRange = range.to() - next;
        return inRange > 0
                ? Math.min(inRange, partBytes)
                : Math.min(
                        Math.min(file.size() - next, options.partSizeBytes()),
                        Math.max(LEAST_PART_BYTES, next - range.to()));
    }

    private Chunk result(Part part) {
        try {
            return part.chunk().get();
        } catch (InterruptedException e) {
            throw interrupted(part, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a part could not be fetched", e.getCause());
        }
    }

    private SourceException interrupted(Part part, InterruptedException e) {
        Thread.currentThread().interrupt();
        return unreadable(part.range().from(), "the restore was interrupted", e);
    }

    /** Attempts count anew whenever at least one byte has come: only standing still is given up. */
    private Chunk fetch(ByteRange part, byte[] bytes) {
        int length = 0;
        int attempt = 0;
        long since = ticker.nanos();
        while (length < part.length()) {
            int before = length;
            SourceException failure = null;
            try (InputStream body = source.open(file, part.startingAt(part.from() + length))) {
                int read;
                while (length < part.length()
                        && !Thread.currentThread().isInterrupted()
                        && (read = body.read(bytes, length, (int) part.length() - length)) >= 0) {
                    length += read;
                    bytesRead.addAndGet(read);
                }
            } catch (IOException e) {
                failure = unreadable(part.from() + length, reason(e), e);
            } catch (SourceException e) {
                failure = e;
            }
            if (length < part.length()) {
                boolean moved = length > before;
                attempt = moved ? 1 : attempt + 1;
                since = moved ? ticker.nanos() : since;
                pause(attempt, since, failure == null ? unreadable(part.from() + length, BROKEN_OFF, null) : failure);
            }
        }
        return new Chunk(bytes, length);
    }

    private void pause(int attempt, long since, SourceException failure) {
        if (Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        retry.pause(attempt, since, failure);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? BROKEN_OFF : e.getMessage();
    }

    private SourceException unreadable(long offset, String why, Exception cause) {
        return new SourceException(
                SourceException.Reason.SOURCE_UNREADABLE,
                offset,
                file.uri() + " cannot be read at offset " + offset + ": " + why + ". Try again later.",
                cause);
    }

    /** Stops fetching. Does not wait for it. */
    @Override
    public void close() {
        ahead.forEach(part -> part.chunk().cancel(true));
        ahead.clear();
    }
}
