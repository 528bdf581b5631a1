package com.stockflare.restore.stream;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which partition lies in which shard. The open shards are dealt over the partitions like cards, however unequal their
 * ranges: partition <i>i</i> lies in shard <i>i</i> modulo their number.
 */
public final class Partitions {
    /** As many as the existing stack's stream has shards. */
    static final int DEFAULT_COUNT = 10;

    private final List<Partition> partitions;
    private final Set<String> shardIds;
    private final int shards;

    private Partitions(List<Shard> shards, int count, Set<String> shardIds) {
        this.shards = shards.size();
        this.shardIds = shardIds;
        this.partitions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int shard = i % this.shards;
            int ofThisShard = (count - shard + this.shards - 1) / this.shards;
            BigInteger hashKey = shards.get(shard).hashKey(i / this.shards, ofThisShard);
            partitions.add(new Partition("PartitionKey-" + i, hashKey.toString(), shard));
        }
    }

    /**
     * Deals the shards of a stream.
     *
     * @param openShards empty where they are not known: the whole range of hash keys is then cut into equal pieces
     * @param count how many partitions, or 0 for one a shard and 10 where the shards are not known
     */
    public static Partitions of(List<Shard> openShards, int count) {
        if (openShards.isEmpty()) {
            int pieces = count == 0 ? DEFAULT_COUNT : count;
            return new Partitions(equalPieces(pieces), pieces, Set.of());
        }
        Set<String> ids = openShards.stream().map(Shard::id).collect(Collectors.toUnmodifiableSet());
        return new Partitions(openShards, count == 0 ? openShards.size() : count, ids);
    }

    private static List<Shard> equalPieces(int count) {
        List<Shard> pieces = new ArrayList<>(count);
        Shard whole = new Shard("", BigInteger.ZERO, Shard.HASH_KEYS.subtract(BigInteger.ONE));
        for (int i = 0; i < count; i++) {
            BigInteger end = whole.hashKey(i + 1, count).subtract(BigInteger.ONE);
            pieces.add(new Shard("", whole.hashKey(i, count), end));
        }
        return pieces;
    }

    public int count() {
        return partitions.size();
    }

    public Partition get(int i) {
        return partitions.get(i);
    }

    /** How many shards have a budget, whether a partition lies in them or not. */
    public int shards() {
        return shards;
    }

    /** Whether the stream's shards were listed, and a record has come to one that was not among them. */
    public boolean isOutdatedBy(Set<String> shardIdsOfAnAnswer) {
        return !shardIds.isEmpty() && !shardIds.containsAll(shardIdsOfAnAnswer);
    }

    /** How many shards no partition lies in: they stay idle. */
    public int idleShards() {
        return Math.max(0, shards - partitions.size());
    }
}
