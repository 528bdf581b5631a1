package com.stockflare.restore.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives each record, also one that is sent again, the next partition whose shard has room, so that the records fall
 * evenly and no shard is sent more than it takes.
 */
public final class Spreader {
    private Partitions partitions;
    private List<ShardBudget> budgets;
    private int next;

    public Spreader(Partitions partitions, long now) {
        use(partitions, now);
    }

    /** Goes on with the shards of a stream that has been resharded. */
    public void use(Partitions newPartitions, long now) {
        partitions = newPartitions;
        next = 0;
        budgets = new ArrayList<>(newPartitions.shards());
        for (int i = 0; i < newPartitions.shards(); i++) {
            budgets.add(new ShardBudget(now));
        }
    }

    public Partitions partitions() {
        return partitions;
    }

    /**
     * Takes the room for a record.
     *
     * @param recordBytes of the data; the partition key is counted here
     * @return its partition, or null where no shard has room now
     */
    public Partition take(int recordBytes, long now) {
        // Twice as many partitions in a row as there are shards hold each shard once at least: that is enough to know
        // that all are full, however many partitions there are.
        int tries = Math.min(partitions.count(), 2 * partitions.shards());
        for (int i = 0; i < tries; i++) {
            Partition partition = partitions.get(next);
            next = (next + 1) % partitions.count();
            if (budgets.get(partition.shard())
                    .take(recordBytes + partition.key().length(), now)) {
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
