package com.stockflare.restore.local;

import software.amazon.awssdk.core.SdkBytes;

/**
 * A record as a stream holds it.
 *
 * @param sequence counts up over all shards of the stream, in the order of acceptance
 * @param arrivalMillis milliseconds since 1970
 */
public record AcceptedRecord(
        String stream, String shardId, String partitionKey, SdkBytes data, long sequence, long arrivalMillis) {

    /** The sequence number that the API shows. */
    public String sequenceNumber() {
        return SequenceNumber.text(sequence);
    }

    int dataBytes() {
        return data.asByteArrayUnsafe().length;
    }
}
