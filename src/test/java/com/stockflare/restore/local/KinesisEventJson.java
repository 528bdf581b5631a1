package com.stockflare.restore.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;

/** The event that Lambda makes of a batch of a shard's records. */
final class KinesisEventJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** More than what a record's fields take beside its key and its data. */
    private static final int ENVELOPE_BYTES = 1_000;

    private final String shardId;
    private final String streamArn;

    KinesisEventJson(String stream, String shardId) {
        this.shardId = shardId;
        this.streamArn =
                "arn:aws:kinesis:" + LambdaEnvironment.REGION + ":" + LambdaEnvironment.ACCOUNT + ":stream/" + stream;
    }

    String write(List<Record> records) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode entries = event.putArray("Records");
        records.forEach(record -> add(entries.addObject(), record));
        return event.toString();
    }

    /** An upper bound of what a record adds to the event. */
    static long maxBytes(Record record) {
        return ENVELOPE_BYTES + record.data().asByteArrayUnsafe().length * 4L / 3;
    }

    private void add(ObjectNode entry, Record record) {
        entry.putObject("kinesis")
                .put("kinesisSchemaVersion", "1.0")
                .put("partitionKey", record.partitionKey())
                .put("sequenceNumber", record.sequenceNumber())
                .put("data", record.data().asByteArrayUnsafe())
                .put("approximateArrivalTimestamp", seconds(record.approximateArrivalTimestamp()));
        entry.put("eventSource", "aws:kinesis")
                .put("eventVersion", "1.0")
                .put("eventID", shardId + ":" + record.sequenceNumber())
                .put("eventName", "aws:kinesis:record")
                .put("invokeIdentityArn", "arn:aws:iam::" + LambdaEnvironment.ACCOUNT + ":role/local")
                .put("awsRegion", LambdaEnvironment.REGION)
                .put("eventSourceARN", streamArn);
    }

    private static BigDecimal seconds(Instant time) {
        return time == null ? BigDecimal.ZERO : BigDecimal.valueOf(time.toEpochMilli(), 3);
    }
}
