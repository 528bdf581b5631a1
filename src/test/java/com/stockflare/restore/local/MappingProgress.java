package com.stockflare.restore.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How far a mapping is, over all its shards. */
final class MappingProgress {

    private long recordsPassed;
    private long recordsGivenUp;
    private long batchesFailed;
    private long question;
    private String lastError = "none";
    private final Map<String, Long> behindMs = new HashMap<>();
    /** For each shard: the last record that is settled. */
    private final Map<String, String> settledTo = new HashMap<>();
    /** For each shard that is read: the latest question before the read that found it empty. */
    private final Map<String, Long> emptySince = new HashMap<>();

    synchronized void started(String shardId) {
        emptySince.putIfAbsent(shardId, -1L);
    }

    synchronized void finished(String shardId) {
        emptySince.remove(shardId);
        behindMs.remove(shardId);
        notifyAll();
    }

    synchronized void passed(int records) {
        recordsPassed += records;
    }

    synchronized void failed(InvocationResult response) {
        batchesFailed++;
        lastError = response.payload();
    }

    synchronized void gaveUp(int records) {
        recordsGivenUp += records;
    }

    synchronized void settled(String shardId, String sequenceNumber) {
        settledTo.put(shardId, sequenceNumber);
    }

    synchronized Map<String, String> settledTo() {
        return Map.copyOf(settledTo);
    }

    synchronized void readFailed(RuntimeException e) {
        lastError = e.toString();
    }

    /** What has been asked until now; to be taken before a read. */
    synchronized long question() {
        return question;
    }

    synchronized void read(String shardId, long millisBehindLatest, boolean empty, long questionBefore) {
        behindMs.put(shardId, millisBehindLatest);
        if (empty && millisBehindLatest == 0) {
            emptySince.put(shardId, questionBefore);
            notifyAll();
        }
    }

    /** Waits, unless somebody asks whether all is read and this shard has not been found empty since. */
    synchronized void pause(String shardId, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        long leftNanos = limit.toNanos();
        while (emptySince.get(shardId) >= question && leftNanos > 0) {
            wait(leftNanos / 1_000_000 + 1);
            leftNanos = deadline - System.nanoTime();
        }
    }

    /** Waits until every shard has been found empty by a read that began after this call. */
    synchronized boolean awaitDrained(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        long asked = ++question;
        notifyAll();
        while (emptySince.values().stream().anyMatch(since -> since < asked)) {
            long leftNanos = deadline - System.nanoTime();
            if (leftNanos <= 0) {
                return false;
            }
            wait(leftNanos / 1_000_000 + 1);
        }
        return true;
    }

    synchronized long recordsPassed() {
        return recordsPassed;
    }

    synchronized long recordsGivenUp() {
        return recordsGivenUp;
    }

    synchronized long batchesFailed() {
        return batchesFailed;
    }

    @Override
    public synchronized String toString() {
        return "passed " + recordsPassed + ", given up " + recordsGivenUp + ", batches failed " + batchesFailed
                + ", behind " + behindMs + " ms, last error: " + lastError;
    }
}
