package com.stockflare.restore.bench;

import com.google.common.base.Splitter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH measure one of the {@link EngineBenchmark engine's benchmarks}, in a JVM that JMH starts from this one. */
final class EngineRunner {
    private EngineRunner() {}

    public static void main(String[] args) {
        ChildJvm.answer(EngineRunner::measure);
    }

    /** @param asked the name of a method and of a kind of rows */
    private static Report measure(String asked) {
        List<String> words = Splitter.on(' ').splitToList(asked);
        OptionsBuilder options = new OptionsBuilder();
        options.include(EngineBenchmark.class.getSimpleName() + "." + words.get(0) + "$")
                .param("kind", words.get(1))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(300));
        try {
            return report(new Runner(options.build()).run());
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Report report(Collection<RunResult> results) {
        RunResult result = results.iterator().next();
        return new Report(Map.of(
                "nanos", (long) result.getPrimaryResult().getScore(),
                "allocated",
                        (long) result.getSecondaryResults()
                                .get("gc.alloc.rate.norm")
                                .getScore()));
    }
}
