package com.stockflare.restore.local;

import java.util.Map;

/**
 * What a local stream has seen so far.
 *
 * @param calls PutRecords calls, those refused or lost on request of the faults among them
 * @param recordsAccepted records taken, also those whose answer was lost
 * @param bytesAccepted their data and partition keys
 * @param recordsThrottled records refused by a shard's limits, not those that the faults fail
 * @param mostRecordsInACall the largest call that was let in
 * @param acceptedByShard records taken by each shard, closed shards included
 */
public record StreamCounts(
        long calls,
        long recordsAccepted,
        long bytesAccepted,
        long recordsThrottled,
        int mostRecordsInACall,
        Map<String, Long> acceptedByShard) {}
