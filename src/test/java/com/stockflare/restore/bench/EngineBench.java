package com.stockflare.restore.bench;

import com.stockflare.restore.bench.ChildJvm.Launch;
import com.stockflare.restore.bench.Machine.Core;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The engine without I/O, and what it allocates, for several kinds of rows. */
final class EngineBench implements Bench {
    private static final int ROUNDS = 3;

    /** In bytes, for each byte of payload. */
    private static final double MOST_ALLOCATED = 1.5;

    private static final List<RowKind> KINDS =
            List.of(RowKind.PAYLOAD_150, RowKind.PAYLOAD_1K, RowKind.PAYLOAD_20K, RowKind.BINARY_1K);

    /** What is measured, by the names of {@link EngineBenchmark}'s methods. */
    private enum Method {
        ENGINE,
        FLOOR
    }

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public List<Line> run() {
        List<Line> lines = new ArrayList<>();
        // The JVM that JMH starts takes over the option: what is allocated is to be paid for on the same core.
        Launch launch = new Launch(Core.ANY, List.of("-XX:+UseSerialGC"), EngineRunner.class, Map.of());
        try (ChildJvm jmh = ChildJvm.start(launch)) {
            for (RowKind kind : KINDS) {
                Measured ours = new Measured(jmh, Method.ENGINE, kind);
                Measured floor = new Measured(jmh, Method.FLOOR, kind);
                Samples[] figures = Samples.inTurns(ROUNDS, ours::rowsPerSecond, floor::rowsPerSecond);
                lines.add(new Comparison(figures[0], figures[1], "Base64 and tokens alone", kind)
                        .atLeast(0.75, name(), kind.inWords()));
                lines.add(allocation(ours, floor));
            }
        }
        return lines;
    }

    private Line allocation(Measured ours, Measured floor) {
        return new Line(
                name(),
                ours.kind.inWords() + ", allocated for a byte of payload",
                String.format(Locale.ROOT, "%.2f bytes", ours.allocated),
                String.format(Locale.ROOT, "%.2f bytes: Base64 and tokens alone", floor.allocated),
                String.format(Locale.ROOT, "%.2f", ours.allocated),
                String.format(Locale.ROOT, "≤ %.2f", MOST_ALLOCATED),
                ours.allocated <= MOST_ALLOCATED);
    }

    /** A benchmark of JMH's with the kind of rows that it is run with, and what it allocated last. */
    private static final class Measured {
        private final ChildJvm jmh;
        private final Method method;
        private final RowKind kind;
        private final long payloadBytes;
        private double allocated;

        Measured(ChildJvm jmh, Method method, RowKind kind) {
            this.jmh = jmh;
            this.method = method;
            this.kind = kind;
            this.payloadBytes =
                    kind.payloads().stream().mapToLong(bytes -> bytes.length).sum();
        }

        double rowsPerSecond() {
            Report report = jmh.ask(method.name().toLowerCase(Locale.ROOT) + " " + kind.name());
            allocated = (double) report.get("allocated") / payloadBytes;
            double rowsPerSecond = kind.rowsOfBlock() * 1e9 / report.get("nanos");
            System.err.printf(Locale.ROOT, "%s, %s: %,.0f rows/s%n", method, kind.inWords(), rowsPerSecond);
            return rowsPerSecond;
        }
    }
}
