package com.stockflare.restore.bench;

import com.stockflare.restore.bench.ChildJvm.Launch;
import com.stockflare.restore.bench.Machine.Core;
import com.stockflare.restore.local.LocalKinesis;
import com.stockflare.restore.local.StreamOptions;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * S3 and two streams, in a process of their own: one whose shards have the limits of the service, and one to warm up
 * with.
 */
final class LimitedServer implements AutoCloseable {
    static final String LIMITED = "limited";
    static final String WARM_UP = "warm-up";

    /** So many that a restore, which heeds their limits by itself, is not held back. */
    private static final int WARM_UP_SHARDS = 1_000;

    private final ChildJvm child = ChildJvm.start(new Launch(Core.SERVER, List.of(), LimitedServer.class, Map.of()));
    private final Report ports;

    LimitedServer(int shards) {
        ports = child.ask(Integer.toString(shards));
    }

    Map<String, String> environment() {
        return BenchServer.environment(ports);
    }

    /** What the limited stream has taken: see {@link Intake#report()}. */
    Report intake() {
        return child.ask("");
    }

    @Override
    public void close() {
        child.close();
    }

    public static void main(String[] args) throws IOException {
        // Before the JDK's HTTP server is first used: without it small answers wait for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        LocalKinesis kinesis = LocalKinesis.start();
        long s3Port = BenchServer.serve(new GeneratedS3()).getAddress().getPort();
        URI endpoint = kinesis.endpoint();
        Intake[] intake = new Intake[1];
        ChildJvm.answer(shards -> {
            if (shards.isEmpty()) {
                return intake[0].report();
            }
            StreamOptions options =
                    StreamOptions.ofShards(Integer.parseInt(shards)).withoutRecords();
            kinesis.createStream(
                    WARM_UP,
                    StreamOptions.ofShards(WARM_UP_SHARDS).withoutLimits().withoutRecords());
            intake[0] = Intake.watch(kinesis.createStream(LIMITED, options));
            return new Report(Map.of("s3", s3Port, "kinesis", (long) endpoint.getPort()));
        });
    }
}
