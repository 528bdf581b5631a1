package com.stockflare.restore.local;

/**
 * Records that a mapping has given up and passed over, as its {@code OnFailure} destination gets them: where they are,
 * not what they are.
 *
 * @param condition {@code RetryAttemptsExhausted}
 * @param invokeCount how often they were tried
 * @param response of the last try
 */
public record FailedBatch(
        String shardId,
        String startSequenceNumber,
        String endSequenceNumber,
        int batchSize,
        String condition,
        int invokeCount,
        InvocationResult response) {}
