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

    /** A client is warm when less than this share of the time goes into compiling its code, several rounds in a row. */
    private static final double WARM = 0.05;

    private static final int WARM_ROUNDS = 3;

    private static final int MOST_TRIES = 4;

    /** For each client: one that is not warm then is measured all the same. */
    private static final Duration MOST_WARM_UP = Duration.ofSeconds(50);

    /** What a JVM takes itself to have, where it is moved to a single core later. */
    private static final List<String> ONE_CORE = List.of("-XX:ActiveProcessorCount=1");

    /** The clients by the names that the table gives them. */
    enum Client {
        RESTORE("a restore", RestoreClient.class, 1_000_000),
        SDK("the SDK's PutRecords alone", ReadyPayloadsClient.class, 1_400_000),
        OBVIOUS("the obvious program", ObviousClient.class, 500_000);

        private final String inWords;
        private final Class<?> main;
        private final int rows;

        /** @param rows that it sends in about two seconds */
        Client(String inWords, Class<?> main, int rows) {
            this.inWords = inWords;
            this.main = main;
            this.rows = rows;
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

    /** How fast a client sends rows, as many as keep it busy for two seconds without latency. */
    double rowsPerSecond(Client client) {
        return rowsPerSecond(client, client.rows);
    }

    /** Not while much is compiled: of what was warm, some has been thrown away since. */
    double rowsPerSecond(Client client, int rows) {
        Report sent = send(client, rows, Core.CLIENT);
        for (int tries = 1; tries < MOST_TRIES && !isWarm(sent); tries++) {
            sent = send(client, rows, Core.CLIENT);
        }
        return sent.perSecond("rows");
    }

    private static boolean isWarm(Report sent) {
        return sent.share("compiling") < WARM;
    }

    /** Has a client send so many rows on a core; checks that they have arrived. */
    private Report send(Client client, int rows, Core core) {
        ChildJvm child = children.get(client);
        child.moveTo(core);
        Report sent = child.ask(GeneratedS3.key(KIND, rows));
        // What it still compiles must not take the next one's core.
        child.moveTo(Core.SERVER);
        Report taken = server.since();
        if (taken.get("rows") != sent.get("rows")) {
            throw new IllegalStateException(client + " sent " + sent + ", and the stream took " + taken);
        }
        System.err.printf(
                Locale.ROOT,
                "%s: %,.0f rows/s, working %.0f %% of the time, compiling %.0f %%, the server working %.0f %%%n",
                client,
                sent.perSecond("rows"),
                100 * sent.share("cpu"),
                100 * sent.share("compiling"),
                100 * taken.share("cpu"));
        return sent;
    }

    private void start() {
        if (server != null) {
            return;
        }
        server = new BenchServer();
        for (Client client : Client.values()) {
            children.put(client, ChildJvm.start(new Launch(Core.ANY, ONE_CORE, client.main, server.environment())));
        }
        children.keySet().forEach(this::warmUp);
    }

    /**
     * A restore of a few minutes makes the thousands of calls that it takes until all code is compiled for good. To get
     * there in less, the second core helps to compile, until little is left to be done where it is measured.
     */
    private void warmUp(Client client) {
        System.err.println("warming up " + client);
        Stopwatch watch = new Stopwatch();
        int warm = 0;
        while (warm < WARM_ROUNDS && watch.nanos() < MOST_WARM_UP.toNanos()) {
            Core core = warm == 0 ? Core.ANY : Core.CLIENT;
            warm = isWarm(send(client, client.rows, core)) ? warm + 1 : 0;
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
