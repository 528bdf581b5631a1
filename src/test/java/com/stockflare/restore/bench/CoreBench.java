package com.stockflare.restore.bench;

import com.stockflare.restore.bench.CoreClients.Client;
import java.time.Duration;
import java.util.List;

/** Rows through one core. */
final class CoreBench implements Bench {
    private static final int ROUNDS = 5;
    private static final String WHAT = "rows of 250 bytes through one core";

    /** For about two seconds. */
    private static final int ROWS = 500_000;

    private static final int ROWS_OF_SDK = 1_000_000;

    private final CoreClients clients;

    CoreBench(CoreClients clients) {
        this.clients = clients;
    }

    @Override
    public String name() {
        return "core";
    }

    @Override
    public List<Line> run() {
        clients.setLatency(Duration.ZERO);
        Samples[] figures = Samples.inTurns(
                ROUNDS,
                () -> clients.rowsPerSecond(Client.RESTORE, ROWS),
                () -> clients.rowsPerSecond(Client.SDK, ROWS_OF_SDK),
                () -> clients.rowsPerSecond(Client.OBVIOUS, ROWS));
        clients.setOfOneCore(figures[0].median());
        Comparison withSdk = new Comparison(figures[0], figures[1], Client.SDK.toString(), CoreClients.KIND);
        Comparison withObvious = new Comparison(figures[0], figures[2], Client.OBVIOUS.toString(), CoreClients.KIND);
        return List.of(withSdk.atLeast(0.85, name(), WHAT), withObvious.atLeast(1.8, name(), WHAT));
    }
}
