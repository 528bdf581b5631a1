package com.stockflare.restore.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs the benchmarks one after the other and prints one table of them all. */
public final class Benches {
    private Benches() {}

    /** In the order in which they run. */
    private static List<Bench> all(CoreClients core) {
        return List.of(new CoreBench(core), new LatencyBench(core), new ColdStartBench());
    }

    /**
     * The property {@code bench} names the one to be run; without it all are. Exit status 0 if it could be measured,
     * whatever the figures: on a busy machine they prove nothing.
     */
    public static void main(String[] args) {
        String asked = System.getProperty("bench", "");
        try (CoreClients core = new CoreClients()) {
            List<Bench> chosen = all(core).stream()
                    .filter(bench -> asked.isEmpty() || bench.name().equals(asked))
                    .toList();
            if (chosen.isEmpty()) {
                String names = all(core).stream().map(Bench::name).collect(Collectors.joining(", "));
                System.err.println("There is no benchmark " + asked + ". There are: " + names + ".");
                System.exit(2);
            }
            List<Line> lines = new ArrayList<>();
            chosen.forEach(bench -> lines.addAll(bench.run()));
            System.out.print(Line.table(lines));
            System.out.println();
            System.out.println(Machine.inWords());
        }
    }
}
