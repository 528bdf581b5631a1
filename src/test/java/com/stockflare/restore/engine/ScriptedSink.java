package com.stockflare.restore.engine;

import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.StreamShape;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A stream whose calls fail as a script wants it. */
class ScriptedSink implements RecordSink {
    /** What becomes of one call. */
    @FunctionalInterface
    interface Fate {
        Fate TAKEN = failing(i -> false, false);

        /** The stream takes all, but nobody hears of it. */
        Fate ANSWER_LOST = (stream, name, batch) -> {
            stream.accept(name, batch, Set.of());
            return failed(all(batch), false, Set.of());
        };

        PutResult put(InMemorySink stream, String name, Batch batch);

        /** The records at these indexes are refused. */
        static Fate failing(IntPredicate indexes, boolean throttled) {
            return (stream, name, batch) -> {
                Set<Integer> refused = all(batch).stream().filter(indexes::test).collect(Collectors.toSet());
                return failed(refused, throttled, stream.accept(name, batch, refused));
            };
        }

        /** The call ends with this. */
        static Fate thrown(RuntimeException failure) {
            return (stream, name, batch) -> {
                throw failure;
            };
        }

        private static PutResult failed(Set<Integer> indexes, boolean throttled, Set<String> shardIds) {
            List<PutResult.Failed> failed = indexes.stream()
                    .map(i -> new PutResult.Failed(i, throttled))
                    .toList();
            return new PutResult(failed, shardIds);
        }

        private static Set<Integer> all(Batch batch) {
            return IntStream.range(0, batch.size()).boxed().collect(Collectors.toSet());
        }
    }

    /** Decides about a call. */
    @FunctionalInterface
    interface Script {
        /** @param number counts the calls from 1 */
        Fate on(int number, Batch batch);
    }

    private final InMemorySink stream;
    private final Script script;
    private final AtomicInteger calls = new AtomicInteger();

    ScriptedSink(InMemorySink stream, Script script) {
        this.stream = stream;
        this.script = script;
    }

    int calls() {
        return calls.get();
    }

    @Override
    public StreamShape describe(String name, Notes notes) {
        return stream.describe(name, notes);
    }

    @Override
    public PutResult put(String name, Batch batch) {
        return script.on(calls.incrementAndGet(), batch).put(stream, name, batch);
    }
}
