package com.stockflare.restore.bench;

import com.stockflare.restore.bench.CoreClients.Client;
import java.time.Duration;
import java.util.List;

/** Rows through one core to a stream that takes its time for each answer: whoever waits for it sends nothing meanwhile. */
final class LatencyBench implements Bench {
    private static final int ROUNDS = 3;
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final String WHAT = "the same, 20 ms before each answer";

    /** For about four seconds each. */
    private static final int ROWS = 500_000;

    private static final int ROWS_OF_OBVIOUS = 100_000;

    private final CoreClients clients;

    LatencyBench(CoreClients clients) {
        this.clients = clients;
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Line> run() {
        clients.setLatency(LATENCY);
        Samples[] figures = Samples.inTurns(
                ROUNDS,
                () -> clients.rowsPerSecond(Client.RESTORE, ROWS),
                () -> clients.rowsPerSecond(Client.OBVIOUS, ROWS_OF_OBVIOUS));
        return List.of(new Comparison(figures[0], figures[1], Client.OBVIOUS.toString(), CoreClients.KIND)
                .atLeast(5, name(), WHAT));
    }
}
