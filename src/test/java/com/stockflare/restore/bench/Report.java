package com.stockflare.restore.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Numbers by name, as a child tells them to its parent in a line of its output. */
record Report(Map<String, Long> figures) {
    private static final String MARK = "report ";

    Report {
        figures = Map.copyOf(figures);
    }

    /** Rows and the time that they took, since both began, and what of it this process worked and compiled. */
    static Report ofRows(long rows, Stopwatch watch) {
        return new Report(Map.of(
                "rows", rows, "nanos", watch.nanos(), "cpu", watch.cpuNanos(), "compiling", watch.compilingNanos()));
    }

    /** What a line says, if it is a report. */
    static Optional<Report> parse(String line) {
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        return Optional.of(new Report(
                Arrays.stream(line.substring(MARK.length()).split(" "))
                        .map(figure -> figure.split("="))
                        .collect(Collectors.toMap(figure -> figure[0], figure -> Long.parseLong(figure[1])))));
    }

    long get(String name) {
        if (!figures.containsKey(name)) {
            throw new IllegalArgumentException("there is no " + name + " in " + figures);
        }
        return figures.get(name);
    }

    Report with(String name, long value) {
        Map<String, Long> more = new TreeMap<>(figures);
        more.put(name, value);
        return new Report(more);
    }

    /** How much some figures have grown. */
    Report minus(Report earlier, String... names) {
        return new Report(Arrays.stream(names).collect(Collectors.toMap(n -> n, n -> get(n) - earlier.get(n))));
    }

    /** So many of something in so many {@code nanos}, for a second. */
    double perSecond(String name) {
        return get(name) * 1e9 / get("nanos");
    }

    /** What share of the {@code nanos} something took. */
    double share(String name) {
        return (double) get(name) / get("nanos");
    }

    @Override
    public String toString() {
        return new TreeMap<>(figures)
                .entrySet().stream()
                        .map(figure -> figure.getKey() + "=" + figure.getValue())
                        .collect(Collectors.joining(" ", MARK, ""));
    }
}
