package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** What became of one record of a call: either its place (shard and sequence number), or an error code and message. */
record PutOutcome(String shardId, String sequenceNumber, String errorCode, String errorMessage) {
    static final String THROTTLED = "ProvisionedThroughputExceededException";

    static PutOutcome accepted(AcceptedRecord record) {
        return new PutOutcome(record.shardId(), record.sequenceNumber(), null, null);
    }

    static PutOutcome throttled(String shardId, String stream) {
        String message = "Rate exceeded for shard " + shardId + " in stream " + stream + " under account "
                + KinesisStreams.ACCOUNT + ".";
        return new PutOutcome(null, null, THROTTLED, message);
    }

    static PutOutcome failed(String errorCode) {
        return new PutOutcome(null, null, errorCode, "Internal service failure.");
    }

    boolean failed() {
        return errorCode != null;
    }

    void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        if (failed()) {
            out.writeStringField("ErrorCode", errorCode);
            out.writeStringField("ErrorMessage", errorMessage);
        } else {
            out.writeStringField("SequenceNumber", sequenceNumber);
            out.writeStringField("ShardId", shardId);
        }
        out.writeEndObject();
    }
}
