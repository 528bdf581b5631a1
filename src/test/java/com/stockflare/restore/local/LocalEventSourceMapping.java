package com.stockflare.restore.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Lambda's event source mapping from Kinesis: a function invoked with each shard's records in order, a batch that fails
 * holding up its shard until it passes or is given up. The shards that a reshard makes are read after those they came
 * from.
 */
public final class LocalEventSourceMapping implements AutoCloseable {

    private final MappingSpec spec;
    private final KinesisClient kinesis;
    private final BatchDelivery.Invoker invoker;
    private final MappingProgress progress = new MappingProgress();
    private final ExecutorService pollers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "event-source-mapping");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<String> started = new HashSet<>();
    private final Set<String> ended = new HashSet<>();

    private LocalEventSourceMapping(MappingSpec spec, KinesisClient kinesis, BatchDelivery.Invoker invoker) {
        this.spec = spec;
        this.kinesis = kinesis;
        this.invoker = invoker;
    }

    /**
     * Begins to read.
     *
     * @param kinesis stays the caller's to close, after the mapping
     */
    public static LocalEventSourceMapping start(MappingSpec spec, KinesisClient kinesis, LocalLambda lambda) {
        return start(spec, kinesis, event -> lambda.invoke(spec.function(), event));
    }

    static LocalEventSourceMapping start(MappingSpec spec, KinesisClient kinesis, BatchDelivery.Invoker invoker) {
        LocalEventSourceMapping mapping = new LocalEventSourceMapping(spec, kinesis, invoker);
        mapping.startReadyShards();
        return mapping;
    }

    /**
     * Waits until every shard has been read to its end and its records have passed or been given up: what was in the
     * stream when this was called is settled. False if that takes longer.
     */
    public boolean awaitDrained(Duration limit) throws InterruptedException {
        return progress.awaitDrained(limit);
    }

    /** Records that the function has taken. */
    public long recordsPassed() {
        return progress.recordsPassed();
    }

    /** Records whose retries were used up. */
    public long recordsGivenUp() {
        return progress.recordsGivenUp();
    }

    /** Invocations that failed, or named records that did. */
    public long batchesFailed() {
        return progress.batchesFailed();
    }

    /** The sequence number of the last record in each shard that has passed, or been given up. */
    public Map<String, String> settledTo() {
        return progress.settledTo();
    }

    /** Stops reading; what is being delivered is broken off. */
    @Override
    public void close() {
        pollers.shutdownNow();
        try {
            // So that nobody uses the client any more when its owner closes it.
            pollers.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How far it is, and the last error: for the message of a test that fails. */
    @Override
    public String toString() {
        return progress.toString();
    }

    private synchronized void startReadyShards() {
        List<Shard> shards = listShards();
        Set<String> listed = new HashSet<>(shards.stream().map(Shard::shardId).toList());
        for (Shard shard : shards) {
            boolean parentsEnded = Stream.of(
                            String.valueOf(shard.parentShardId()), String.valueOf(shard.adjacentParentShardId()))
                    .allMatch(parent -> !listed.contains(parent) || ended.contains(parent));
            if (parentsEnded && started.add(shard.shardId())) {
                progress.started(shard.shardId());
                pollers.execute(() -> poll(shard.shardId()));
            }
        }
    }

    private List<Shard> listShards() {
        List<Shard> shards = new ArrayList<>();
        ListShardsResponse page = kinesis.listShards(r -> r.streamName(spec.stream()));
        shards.addAll(page.shards());
        while (page.nextToken() != null) {
            String token = page.nextToken();
            page = kinesis.listShards(r -> r.nextToken(token));
            shards.addAll(page.shards());
        }
        return shards;
    }

    private void poll(String shardId) {
        try {
            new ShardPoller(spec, shardId, kinesis, invoker, progress).run();
            startSuccessors(shardId);
        } catch (InterruptedException | CancellationException e) {
            // Closed.
        }
    }

    private void startSuccessors(String shardId) throws InterruptedException {
        synchronized (this) {
            ended.add(shardId);
        }
        while (true) {
            try {
                startReadyShards();
                // Only now: as long as a shard's successors are not known, nothing is drained.
                progress.finished(shardId);
                return;
            } catch (SdkException e) {
                progress.readFailed(e);
                Thread.sleep(spec.pause().toMillis());
            }
        }
    }
}
