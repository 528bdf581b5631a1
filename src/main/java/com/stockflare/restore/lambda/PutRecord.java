package com.stockflare.restore.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import software.amazon.awssdk.core.SdkBytes;

/** A record of the stream: where it stands, and its data as they are. */
record PutRecord(String shardId, String sequenceNumber, SdkBytes data) {

    static PutRecord of(KinesisEventRecord record) {
        // An event's id is "<shard id>:<sequence number>".
        String shardId = record.getEventID().split(":", 2)[0];
        return new PutRecord(
                shardId,
                record.getKinesis().getSequenceNumber(),
                SdkBytes.fromByteBuffer(record.getKinesis().getData()));
    }
}
