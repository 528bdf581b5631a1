package com.stockflare.restore.stream;

/**
 * One of the keys that records are spread over.
 *
 * @param key the partition key, {@code PartitionKey-<i>}
 * @param explicitHashKey decides the shard in the key's stead
 * @param shard the index of that shard's budget
 */
public record Partition(String key, String explicitHashKey, int shard) {}
