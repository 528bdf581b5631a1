package com.stockflare.restore.bench;

import com.stockflare.restore.bench.ChildJvm.Launch;
import com.stockflare.restore.bench.Machine.Core;
import java.util.List;
import java.util.Locale;

/** How much of what a stream's shards grant a restore uses, from the first record to the last: see {@link Intake}. */
final class CeilingBench implements Bench {
    private static final int SECONDS = 12;

    /** For a few seconds, so that the client does not start cold. */
    private static final long WARM_UP_BYTES = 100_000_000;

    /** What is counted of a record beside its payload, about. */
    private static final int KEY_BYTES = "PartitionKey-99".length();

    private static final double WANTED = 0.98;
    private static final double MOST_THROTTLED = 0.01;

    @Override
    public String name() {
        return "ceiling";
    }

    @Override
    public List<Line> run() {
        return List.of(
                line(10, RowKind.PAYLOAD_150),
                line(10, RowKind.PAYLOAD_1K),
                line(10, RowKind.PAYLOAD_20K),
                line(100, RowKind.PAYLOAD_20K));
    }

    private Line line(int shards, RowKind kind) {
        double ceiling =
                shards * Math.min(Intake.SHARD_RECORDS, Intake.SHARD_BYTES / (kind.payloadBytes() + KEY_BYTES));
        Report report = restore(shards, kind, (long) (SECONDS * ceiling));
        double share = report.share("used");
        double throttled = (double) report.get("throttled") / report.get("records");
        System.err.printf(Locale.ROOT, "%d shards, %s: %.4f of the ceiling%n", shards, kind.inWords(), share);
        return new Line(
                name(),
                shards + " shards, " + kind.inWords(),
                String.format(Locale.ROOT, "%,.0f rows/s, %.2f %% throttled", share * ceiling, 100 * throttled),
                String.format(Locale.ROOT, "%,.0f rows/s: what the shards take", ceiling),
                String.format(Locale.ROOT, "%.3f", share),
                String.format(Locale.ROOT, "≥ %.2f, < 1 %% throttled", WANTED),
                share >= WANTED && throttled < MOST_THROTTLED);
    }

    private static Report restore(int shards, RowKind kind, long rows) {
        try (LimitedServer server = new LimitedServer(shards);
                ChildJvm client =
                        ChildJvm.start(new Launch(Core.CLIENT, List.of(), RestoreClient.class, server.environment()))) {
            String warmUp = GeneratedS3.key(kind, WARM_UP_BYTES / kind.payloadBytes());
            client.ask(warmUp + " " + LimitedServer.WARM_UP);
            client.ask(GeneratedS3.key(kind, rows) + " " + LimitedServer.LIMITED);
            return server.intake();
        }
    }
}
