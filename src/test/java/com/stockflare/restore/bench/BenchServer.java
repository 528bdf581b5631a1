package com.stockflare.restore.bench;

import com.stockflare.restore.bench.ChildJvm.Launch;
import com.stockflare.restore.bench.Machine.Core;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** S3 and a stream that takes everything, in a process of their own. */
final class BenchServer implements AutoCloseable {
    private final ChildJvm child = ChildJvm.start(new Launch(Core.SERVER, List.of(), BenchServer.class, Map.of()));
    private Report last;

    BenchServer() {
        setLatency(Duration.ZERO);
    }

    /** Sets how long it waits before each answer to a PutRecords. */
    void setLatency(Duration latency) {
        last = child.ask(Long.toString(latency.toMillis()));
    }

    /** The SDK's own environment, with which its clients reach this server and no other. */
    Map<String, String> environment() {
        return environment(last);
    }

    /** The same for the ports {@code s3} and {@code kinesis} of a report. */
    static Map<String, String> environment(Report ports) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + ports.get("s3"));
        variables.put("AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:" + ports.get("kinesis"));
        variables.put("AWS_REGION", "us-east-1");
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        return variables;
    }

    /** What it has taken, and worked, since the last time that this was asked. */
    Report since() {
        Report before = last;
        last = child.ask("");
        return last.minus(before, "rows", "nanos", "cpu");
    }

    @Override
    public void close() {
        child.close();
    }

    public static void main(String[] args) throws IOException {
        // Before the JDK's HTTP server is first used: without it small answers wait for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        QuickKinesis kinesis = new QuickKinesis(QuickKinesis.MANY_SHARDS);
        long s3Port = serve(new GeneratedS3()).getAddress().getPort();
        long kinesisPort = serve(kinesis).getAddress().getPort();
        Stopwatch watch = new Stopwatch();
        ChildJvm.answer(latencyMillis -> {
            if (!latencyMillis.isEmpty()) {
                kinesis.setLatency(Duration.ofMillis(Long.parseLong(latencyMillis)));
            }
            return Report.ofRows(kinesis.records(), watch).with("s3", s3Port).with("kinesis", kinesisPort);
        });
    }

    /** On a port that was free. */
    static HttpServer serve(HttpHandler handler) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        server.createContext("/", handler);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        return server;
    }
}
