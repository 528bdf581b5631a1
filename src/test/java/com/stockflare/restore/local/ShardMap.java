package com.stockflare.restore.local;

import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The shards of a stream, of which the open ones share out all hash keys. Guarded by the lock of its stream. */
final class ShardMap {
    private final String stream;
    private final LongSupplier sequence;
    private final LongSupplier nanoClock;
    private final Map<String, LocalShard> shards = new LinkedHashMap<>();
    private final NavigableMap<BigInteger, LocalShard> openByStart = new TreeMap<>();

    /** @param sequence gives the next sequence of the stream and moves it on */
    ShardMap(String stream, int count, LongSupplier sequence, LongSupplier nanoClock) {
        this.stream = stream;
        this.sequence = sequence;
        this.nanoClock = nanoClock;
        for (int i = 0; i < count; i++) {
            open(HashRange.equalShare(i, count), List.of());
        }
    }

    /** Open and closed ones, the oldest first. */
    Collection<LocalShard> all() {
        return shards.values();
    }

    int openCount() {
        return openByStart.size();
    }

    LocalShard owner(BigInteger hashKey) {
        return openByStart.floorEntry(hashKey).getValue();
    }

    LocalShard find(String shardId) {
        LocalShard shard = shards.get(shardId);
        if (shard == null) {
            throw KinesisError.notFound("Could not find " + shardId + inStream() + ".");
        }
        return shard;
    }

    List<LocalShard> childrenOf(LocalShard parent) {
        return shards.values().stream()
                .filter(child -> child.parents().contains(parent.id()))
                .toList();
    }

    void split(String shardId, BigInteger newStart) {
        LocalShard shard = findOpen(shardId);
        HashRange range = shard.range();
        if (newStart.compareTo(range.start().add(BigInteger.ONE)) <= 0 || newStart.compareTo(range.end()) >= 0) {
            throw KinesisError.invalidArgument("NewStartingHashKey " + newStart + " used in SplitShard() on shard "
                    + shardId + inStream() + " is not both greater than one plus the shard's StartingHashKey "
                    + range.start() + " and less than the shard's EndingHashKey " + range.end() + ".");
        }
        close(shard);
        open(new HashRange(range.start(), newStart.subtract(BigInteger.ONE)), List.of(shardId));
        open(new HashRange(newStart, range.end()), List.of(shardId));
    }

    void merge(String shardId, String adjacentShardId) {
        LocalShard shard = findOpen(shardId);
        LocalShard adjacent = findOpen(adjacentShardId);
        boolean inOrder = shard.range().touches(adjacent.range());
        if (!inOrder && !adjacent.range().touches(shard.range())) {
            throw KinesisError.invalidArgument("Shards " + shardId + " and " + adjacentShardId + inStream()
                    + " are not an adjacent pair of shards eligible for merging.");
        }
        HashRange low = (inOrder ? shard : adjacent).range();
        HashRange high = (inOrder ? adjacent : shard).range();
        close(shard);
        close(adjacent);
        open(new HashRange(low.start(), high.end()), List.of(shardId, adjacentShardId));
    }

    private void open(HashRange range, List<String> parents) {
        LocalShard shard = new LocalShard(shards.size(), range, parents, sequence.getAsLong(), nanoClock.getAsLong());
        shards.put(shard.id(), shard);
        openByStart.put(range.start(), shard);
    }

    private void close(LocalShard shard) {
        shard.close(sequence.getAsLong());
        openByStart.remove(shard.range().start());
    }

    private LocalShard findOpen(String shardId) {
        LocalShard shard = find(shardId);
        if (!shard.isOpen()) {
            throw KinesisError.invalidArgument("Shard " + shardId + inStream()
                    + " has already been merged or split, and thus is not eligible for merging or splitting.");
        }
        return shard;
    }

    private String inStream() {
        return " in stream " + stream + " under account " + KinesisStreams.ACCOUNT;
    }
}
