package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.ScriptedSink.Fate;
import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.LagReading;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.stream.StreamShape;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine on the machine's own clock and threads. What is waited for in vain ends with the limit of a whole test. */
@Timeout(60)
class ThreadsTest {
    private static final SampleBackup BACKUP = SampleBackup.random(1, 20_000);
    private static final EngineOptions OPTIONS =
            new EngineOptions(64 << 10, 3, 8, Duration.ofMillis(10), BinaryFormat.NODE, 25);

    private final Bench bench = new Bench(BACKUP);
    private final CountDownLatch never = new CountDownLatch(1);

    ThreadsTest() {
        bench.stream.reshard(100);
    }

    private RestoreEngine engine() {
        return engine(bench.sink);
    }

    private RestoreEngine engine(RecordSink sink) {
        return new RestoreEngine(new RestoreEngine.Ports(
                bench.source, sink, bench.rejects, bench.tables, bench.lag, EngineRuntime.system(OPTIONS)));
    }

    @Test
    void run_faultsEverywhere_restoresAll() {
        bench.reads((number, range) -> number % 3 == 0 ? FaultySource.Fault.broken(20_000) : FaultySource.Fault.NONE);
        bench.calls((number, batch) ->
                number % 4 == 0 && number < 30 ? Fate.ANSWER_LOST : Fate.failing(i -> i == number, false));

        Outcome outcome = engine().run(bench.job(), RestoreEngine.Watch.alone(StopSignal.NEVER, bench.listener));

        assertEquals(Status.COMPLETED_WITH_REJECTS, outcome.status());
        assertEquals(BACKUP.rows(), outcome.checkpoint().counts().rows());
        assertEquals(new HashSet<>(BACKUP.payloads()), new HashSet<>(bench.stream.records()));
        assertEquals(BACKUP.badOffsets(), bench.rejects.offsets());
    }

    @Test
    void run_stoppedAndGoneOnWith_sendsEachRecordOnce() {
        Outcome outcome = new Outcome(Status.CONTINUED, Checkpoint.START, 0);
        for (int hop = 0; outcome.status() == Status.CONTINUED; hop++) {
            StopSignal stop = CountedStop.clean(4_000 + hop * 1_000L);
            outcome = engine().run(
                            bench.job().withCheckpoint(outcome.checkpoint()),
                            RestoreEngine.Watch.alone(stop, bench.listener));
        }

        assertEquals(
                DeliveryPropertyTest.sorted(BACKUP.payloads()), DeliveryPropertyTest.sorted(bench.stream.records()));
    }

    @Test
    void run_lookAtTheConsumersLagHangs_isNotWaitedFor() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        bench.request = Bench.HEEDING_LAG;
        bench.lag = stream -> {
            looking.countDown();
            awaitUninterrupted(never);
            return new LagReading.NoReader();
        };

        Outcome outcome = engine().run(bench.job(), RestoreEngine.Watch.alone(StopSignal.NEVER, bench.listener));

        assertEquals(Status.COMPLETED_WITH_REJECTS, outcome.status());
        looking.await();
        never.countDown();
    }

    @Test
    void run_tableIsLookedAt_partsAreOnTheirWay() {
        CountDownLatch asked = new CountDownLatch(1);
        bench.reads((number, range) -> {
            asked.countDown();
            return FaultySource.Fault.NONE;
        });
        bench.tables = (table, notes) -> {
            awaitUninterrupted(asked);
            return TableCatalog.UNKNOWN.describe(table, notes);
        };

        Outcome outcome = engine().run(bench.job(), RestoreEngine.Watch.alone(StopSignal.NEVER, bench.listener));

        assertEquals(Status.COMPLETED_WITH_REJECTS, outcome.status());
    }

    @Test
    void run_interruptedWhileAPartDoesNotCome_endsAndLeavesNoRead() throws Exception {
        CountDownLatch reading = new CountDownLatch(3);
        CountDownLatch ended = new CountDownLatch(3);
        bench.reads((number, range) -> (body, r) -> new HungStream(reading, never, ended));

        RestoreException e = interruptedRun(reading);

        assertEquals(SourceException.class, e.getClass());
        assertTrue(e.getMessage().contains("at offset 0: the restore was interrupted"), e.getMessage());
        // Or a part is being read still.
        ended.await();
    }

    @Test
    void run_interruptedWhileAnAnswerDoesNotCome_ends() throws Exception {
        // All of it has been read before the call is made: nothing else is waited for.
        bench.source = InMemorySource.of(SampleBackup.good(100, 10).content());
        CountDownLatch calling = new CountDownLatch(1);
        bench.calls((number, batch) -> (stream, name, b) -> {
            calling.countDown();
            awaitUninterrupted(never);
            return stream.put(name, b);
        });

        RestoreException e = interruptedRun(calling);

        assertEquals(StreamException.class, e.getClass());
        assertTrue(e.getMessage().contains("the restore was interrupted"), e.getMessage());
        never.countDown();
    }

    @Test
    void run_interruptedBetweenTwoAttempts_endsWithWhatFailed() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch looking = new CountDownLatch(1);
        RecordSink failing = new ScriptedSink(bench.stream, (number, batch) -> Fate.TAKEN) {
            @Override
            public StreamShape describe(String name, Notes notes) {
                looks.incrementAndGet();
                Thread.currentThread().interrupt();
                looking.countDown();
                throw new StreamException(StreamException.Reason.STREAM_UNAVAILABLE, "by script", null);
            }
        };
        RestoreEngine engine = engine(failing);

        RestoreException e = assertThrows(
                RestoreException.class,
                () -> engine.run(bench.job(), RestoreEngine.Watch.alone(StopSignal.NEVER, bench.listener)));

        assertTrue(Thread.interrupted());
        assertEquals("by script", e.getMessage());
        assertEquals(1, e.getSuppressed().length);
        assertEquals(1, looks.get());
    }

    /** Interrupts a run when it has come so far; what it ended with. */
    private RestoreException interruptedRun(CountDownLatch far) throws InterruptedException {
        RestoreException[] failure = {null};
        Thread thread = new Thread(() -> failure[0] = assertThrows(
                RestoreException.class,
                () -> engine().run(bench.job(), RestoreEngine.Watch.alone(StopSignal.NEVER, bench.listener))));
        thread.start();
        far.await();
        thread.interrupt();
        thread.join();
        return failure[0];
    }

    @Test
    void ticker_system_waitsNoLongerThanItHasTo() throws Exception {
        LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
        long begun = Ticker.SYSTEM.nanos();
        assertEquals(null, Ticker.SYSTEM.poll(queue, 1_000_000));
        Ticker.SYSTEM.sleep(1_000_000);
        assertTrue(Ticker.SYSTEM.nanos() - begun >= 2_000_000);
        queue.add("x");
        assertEquals("x", Ticker.SYSTEM.poll(queue, Long.MAX_VALUE));

        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> hung = threads.submit(() -> awaitUninterrupted(never));
            assertFalse(Ticker.SYSTEM.isDone(hung, 1_000_000));
            hung.cancel(true);
            assertTrue(Ticker.SYSTEM.isDone(hung, Long.MAX_VALUE));
            FutureTask<Object> failed = new FutureTask<>(() -> {
                throw new IOException("by script");
            });
            failed.run();
            assertTrue(Ticker.SYSTEM.isDone(failed, Long.MAX_VALUE));
        } finally {
            never.countDown();
            threads.shutdownNow();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives a byte, and then one at each interrupt, as a slow socket that knows no interrupt. */
    private static final class HungStream extends InputStream {
        private final CountDownLatch reading;
        private final CountDownLatch released;
        private final CountDownLatch ended;

        HungStream(CountDownLatch reading, CountDownLatch released, CountDownLatch ended) {
            this.reading = reading;
            this.released = released;
            this.ended = ended;
        }

        @Override
        public int read() {
            reading.countDown();
            awaitUninterrupted(released);
            return 'x';
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            bytes[from] = (byte) read();
            return 1;
        }

        @Override
        public void close() {
            ended.countDown();
        }
    }
}
