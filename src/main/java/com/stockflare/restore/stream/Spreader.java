package com.stockflare.restore.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives each record, also one that is sent again, the next partition whose shard has room, so that the records fall
 * evenly and no shard is sent more than it takes, nor the stream more than the restore's rate.
 */
public final class Spreader {
    /** How much may be sent at once after a pause, in seconds of the rate. */
    private static final double BURST_SECONDS = 0.25;

    private final Tokens rate;
    private Partitions partitions;
    private List<ShardBudget> budgets;
    private int workers = 1;
    private int next;

    public Spreader(Partitions partitions, long now) {
        rate = new Tokens(Double.MAX_VALUE, Double.MAX_VALUE, now);
        use(partitions, now);
    }

    /**
     * From now on others send into the stream, too.
     *
     * @param newWorkers how many send at once, this one among them: it has its part of every shard and of the rate
     * @param recordsPerSecond how many records they may send together; 0 for as many as the stream takes
     */
    public void share(int newWorkers, int recordsPerSecond, long now) {
        double mine = recordsPerSecond == 0 ? Double.MAX_VALUE : (double) recordsPerSecond / newWorkers;
        rate.change(mine, Math.max(1, BURST_SECONDS * mine), now);
        workers = newWorkers;
        budgets.forEach(budget -> budget.divideAmong(newWorkers, now));
    }

    /** Goes on with the shards of a stream that has been resharded. */
    public void use(Partitions newPartitions, long now) {
        partitions = newPartitions;
        next = 0;
        budgets = new ArrayList<>(newPartitions.shards());
        for (int i = 0; i < newPartitions.shards(); i++) {
            budgets.add(new ShardBudget(now));
            budgets.get(i).divideAmong(workers, now);
        }
    }

    public Partitions partitions() {
        return partitions;
    }

    /**
     * Takes the room for a record.
     *
     * @param recordBytes of the data; the partition key is counted here
     * @return its partition, or null where no shard has room now, or the rate has none
     */
    public Partition take(int recordBytes, long now) {
        if (!rate.has(1, now)) {
            return null;
        }
        // Twice as many partitions in a row as there are shards hold each shard once at least: that is enough to know
        // that all are full, however many partitions there are.
        int tries = Math.min(partitions.count(), 2 * partitions.shards());
        for (int i = 0; i < tries; i++) {
            Partition partition = partitions.get(next);
            next = next + 1 == partitions.count() ? 0 : next + 1;
            if (budgets.get(partition.shard())
                    .take(recordBytes + partition.key().length(), now)) {
                rate.take(1);
                return partition;
            }
        }
        return null;
    }

    /** The stream has refused a record of this partition because its shard was full. */
    public void throttled(Partition partition, long now) {
        if (partition.shard() < budgets.size()) {
            budgets.get(partition.shard()).throttled(now);
        }
    }
}
