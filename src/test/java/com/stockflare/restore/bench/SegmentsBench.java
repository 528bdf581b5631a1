package com.stockflare.restore.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much faster several segments are than one. Since two cores cannot keep four workers busy, it is S3 that holds each
 * back: small parts, and a while before each answer.
 */
final class SegmentsBench implements Bench {
    private static final RowKind KIND = RowKind.FILE_250;
    private static final Duration LATENCY = Duration.ofMillis(200);
    private static final Map<String, String> SMALL_PARTS = Map.of("PART_SIZE_BYTES", Integer.toString(64 << 10));

    /** Of one segment, for about ten seconds. */
    private static final int ROWS = 36_000;

    private static final int WARM_UP_ROWS = 10_000;
    private static final int MOST = 4;

    /** What four segments cannot fill, and what they can. */
    private static final int MANY_SHARDS = 32;

    private static final int FEW_SHARDS = 8;

    private static final double WANTED = 0.9;

    @Override
    public String name() {
        return "segments";
    }

    @Override
    public List<Line> run() {
        List<Line> lines = new ArrayList<>();
        try (BenchService service = new BenchService(Duration.ofMinutes(15), SMALL_PARTS)) {
            service.files().setLatency(LATENCY);
            rowsPerSecond(service, MOST, WARM_UP_ROWS, MANY_SHARDS);
            double one = rowsPerSecond(service, 1, ROWS, MANY_SHARDS);
            for (int segments = 2; segments <= MOST; segments *= 2) {
                double several = rowsPerSecond(service, segments, ROWS, MANY_SHARDS);
                lines.add(line(segments + " segments", several, segments * one, segments + " times one segment"));
            }
            double full = FEW_SHARDS * Intake.SHARD_RECORDS;
            String what = MOST + " segments, " + FEW_SHARDS + " shards";
            lines.add(line(what, rowsPerSecond(service, MOST, ROWS, FEW_SHARDS), full, "what the shards take"));
        }
        return lines;
    }

    /** From the first record to the last, each segment with its own start. */
    private static double rowsPerSecond(BenchService service, int segments, int rowsOfOne, int shards) {
        Report report = service.restore(KIND, (long) segments * rowsOfOne, segments, shards);
        double rows = report.perSecond("records");
        System.err.printf(Locale.ROOT, "%d segments, %d shards: %,.0f rows/s%n", segments, shards, rows);
        return rows;
    }

    private Line line(String what, double ours, double most, String ofWhat) {
        return new Line(
                name(),
                what,
                String.format(Locale.ROOT, "%,.0f rows/s", ours),
                String.format(Locale.ROOT, "%,.0f rows/s: %s", most, ofWhat),
                String.format(Locale.ROOT, "%.2f", ours / most),
                String.format(Locale.ROOT, "≥ %.2f", WANTED),
                ours >= WANTED * most);
    }
}
