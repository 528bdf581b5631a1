package com.stockflare.restore.engine;

import com.stockflare.restore.backup.Chunk;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a range of a file part by part, several ahead of whoever takes them. Holds {@code partsAhead + 1} parts in
 * memory, however large the file. A body that breaks off is continued at the exact byte.
 */
final class PartReader implements Chunk.Source, AutoCloseable {
    private final BackupSource source;
    private final BackupFile file;
    private final EngineOptions options;
    private final ExecutorService threads;
    private final Retry retry;
    private final AtomicLong bytesRead = new AtomicLong();
    private final Queue<Future<Chunk>> ahead = new ArrayDeque<>();
    private final Queue<byte[]> free = new ArrayDeque<>();
    private ByteRange rest;
    private Chunk taken;

    PartReader(BackupSource source, BackupFile file, ByteRange range, EngineRuntime runtime) {
        this.source = source;
        this.file = file;
        this.rest = range;
        this.options = runtime.options();
        this.threads = runtime.threads();
        this.retry = runtime.retry();
    }

    /** Fetched so far, also what nobody has taken yet. */
    long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public Chunk next() {
        if (taken != null) {
            free.add(taken.bytes());
            taken = null;
        }
        while (ahead.size() < options.partsAhead() && !rest.isEmpty()) {
            fetchAhead();
        }
        Future<Chunk> first = ahead.poll();
        if (first != null) {
            taken = await(first);
        }
        return taken;
    }

    private void fetchAhead() {
        ByteRange part = new ByteRange(rest.from(), Math.min(rest.to(), rest.from() + options.partSizeBytes()));
        rest = rest.startingAt(part.to());
        byte[] pooled = free.poll();
        byte[] bytes = pooled != null ? pooled : new byte[(int) part.length()];
        ahead.add(threads.submit(() -> fetch(part, bytes)));
    }

    private Chunk await(Future<Chunk> part) {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable(rest.from(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Attempts count anew whenever at least one byte has come: only standing still is given up. */
    private Chunk fetch(ByteRange part, byte[] bytes) {
        int length = 0;
        int attempt = 0;
        while (length < part.length()) {
            long offset = part.from() + length;
            SourceException failure = null;
            int before = length;
            try (InputStream body = source.open(file, part.startingAt(offset))) {
                int read;
                while (length < part.length() && (read = body.read(bytes, length, (int) part.length() - length)) >= 0) {
                    length += read;
                    bytesRead.addAndGet(read);
                }
            } catch (IOException e) {
                failure = unreadable(part.from() + length, e);
            } catch (SourceException e) {
                failure = e;
            }
            if (length < part.length()) {
                attempt = length > before ? 1 : attempt + 1;
                giveUpOrPause(failure == null ? unreadable(part.from() + length, null) : failure, attempt);
            }
        }
        return new Chunk(bytes, length);
    }

    private void giveUpOrPause(SourceException failure, int attempt) {
        if (!failure.isRetryable()
                || attempt == Retry.MOST_ATTEMPTS
                || Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        retry.pause(attempt, failure);
    }

    private SourceException unreadable(long offset, Exception cause) {
        String why = cause == null || cause.getMessage() == null ? "the connection broke" : cause.getMessage();
        return new SourceException(
                SourceException.Reason.SOURCE_UNREADABLE,
                offset,
                file.uri() + " cannot be read at offset " + offset + ": " + why + ". Try again later.",
                cause);
    }

    /** Stops fetching. Does not wait for it. */
    @Override
    public void close() {
        ahead.forEach(part -> part.cancel(true));
        ahead.clear();
    }
}
