package com.stockflare.restore.bench;

import com.google.common.base.Throwables;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Runs the benchmarks one after the other and prints one table of them all. */
public final class Benches {
    private Benches() {}

    /** In the order in which they run. */
    private static List<Bench> all(CoreClients core) {
        return List.of(
                new EngineBench(),
                new CoreBench(core),
                new LatencyBench(core),
                new CeilingBench(),
                new HopBench(),
                new SegmentsBench(),
                new MemoryBench(),
                new ColdStartBench());
    }

    /**
     * The property {@code bench} names the one to be run; without it all are. Exit status 0 if all could be measured,
     * whatever the figures: on a busy machine they prove nothing.
     */
    public static void main(String[] args) {
        String asked = System.getProperty("bench", "");
        List<Line> lines = new ArrayList<>();
        boolean measured = true;
        OptionalDouble ofOneCore = OptionalDouble.empty();
        try (CoreClients core = new CoreClients()) {
            for (Bench bench : chosen(all(core), asked)) {
                measured &= measure(bench, lines);
            }
            ofOneCore = core.ofOneCore();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        System.out.print(Line.table(lines));
        System.out.println();
        System.out.println(Machine.inWords());
        ofOneCore.ifPresent(rows -> System.out.print("\n" + Forecast.table(rows)));
        System.exit(measured ? 0 : 1);
    }

    private static List<Bench> chosen(List<Bench> all, String asked) {
        List<Bench> chosen = all.stream()
                .filter(bench -> asked.isEmpty() || bench.name().equals(asked))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("There is no benchmark " + asked + ". There are: "
                    + all.stream().map(Bench::name).collect(Collectors.joining(", ")) + ".");
        }
        return chosen;
    }

    /** One that fails is a line of the table, too, and does not keep the others from it. */
    private static boolean measure(Bench bench, List<Line> lines) {
        try {
            lines.addAll(bench.run());
            return true;
        } catch (RuntimeException e) {
            System.err.println(Throwables.getStackTraceAsString(e));
            lines.add(new Line(bench.name(), "could not be measured", "", "", "", "", false));
            return false;
        }
    }
}
