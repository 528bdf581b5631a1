package com.stockflare.restore.bench;

import com.stockflare.restore.bench.ChildJvm.Launch;
import com.stockflare.restore.bench.Machine.Core;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What sends rows of about 250 bytes from S3 into a stream that takes everything, each in a JVM of its own on the one
 * core. They are started and warmed up when first used.
 */
final class CoreClients implements AutoCloseable {
    static final RowKind KIND = RowKind.FILE_250;

    /** About as many rows as a client needs until its code is compiled for good, on the core where it runs itself. */
    private static final int WARM_UP_ROWS = 4_000_000;

    private static final int WARM_UP_ROUNDS = 8;

    /** The clients by the names that the table gives them. */
    enum Client {
        RESTORE("a restore", RestoreClient.class),
        SDK("the SDK's PutRecords alone", ReadyPayloadsClient.class),
        OBVIOUS("the obvious program", ObviousClient.class);

        private final String inWords;
        private final Class<?> main;

        Client(String inWords, Class<?> main) {
            this.inWords = inWords;
            this.main = main;
        }

        @Override
        public String toString() {
            return inWords;
        }
    }

    private final Map<Client, ChildJvm> children = new EnumMap<>(Client.class);
    private BenchServer server;
    private OptionalDouble ofOneCore = OptionalDouble.empty();

    /** Rows that a restore sends in a second, if it has been measured. */
    OptionalDouble ofOneCore() {
        return ofOneCore;
    }

    void setOfOneCore(double rowsPerSecond) {
        ofOneCore = OptionalDouble.of(rowsPerSecond);
    }

    /** Sets how long the stream waits before each answer. */
    void setLatency(Duration latency) {
        start();
        server.setLatency(latency);
    }

    /** Has a client send so many rows; checks that they have arrived. */
    double rowsPerSecond(Client client, int rows) {
        Report sent = children.get(client).ask(GeneratedS3.key(KIND, rows));
        Report taken = server.since();
        if (taken.get("rows") != sent.get("rows")) {
            throw new IllegalStateException(client + " sent " + sent + ", and the stream took " + taken);
        }
        System.err.printf(
                Locale.ROOT,
                "%s: %,.0f rows/s, working %.0f %% of the time, the server %.0f %%%n",
                client,
                sent.perSecond("rows"),
                100 * sent.share("cpu"),
                100 * taken.share("cpu"));
        return sent.perSecond("rows");
    }

    private void start() {
        if (server != null) {
            return;
        }
        server = new BenchServer();
        for (Client client : Client.values()) {
            children.put(client, ChildJvm.start(new Launch(Core.CLIENT, List.of(), client.main, server.environment())));
        }
        System.err.println("warming up");
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            children.keySet().forEach(client -> rowsPerSecond(client, WARM_UP_ROWS / WARM_UP_ROUNDS));
        }
    }

    @Override
    public void close() {
        children.values().forEach(ChildJvm::close);
        if (server != null) {
            server.close();
        }
    }
}
