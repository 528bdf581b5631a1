package com.stockflare.restore.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it costs that an invocation ends and another one goes on. The invocations are much shorter than in Lambda, but each
 * stops with the margin of one of 900 seconds, and at the pace of a stream of ten shards.
 */
final class HopBench implements Bench {
    private static final RowKind KIND = RowKind.PAYLOAD_150;
    private static final int SHARDS = 10;

    /** For three invocations. */
    private static final int ROWS = 300_000;

    private static final Duration INVOCATION = Duration.ofMinutes(15);

    /** The default for an invocation of 900 seconds. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** Until the margin begins. */
    private static final Duration SENDING = Duration.ofSeconds(10);

    private static final double MOST_IDLE = 0.01;

    @Override
    public String name() {
        return "hop";
    }

    @Override
    public List<Line> run() {
        Map<String, String> margin = Map.of("STOP_MARGIN_MS", Long.toString(MARGIN.toMillis()));
        try (BenchService service = new BenchService(MARGIN.plus(SENDING), margin)) {
            Report report = service.restore(KIND, ROWS, 1, SHARDS);
            long hops = report.get("invocations") - 1;
            if (hops < 1) {
                throw new IllegalStateException("a single invocation was enough");
            }
            System.err.printf(Locale.ROOT, "%d hops, %,d ms without a record%n", hops, report.get("pause") / 1_000_000);
            return List.of(
                    idle(report, hops),
                    readTwice(service.files(), hops),
                    sentTwice(report.get("records") - ROWS, hops));
        }
    }

    private Line idle(Report report, long hops) {
        double share = report.get("pause") / (double) INVOCATION.toNanos();
        return new Line(
                name(),
                "longest time without a record, " + hops + " hops",
                String.format(Locale.ROOT, "%,d ms", report.get("pause") / 1_000_000),
                INVOCATION.toMinutes() + " minutes: an invocation",
                String.format(Locale.ROOT, "%.4f", share),
                String.format(Locale.ROOT, "≤ %.2f", MOST_IDLE),
                share <= MOST_IDLE);
    }

    private Line readTwice(GeneratedS3 files, long hops) {
        double bytes = (double) (files.bytesSent() - KIND.fileBytes(ROWS)) / hops;
        double parts = bytes / files.largestPart();
        return new Line(
                name(),
                "read twice, a hop",
                String.format(Locale.ROOT, "%,.0f bytes", bytes),
                String.format(Locale.ROOT, "%,d bytes: a part", files.largestPart()),
                String.format(Locale.ROOT, "%.2f", parts),
                "≤ 1",
                parts <= 1);
    }

    private Line sentTwice(long records, long hops) {
        return new Line(
                name(),
                "sent twice, " + hops + " hops",
                records + " records",
                String.format(Locale.ROOT, "%,d rows of the file", ROWS),
                String.format(Locale.ROOT, "%.2f", (double) records / ROWS),
                "0",
                records == 0);
    }
}
