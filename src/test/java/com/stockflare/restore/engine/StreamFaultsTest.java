package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.ScriptedSink.Fate;
import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.model.StreamException.Reason;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.StreamShape;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What becomes of a restore whose stream fails. */
class StreamFaultsTest {
    /** Five batches of 500, over 100 shards that take them all at once. */
    private static final SampleBackup BACKUP = SampleBackup.good(2_500, 20);

    private final StreamException gone =
            new StreamException(Reason.STREAM_NOT_FOUND, "There is no stream put-stream.", null);

    private final Bench bench = new Bench(BACKUP);

    StreamFaultsTest() {
        bench.stream.reshard(100);
        bench.options = Bench.options(1 << 20, Duration.ofSeconds(1));
    }

    @Test
    void run_fatalFailure_keepsWhatWasAcknowledgedBeforeAndInTheOtherCalls() {
        bench.simulation.puts(() -> Duration.ofMillis(50).toNanos());
        bench.calls((number, batch) -> number == 3 ? Fate.thrown(gone) : Fate.TAKEN);

        assertSame(gone, assertThrows(StreamException.class, bench::run));

        // All five were in flight; four came back, two of them before the hole.
        assertEquals(2_000, bench.stream.records().size());
        Checkpoint kept = bench.listener.lastOr(Checkpoint.START);
        assertEquals(1_000, kept.counts().sent());
        assertEquals(BACKUP.ends().get(999), kept.offset());
    }

    @Test
    void run_faultOfTheProgram_keepsWhatWasAcknowledgedAllTheSame() {
        bench.simulation.puts(() -> Duration.ofMillis(50).toNanos());
        IllegalStateException fault = new IllegalStateException("by script");
        bench.calls((number, batch) -> number == 3 ? Fate.thrown(fault) : Fate.TAKEN);

        assertSame(fault, assertThrows(IllegalStateException.class, bench::run));

        assertEquals(2_000, bench.stream.records().size());
        assertEquals(
                BACKUP.ends().get(999), bench.listener.lastOr(Checkpoint.START).offset());
    }

    @Test
    void run_everyCallFailsForGood_failsWithTheFirstAndSendsNothingAnew() {
        bench.simulation.puts(() -> Duration.ofMillis(50).toNanos());
        ScriptedSink sink = bench.calls((number, batch) -> number == 1
                ? Fate.thrown(gone)
                : Fate.thrown(new StreamException(Reason.STREAM_DENIED, "second", null)));

        StreamException e = assertThrows(StreamException.class, bench::run);

        assertSame(gone, e);
        assertEquals(sink.calls() - 1, e.getSuppressed().length);
        assertEquals(0, bench.listener.lastOr(Checkpoint.START).offset());
    }

    @Test
    void run_errorInACall_endsTheRunAndHidesNoEarlierFailure() {
        bench.simulation.puts(() -> Duration.ofMillis(50).toNanos());
        bench.calls((number, batch) -> switch (number) {
            case 1 -> Fate.thrown(gone);
            case 2 ->
                (stream, name, b) -> {
                    throw new OutOfMemoryError("by script");
                };
            default -> Fate.TAKEN;
        });

        assertSame(gone, assertThrows(StreamException.class, bench::run));
    }

    @Test
    void run_errorInACall_endsTheRun() {
        Error error = new OutOfMemoryError("by script");
        bench.calls((number, batch) -> (stream, name, b) -> {
            throw error;
        });

        assertSame(error, assertThrows(IllegalStateException.class, bench::run).getCause());
    }

    @Test
    void run_nothingButFailuresForFiveMinutes_isUnavailable() {
        bench.calls((number, batch) -> Fate.failing(i -> true, false));

        StreamException e = assertThrows(StreamException.class, bench::run);

        assertEquals("STREAM_UNAVAILABLE", e.code());
        assertTrue(e.isRetryable());
        assertEquals(
                "The stream put-stream cannot be written to: it has taken no record for five minutes. Try again later.",
                e.getMessage());
        long minutes = Duration.ofNanos(bench.simulation.nanos()).toMinutes();
        assertEquals(5, minutes);
        assertEquals(List.of(), bench.stream.records());
    }

    @Test
    void run_failuresForNearlyFiveMinutes_goesOn() {
        bench.calls((number, batch) -> Fate.failing(
                i -> bench.simulation.nanos() < Duration.ofSeconds(295).toNanos(), false));

        assertEquals(Status.COMPLETED, bench.run().status());
        assertEquals(BACKUP.payloads().size(), bench.stream.records().size());
    }

    @Test
    void run_failuresNowAndThenForHalfAnHour_goesOn() {
        Bench slow = new Bench(SampleBackup.good(20_000, 10));
        slow.stream.reshard(100);
        slow.options = new EngineOptions(1 << 20, 3, 1, Duration.ofSeconds(1), BinaryFormat.NODE, 25);
        slow.simulation.puts(() -> Duration.ofSeconds(20).toNanos());
        slow.calls((number, batch) -> Fate.failing(i -> number % 2 == 0, false));

        assertEquals(Status.COMPLETED, slow.run().status());
        assertTrue(slow.simulation.nanos() > Duration.ofMinutes(20).toNanos());
    }

    @Test
    void run_failureAfterASlowFile_hasFiveMinutesOfItsOwn() {
        bench.simulation.gets(() -> Duration.ofMinutes(6).toNanos());
        bench.calls((number, batch) -> Fate.failing(i -> number < 3, false));

        assertEquals(Status.COMPLETED, bench.run().status());
    }

    @Test
    void run_throttledForAWhile_sendsLessAndRecovers() {
        long until = Duration.ofSeconds(5).toNanos();
        int[] sentWhileThrottled = {0};
        bench.calls((number, batch) -> {
            boolean throttled = bench.simulation.nanos() < until;
            sentWhileThrottled[0] += throttled ? batch.size() : 0;
            return Fate.failing(i -> throttled, true);
        });

        assertEquals(Status.COMPLETED, bench.run().status());
        assertEquals(new HashSet<>(BACKUP.payloads()), new HashSet<>(bench.stream.records()));
        // 100 shards would have taken 500,000 records in these 5 s: the rate was halved again and again.
        assertTrue(sentWhileThrottled[0] < 50_000, "sent " + sentWhileThrottled[0] + " in vain");
        assertTrue(bench.simulation.nanos() < until + Duration.ofSeconds(15).toNanos());
    }

    @Test
    void run_recordRefusedAgainAndAgain_waitsBetweenNothingAndTwiceAsLongEachTime() {
        Bench one = new Bench(SampleBackup.good(1, 10));
        one.calls((number, batch) -> Fate.failing(i -> number <= 90, false));

        one.run();

        List<Simulation.Span> puts = one.simulation.puts();
        List<Long> waits = puts.stream().skip(1).map(Simulation.Span::from).toList();
        long longest = 0;
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < waits.size(); i++) {
            long wait = waits.get(i) - puts.get(i).to();
            // Not before its time, and at the latest with the next look, 20 ms later.
            long most = Math.min(5_000, 100L << Math.min(i, 10)) + 20;
            assertTrue(wait <= Duration.ofMillis(most).toNanos(), "wait " + i + ": " + wait);
            longest = Math.max(longest, wait);
            shortest = i < 10 ? shortest : Math.min(shortest, wait);
        }
        assertTrue(longest > Duration.ofSeconds(4).toNanos(), "it never waits long");
        assertTrue(shortest < Duration.ofSeconds(1).toNanos(), "late waits are never short");
    }

    @Test
    void run_stopWhileTheStreamTakesNothing_isContinuedWhereItBegan() {
        bench.calls((number, batch) -> Fate.failing(i -> true, true));
        bench.stop = new Deadline(SourceFaultsTest.remainingOf(bench, Duration.ofSeconds(10)), 3_000);

        Outcome outcome = bench.run();

        assertEquals(new Outcome(Status.CONTINUED, Checkpoint.START, BACKUP.content().length), outcome);
        assertEquals(
                10, Duration.ofNanos(bench.simulation.nanos()).plusMillis(1_020).toSeconds());
    }

    @Test
    void run_callThatHangs_doesNotHoldUpTheDeadline() {
        bench.simulation.puts(afterCalls(2));
        bench.stop = new Deadline(SourceFaultsTest.remainingOf(bench, Duration.ofSeconds(10)), 3_000);

        Outcome outcome = bench.run();

        assertEquals(Status.CONTINUED, outcome.status());
        assertEquals(1_000, outcome.checkpoint().counts().sent());
    }

    private static LongSupplier afterCalls(int calls) {
        int[] number = {0};
        return () -> number[0]++ < calls ? 0 : Simulation.NEVER.getAsLong();
    }

    @Test
    void run_reshard_looksAgainAndSpreadsOverTheNewShards() {
        bench.stream.reshard(1);
        bench.calls((number, batch) -> {
            if (number == 2) {
                bench.stream.reshard(4);
            }
            return Fate.TAKEN;
        });

        assertEquals(Status.COMPLETED, bench.run().status());

        assertEquals(2, bench.stream.looks());
        assertEquals(
                4, bench.listener.all().get(bench.listener.all().size() - 1).shards());
        List<Integer> counts = bench.stream.countsByShard().entrySet().stream()
                .filter(e -> e.getKey().startsWith("shardId-4-"))
                .map(Map.Entry::getValue)
                .toList();
        assertEquals(4, counts.size());
        assertTrue(Collections.min(counts) > 100, counts.toString());
    }

    @Test
    void run_reshardAndNoList_saysSoAndGoesOn() {
        bench.stream.reshard(1);
        RecordSink inner = bench.calls((number, batch) -> {
            if (number == 2) {
                bench.stream.reshard(4);
            }
            return Fate.TAKEN;
        });
        bench.sink = new LooksOnce(inner);
        bench.request = bench.request.withRate(200);

        assertEquals(Status.COMPLETED, bench.run().status());
        assertTrue(bench.simulation.nanos() > Duration.ofSeconds(3).toNanos(), "time for one look only");
        assertEquals(1, bench.listener.notes().size(), "once a minute: " + bench.listener.notes());
        assertTrue(
                bench.listener.notes().get(0).startsWith("The stream's shards have changed and cannot be listed: "),
                bench.listener.notes().get(0));
    }

    @Test
    void run_interrupted_keepsTheInterruptAndFails() {
        bench.calls((number, batch) -> (stream, name, b) -> {
            Thread.currentThread().interrupt();
            return stream.put(name, b);
        });

        StreamException e = assertThrows(StreamException.class, bench::run);

        assertTrue(Thread.interrupted());
        assertTrue(e.getMessage().contains("the restore was interrupted"));
    }

    /** Its shards can be listed just once. */
    private static final class LooksOnce implements RecordSink {
        private final RecordSink sink;
        private boolean looked;

        LooksOnce(RecordSink sink) {
            this.sink = sink;
        }

        @Override
        public StreamShape describe(String stream, Notes notes) {
            if (looked) {
                throw new StreamException(Reason.STREAM_DENIED, "by script", null);
            }
            looked = true;
            return sink.describe(stream, notes);
        }

        @Override
        public PutResult put(String stream, Batch batch) {
            return sink.put(stream, batch);
        }
    }
}
