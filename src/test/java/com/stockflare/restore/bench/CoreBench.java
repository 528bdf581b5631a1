package com.stockflare.restore.bench;

import com.stockflare.restore.bench.CoreClients.Client;
import java.time.Duration;
import java.util.List;

/** Rows through one core. */
final class CoreBench implements Bench {
    private static final int ROUNDS = 9;
    private static final String WHAT = "rows of 250 bytes through one core";

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
                () -> clients.rowsPerSecond(Client.RESTORE),
                () -> clients.rowsPerSecond(Client.SDK),
                () -> clients.rowsPerSecond(Client.OBVIOUS));
        clients.setOfOneCore(figures[0].median());
        Comparison withSdk = new Comparison(figures[0], figures[1], Client.SDK.toString(), CoreClients.KIND);
        Comparison withObvious = new Comparison(figures[0], figures[2], Client.OBVIOUS.toString(), CoreClients.KIND);
        return List.of(withSdk.atLeast(0.85, name(), WHAT), withObvious.atLeast(1.8, name(), WHAT));
    }
}
