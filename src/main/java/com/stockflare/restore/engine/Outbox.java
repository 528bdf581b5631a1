package com.stockflare.restore.engine;

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
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Sends records until the stream has acknowledged each of them: packs batches, keeps several calls in flight, and sends
 * again what failed, only that. One thread uses it and owns all its state; the threads of the calls only hand their
 * answers over. Nothing here waits but {@link #await}: whoever uses it decides between two looks whether to go on.
 */
final class Outbox {
    /** Rows between the first that is not settled and the last that was read. Bounds the memory of their account. */
    static final long MOST_ROWS_OPEN = 1 << 20;

    /** Of the memory of all batches in flight together, unless a single one is larger; and with those kept for reuse. */
    static final long MOST_BYTES_OF_BATCHES = 32 << 20;

    /** Of all records that wait to be sent again. While there are more, nothing new is read. */
    static final long MOST_BYTES_AGAIN = 16 << 20;

    /** What a record that waits takes beside its data, as a rule of thumb. */
    private static final long BYTES_BESIDE_DATA = 100;

    /** A batch that is not full is sent as it is after so long, or checkpoints would wait with it. */
    private static final long LINGER_NANOS = Duration.ofMillis(250).toNanos();

    /** Nothing but failures for so long: the stream is out of reach. */
    private static final long MOST_NANOS_OF_FAILURES = Duration.ofMinutes(5).toNanos();

    private final StreamView stream;
    private final SettledPrefix rows;
    private final Tenure tenure;
    private final EngineRuntime runtime;
    private final Ticker ticker;
    private final Backoff backoff;

    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final PriorityQueue<Item> again = new PriorityQueue<>(Comparator.comparingLong(Item::notBefore));

    /** The last one first: so few are large if few need to be. */
    private final Deque<Batch> free = new ArrayDeque<>();

    private long bytesFree;
    private Batch open = new Batch();
    private long openedAt;
    private int callsInFlight;
    private long bytesInFlight;
    private long bytesAgain;
    private boolean failing;
    private long failingSince;
    private long resent;
    private long throttled;
    private long recordsTaken;
    private long bytesTaken;

    /** What came of a call: a result, or what it threw. */
    private record Answer(Batch batch, PutResult result, Throwable failure) {}

    /** A record that is to be sent once more. */
    private record Item(Slice data, long row, int attempt, long notBefore) {
        long bytes() {
            return data.length() + BYTES_BESIDE_DATA;
        }
    }

    Outbox(StreamView stream, SettledPrefix rows, Tenure tenure, EngineRuntime runtime) {
        this.stream = stream;
        this.rows = rows;
        this.tenure = tenure;
        this.runtime = runtime;
        this.ticker = runtime.ticker();
        this.backoff = runtime.backoff();
    }

    /** How many records had to be sent again, each time counted. */
    long resent() {
        return resent;
    }

    /** What has been put on the stream so far, beside what others know of it. */
    Progress.Load load(int workers, Duration lag) {
        return new Progress.Load(recordsTaken, bytesTaken, throttled, workers, lag);
    }

    /** Whether so much waits to be settled that no further row should be read. */
    boolean isFull() {
        return rows.span() >= MOST_ROWS_OPEN || bytesAgain >= MOST_BYTES_AGAIN;
    }

    /**
     * Takes a copy of a record, if there is room for it now.
     *
     * @return false if there is none: try again after {@link #await}
     */
    boolean offer(Slice data, long row) {
        return packWhatIsDue() && pack(data, row, 0);
    }

    /** Takes the answers that have come, packs what is due again, and sends a batch that has waited long enough. */
    void turn() {
        takeAnswers();
        packWhatIsDue();
        if (!open.isEmpty() && ticker.nanos() - openedAt > LINGER_NANOS) {
            send();
        }
    }

    /** The same, and sends a batch as it is, for nothing more is to come. Whether nothing is left to be settled. */
    boolean flush() {
        turn();
        send();
        return callsInFlight == 0 && open.isEmpty() && again.isEmpty();
    }

    /** Waits for an answer, so long at most. */
    void await(long nanos) {
        try {
            Answer answer = ticker.poll(answers, nanos);
            if (answer != null) {
                take(answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stream.unavailable("the restore was interrupted", e);
        }
    }

    /** Whether calls are in flight. */
    boolean isWaiting() {
        return callsInFlight > 0;
    }

    /** Packs what is due again, which goes before anything new. False if there is no room for it. */
    private boolean packWhatIsDue() {
        while (!again.isEmpty() && again.peek().notBefore() <= ticker.nanos()) {
            Item item = again.peek();
            if (!pack(item.data(), item.row(), item.attempt())) {
                return false;
            }
            bytesAgain -= again.poll().bytes();
        }
        return true;
    }

    private boolean pack(Slice data, long row, int attempt) {
        int length = data.length();
        if (!open.fits(length)) {
            send();
            if (!open.fits(length)) {
                return false;
            }
        }
        long now = ticker.nanos();
        Partition partition = stream.spreader().take(length, now);
        if (partition == null) {
            return false;
        }
        openedAt = open.isEmpty() ? now : openedAt;
        open.add(data, partition, row, attempt);
        return true;
    }

    /** Sends the open batch, unless it is empty, enough is in flight, or somebody else may be sending soon. */
    private void send() {
        int bytes = open.capacity();
        boolean enough = callsInFlight == runtime.options().callsInFlight()
                || (callsInFlight > 0 && bytesInFlight + bytes > MOST_BYTES_OF_BATCHES);
        if (open.isEmpty() || enough || !tenure.mayCall()) {
            return;
        }
        Batch batch = open;
        callsInFlight++;
        bytesInFlight += bytes;
        runtime.threads().execute(() -> answers.add(call(batch)));
        open = unused();
        keepNoMoreThanAllowed();
    }

    private Batch unused() {
        if (free.isEmpty()) {
            return new Batch();
        }
        bytesFree -= free.peek().capacity();
        return free.pop();
    }

    private void keepForReuse(Batch batch) {
        batch.clear();
        bytesFree += batch.capacity();
        free.push(batch);
        keepNoMoreThanAllowed();
    }

    /** Also when a batch goes out: it may have grown since it was among those that are kept. */
    private void keepNoMoreThanAllowed() {
        while (!free.isEmpty() && bytesInFlight + bytesFree > MOST_BYTES_OF_BATCHES) {
            bytesFree -= free.removeLast().capacity();
        }
    }

    private Answer call(Batch batch) {
        try {
            return new Answer(batch, stream.put(batch), null);
        } catch (Throwable e) {
            // Also an Error: without an answer the engine would wait for ever.
            return new Answer(batch, null, e);
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
        bytesInFlight -= batch.capacity();
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
                recordsTaken++;
                bytesTaken += batch.bytes(i);
            }
        }
        noteProgress(batch.size() - failed.length);
        answer.result().failed().forEach(record -> sendAgain(batch, record));
        stream.seen(answer.result().shardIds(), ticker.nanos());
        keepForReuse(batch);
    }

    private void noteProgress(int acknowledged) {
        long now = ticker.nanos();
        if (acknowledged > 0) {
            failing = false;
        } else if (!failing) {
            failing = true;
            failingSince = now;
        } else if (now - failingSince > MOST_NANOS_OF_FAILURES) {
            throw stream.unavailable("it has taken no record for five minutes", null);
        }
    }

    private void sendAgain(Batch batch, PutResult.Failed record) {
        resent++;
        int i = record.index();
        long now = ticker.nanos();
        if (record.throttled()) {
            throttled++;
            stream.spreader().throttled(batch.partition(i), now);
        }
        int attempt = batch.attempt(i) + 1;
        Slice data = batch.data(i);
        byte[] copy = Arrays.copyOfRange(data.bytes(), data.from(), data.from() + data.length());
        Item item = new Item(new Slice(copy, 0, copy.length), batch.row(i), attempt, now + backoff.nanos(attempt));
        again.add(item);
        bytesAgain += item.bytes();
    }
}
