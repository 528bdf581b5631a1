package com.stockflare.restore.bench;

import com.stockflare.restore.bench.ChildJvm.Launch;
import com.stockflare.restore.bench.Machine.Core;
import java.util.List;
import java.util.Locale;

/** A large file in a small heap, and whether its size makes a difference. */
final class MemoryBench implements Bench {
    /** So that it takes no longer than it must. */
    private static final RowKind KIND = RowKind.PAYLOAD_20K;

    private static final String HEAP = "-Xmx192m";
    private static final long LARGE_BYTES = 4L << 30;
    private static final long SMALL_BYTES = 256L << 20;

    /** The same, but for what differs between two runs of the same. */
    private static final double MOST_RATIO = 1.1;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Line> run() {
        try (BenchServer server = new BenchServer()) {
            Report small = restore(server, SMALL_BYTES);
            Report large = restore(server, LARGE_BYTES);
            double ratio = peak(large) / peak(small);
            return List.of(new Line(
                    name(),
                    "a file of 4 GiB with " + HEAP,
                    inWords(large) + String.format(Locale.ROOT, ", %d s", large.get("nanos") / 1_000_000_000),
                    inWords(small) + ": a file of 256 MiB",
                    String.format(Locale.ROOT, "%.2f", ratio),
                    String.format(Locale.ROOT, "≤ %.2f", MOST_RATIO),
                    ratio <= MOST_RATIO));
        }
    }

    /** In a JVM of its own: peaks do not go down again. */
    private static Report restore(BenchServer server, long bytes) {
        Launch launch = new Launch(Core.CLIENT, List.of(HEAP), RestoreClient.class, server.environment());
        try (ChildJvm client = ChildJvm.start(launch)) {
            return client.ask(GeneratedS3.key(KIND, bytes / (KIND.rowBytes() + 1)));
        }
    }

    /** Of the process, or of its heap where the system does not tell the other. */
    private static double peak(Report report) {
        return report.get("resident") > 0 ? report.get("resident") : report.get("heap");
    }

    private static String inWords(Report report) {
        return String.format(
                Locale.ROOT,
                "%,.0f MB resident, %,.0f MB of heap after a collection",
                report.get("resident") / 1e6,
                report.get("heap") / 1e6);
    }
}
