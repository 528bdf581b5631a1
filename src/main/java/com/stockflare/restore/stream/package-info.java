/** The arithmetic of sending: batches, partitions, the budget of a shard, backoff, the settled prefix. No I/O, no clock. */
package com.stockflare.restore.stream;
