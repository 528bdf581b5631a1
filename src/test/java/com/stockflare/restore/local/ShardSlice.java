package com.stockflare.restore.local;

import java.util.List;
import java.util.Optional;

/**
 * One answer's worth of a shard.
 *
 * @param next where to read on, or nothing at the end of a closed shard
 * @param children the shards that follow a closed one, once it is read to its end
 * @param millisBehindLatest 0 if nothing is left unread, else the age of the last record read
 */
record ShardSlice(
        List<AcceptedRecord> records,
        Optional<ShardIterator> next,
        List<LocalShard> children,
        long millisBehindLatest) {}
