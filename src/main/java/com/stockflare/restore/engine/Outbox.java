package com.stockflare.restore.engine;

import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.stream.Backoff;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.Partition;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.SettledPrefix;
import com.stockflare.restore.stream.SettledPrefix.Fate;
import com.stockflare.restore.stream.Slice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * Sends records until the stream has acknowledged each of them: packs batches, keeps several calls in flight, and sends
 * again what failed, only that. One thread uses it and owns all its state; the threads of the calls only hand their
 * answers over.
 */
final class Outbox {
    /** Rows between the first that is not settled and the last that was read. Bounds the memory of their account. */
    private static final long MOST_ROWS_OPEN = 1 << 20;

    /** Of all calls in flight together, unless a single one is larger. */
    private static final long MOST_BYTES_IN_FLIGHT = 32 << 20;

    /** A batch that waits for room is sent as it is after so long, or checkpoints would wait with it. */
    private static final long LINGER_NANOS = Duration.ofMillis(250).toNanos();

    /** How often, at least, it is looked whether to stop. */
    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    /** Nothing but failures for so long: the stream is out of reach. */
    private static final long MOST_NANOS_WITHOUT_PROGRESS =
            Duration.ofMinutes(5).toNanos();

    private final StreamView stream;
    private final SettledPrefix rows;
    private final StopSignal stop;
    private final EngineRuntime runtime;
    private final Ticker ticker;
    private final Backoff backoff;

    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final PriorityQueue<Again> again = new PriorityQueue<>(Comparator.comparingLong(Again::notBefore));
    private final Queue<Batch> free = new ArrayDeque<>();
    private Batch open = new Batch();
    private long openedAt;
    private int callsInFlight;
    private long bytesInFlight;
    private long progressAt;
    private long resent;

    /** What came of a call: a result, or what it threw. */
    private record Answer(Batch batch, PutResult result, Throwable failure) {}

    /** A record that is to be sent once more. */
    private record Again(Slice data, long row, int attempt, long notBefore) {}

    Outbox(StreamView stream, SettledPrefix rows, StopSignal stop, EngineRuntime runtime) {
        this.stream = stream;
        this.rows = rows;
        this.stop = stop;
        this.runtime = runtime;
        this.ticker = runtime.ticker();
        this.backoff = runtime.backoff();
        this.progressAt = ticker.nanos();
    }

    /** How many records had to be sent again, each time counted. */
    long resent() {
        return resent;
    }

    /**
     * Takes a copy of a record, waiting until its shard has room.
     *
     * @return false if it was not taken because it is time to stop
     */
    boolean add(Slice data, long row) {
        while (rows.span() > MOST_ROWS_OPEN) {
            if (stop.stopReading()) {
                return false;
            }
            flushIfPossible();
            resendDue(stop::stopReading);
            await(LOOK_NANOS);
        }
        return resendDue(stop::stopReading) && place(new Again(data, row, 0, 0), stop::stopReading);
    }

    /**
     * Waits until every row is settled.
     *
     * @return false if it was time to give up before
     */
    boolean settle() {
        while (true) {
            takeAnswers();
            if (callsInFlight == 0 && open.isEmpty() && again.isEmpty()) {
                return true;
            }
            if (!resendDue(stop::stopSettling) || stop.stopSettling()) {
                return false;
            }
            flushIfPossible();
            await(again.isEmpty() ? LOOK_NANOS : again.peek().notBefore() - ticker.nanos());
        }
    }

    /**
     * Waits for the answers to what has been sent, and sends nothing more. For when something has failed for good: what
     * else fails then adds nothing.
     */
    void awaitCalls() {
        while (callsInFlight > 0 && !stop.stopSettling()) {
            try {
                await(LOOK_NANOS);
            } catch (RestoreException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
    }

    /** Packs what is due again, before anything new. False if it was time to stop. */
    private boolean resendDue(BooleanSupplier stopNow) {
        takeAnswers();
        while (!again.isEmpty() && again.peek().notBefore() <= ticker.nanos()) {
            Again due = again.poll();
            if (!place(due, stopNow)) {
                again.add(due);
                return false;
            }
        }
        return true;
    }

    private boolean place(Again item, BooleanSupplier stopNow) {
        int length = item.data().length();
        while (!stopNow.getAsBoolean()) {
            if (!open.fits(length)) {
                flushIfPossible();
            }
            if (open.fits(length)) {
                long now = ticker.nanos();
                Partition partition = stream.spreader().take(length, now);
                if (partition != null) {
                    openedAt = open.isEmpty() ? now : openedAt;
                    open.add(item.data(), partition, item.row(), item.attempt());
                    return true;
                }
                if (!open.isEmpty() && now - openedAt > LINGER_NANOS) {
                    flushIfPossible();
                }
                await(stream.spreader().nanosUntilRoom(length));
            } else {
                await(LOOK_NANOS);
            }
        }
        return false;
    }

    private void flushIfPossible() {
        int bytes = open.dataBytes();
        boolean full = callsInFlight == runtime.options().callsInFlight()
                || (callsInFlight > 0 && bytesInFlight + bytes > MOST_BYTES_IN_FLIGHT);
        if (open.isEmpty() || full) {
            return;
        }
        Batch batch = open;
        callsInFlight++;
        bytesInFlight += bytes;
        runtime.threads().execute(() -> answers.add(call(batch)));
        open = free.isEmpty() ? new Batch() : free.poll();
    }

    private Answer call(Batch batch) {
        try {
            return new Answer(batch, stream.put(batch), null);
        } catch (Throwable e) {
            // Also an Error: without an answer the engine would wait for ever.
            return new Answer(batch, null, e);
        }
    }

    private void await(long nanos) {
        try {
            Answer answer = ticker.poll(answers, Math.max(0, Math.min(nanos, LOOK_NANOS)));
            if (answer != null) {
                take(answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stream.unavailable("the restore was interrupted", e);
        }
    }

    private void takeAnswers() {
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            take(answer);
        }
    }

    private void take(Answer answer) {
        Batch batch = answer.batch();
        callsInFlight--;
        bytesInFlight -= batch.dataBytes();
        if (answer.failure() instanceof RuntimeException e) {
            throw e;
        }
        if (answer.failure() != null) {
            throw new IllegalStateException("a call ended without an answer", answer.failure());
        }
        int[] failed = answer.result().failed().stream()
                .mapToInt(PutResult.Failed::index)
                .toArray();
        Arrays.sort(failed);
        for (int i = 0; i < batch.size(); i++) {
            if (Arrays.binarySearch(failed, i) < 0) {
                rows.settle(batch.row(i), Fate.SENT);
            }
        }
        noteProgress(batch.size() - failed.length);
        answer.result().failed().forEach(record -> sendAgain(batch, record));
        stream.seen(answer.result().shardIds(), ticker.nanos());
        batch.clear();
        free.add(batch);
    }

    private void noteProgress(int acknowledged) {
        long now = ticker.nanos();
        if (acknowledged > 0) {
            progressAt = now;
        } else if (now - progressAt > MOST_NANOS_WITHOUT_PROGRESS) {
            throw stream.unavailable("it has taken no record for five minutes", null);
        }
    }

    private void sendAgain(Batch batch, PutResult.Failed record) {
        resent++;
        int i = record.index();
        long now = ticker.nanos();
        if (record.throttled()) {
            stream.spreader().throttled(batch.partition(i), now);
        }
        int attempt = batch.attempt(i) + 1;
        Slice data = batch.data(i);
        byte[] copy = Arrays.copyOfRange(data.bytes(), data.from(), data.from() + data.length());
        again.add(new Again(new Slice(copy, 0, copy.length), batch.row(i), attempt, now + backoff.nanos(attempt)));
    }
}
