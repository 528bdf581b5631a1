package com.stockflare.restore.engine;

import com.stockflare.restore.stream.Backoff;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * What the engine runs on.
 *
 * @param threads for GETs and PutRecords calls; they wait more than they work
 */
public record EngineRuntime(EngineOptions options, ExecutorService threads, Ticker ticker, RandomGenerator random) {
    /** On the machine's own clock and threads. */
    public static EngineRuntime system(EngineOptions options) {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "restore-io");
            thread.setDaemon(true);
            return thread;
        });
        return new EngineRuntime(
                options,
                threads,
                Ticker.SYSTEM,
                () -> ThreadLocalRandom.current().nextLong());
    }

    /** For calls that are made one at a time. A first look that fails is told within seconds. */
    Retry retry() {
        return new Retry(ticker, backoff(), () -> {}, Duration.ZERO);
    }

    /** Of a record that the stream did not take: a shard has room again within the second. */
    Backoff backoff() {
        return new Backoff(
                Duration.ofMillis(100).toNanos(), Duration.ofSeconds(5).toNanos(), random);
    }
}
