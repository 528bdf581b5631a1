package com.stockflare.restore.local;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One stream: its shards, what they hold and what was counted. One lock guards it all: putting a full call holds it
 * for well under a millisecond.
 */
public final class LocalStream {
    private final String name;
    private final StreamOptions options;
    private final LongSupplier nanoClock;
    private final long createdNanos;
    private final long createdMillis = System.currentTimeMillis();

    private final ShardMap shards;
    private long nextSequence;
    private long calls;
    private long recordsAccepted;
    private long bytesAccepted;
    private long recordsThrottled;
    private int mostRecordsInACall;

    LocalStream(String name, StreamOptions options, LongSupplier nanoClock) {
        this.name = name;
        this.options = options;
        this.nanoClock = nanoClock;
        this.createdNanos = nanoClock.getAsLong();
        this.shards = new ShardMap(name, options.shards(), () -> nextSequence++, nanoClock);
    }

    public String name() {
        return name;
    }

    public String arn() {
        return KinesisStreams.arn(name);
    }

    public StreamOptions options() {
        return options;
    }

    /** All records kept, in the order of acceptance. */
    public synchronized List<AcceptedRecord> records() {
        return shards.all().stream()
                .flatMap(shard -> shard.records().stream())
                .sorted(Comparator.comparingLong(AcceptedRecord::sequence))
                .toList();
    }

    public synchronized StreamCounts counts() {
        Map<String, Long> byShard = new LinkedHashMap<>();
        shards.all().forEach(shard -> byShard.put(shard.id(), shard.accepted()));
        return new StreamCounts(
                calls, recordsAccepted, bytesAccepted, recordsThrottled, mostRecordsInACall, Map.copyOf(byShard));
    }

    /** Closes a shard and opens two in its place, the second one from {@code newStart} on. */
    public synchronized void splitShard(String shardId, BigInteger newStart) {
        shards.split(shardId, newStart);
    }

    /** Closes two neighbours and opens one in their place. */
    public synchronized void mergeShards(String shardId, String adjacentShardId) {
        shards.merge(shardId, adjacentShardId);
    }

    long createdMillis() {
        return createdMillis;
    }

    synchronized int openShards() {
        return shards.openCount();
    }

    /** Open and closed shards, the oldest first. */
    synchronized List<LocalShard> shards() {
        return List.copyOf(shards.all());
    }

    synchronized void countCall(int records) {
        calls++;
        mostRecordsInACall = Math.max(mostRecordsInACall, records);
    }

    /** Puts the records one by one; those at the indexes of {@code failing} fail with its error codes. */
    synchronized List<PutOutcome> put(List<PutRecordsEntry> entries, Map<Integer, String> failing) {
        long now = nanoClock.getAsLong();
        List<PutOutcome> outcomes = new ArrayList<>(entries.size());
        for (PutRecordsEntry entry : entries) {
            LocalShard shard = shards.owner(entry.hashKey());
            String errorCode = failing.get(outcomes.size());
            outcomes.add(errorCode == null ? put(entry, shard, now) : fail(errorCode, shard));
        }
        return outcomes;
    }

    private PutOutcome fail(String errorCode, LocalShard shard) {
        return PutOutcome.THROTTLED.equals(errorCode)
                ? PutOutcome.throttled(shard.id(), name)
                : PutOutcome.failed(errorCode);
    }

    private PutOutcome put(PutRecordsEntry entry, LocalShard shard, long now) {
        int bytes = entry.bytes();
        if (options.limited() && !shard.admits(bytes, now)) {
            recordsThrottled++;
            return PutOutcome.throttled(shard.id(), name);
        }
        AcceptedRecord record = new AcceptedRecord(
                name, shard.id(), entry.partitionKey(), entry.data(), nextSequence++, wallMillis(now));
        shard.accept(record, options.keepsRecords());
        recordsAccepted++;
        bytesAccepted += bytes;
        return PutOutcome.accepted(record);
    }

    /** A place in a shard. Two of the types need the sequence number. */
    synchronized ShardIterator iterator(String shardId, String type, Optional<String> sequenceNumber) {
        long sequence = switch (type) {
            case "TRIM_HORIZON" -> shards.find(shardId).firstSequence();
            case "LATEST" -> nextSequence;
            case "AT_SEQUENCE_NUMBER" -> sequence(sequenceNumber);
            case "AFTER_SEQUENCE_NUMBER" -> sequence(sequenceNumber) + 1;
            default -> throw KinesisError.validation("shardIteratorType", "be a type that is known here");
        };
        return new ShardIterator(name, shards.find(shardId).id(), sequence);
    }

    private static long sequence(Optional<String> sequenceNumber) {
        return SequenceNumber.parse(sequenceNumber.orElseThrow(
                () -> KinesisError.invalidArgument("Must specify a StartingSequenceNumber.")));
    }

    synchronized ShardSlice read(ShardIterator place, int limit) {
        LocalShard shard = shards.find(place.shardId());
        List<AcceptedRecord> records = shard.read(place.sequence(), limit);
        long next = place.sequence();
        long behindMillis = 0;
        if (!records.isEmpty()) {
            AcceptedRecord last = records.get(records.size() - 1);
            next = last.sequence() + 1;
            behindMillis = Math.max(1, wallMillis(nanoClock.getAsLong()) - last.arrivalMillis());
        }
        if (shard.hasFrom(next)) {
            return new ShardSlice(records, Optional.of(place.at(next)), List.of(), behindMillis);
        }
        return shard.isOpen()
                ? new ShardSlice(records, Optional.of(place.at(next)), List.of(), 0)
                : new ShardSlice(records, Optional.empty(), shards.childrenOf(shard), 0);
    }

    /**
     * How old the oldest record is that a reader has not passed; zero where it has passed them all.
     *
     * @param passed the sequence number of the last record that it has passed, by shard; none for a shard not begun
     */
    public synchronized Duration ageOfOldestBehind(Map<String, String> passed) {
        long now = wallMillis(nanoClock.getAsLong());
        long oldest = now;
        for (LocalShard shard : shards.all()) {
            String last = passed.get(shard.id());
            long next = last == null ? shard.firstSequence() : SequenceNumber.parse(last) + 1;
            for (AcceptedRecord record : shard.read(next, 1)) {
                oldest = Math.min(oldest, record.arrivalMillis());
            }
        }
        return Duration.ofMillis(now - oldest);
    }

    /** The time of day, moving with the one clock. */
    private long wallMillis(long nanos) {
        return createdMillis + TimeUnit.NANOSECONDS.toMillis(nanos - createdNanos);
    }
}
