package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;

/** The operations of the API, each from its request to its answer. */
final class KinesisOperations {
    private static final int MAX_RECORDS_READ = 10_000;
    private static final int DEFAULT_ON_DEMAND_SHARDS = 4;
    private static final int MAX_SHARDS = 10_000;

    private final KinesisStreams streams;
    private final PutRecordsOperation putRecords;

    KinesisOperations(KinesisStreams streams, PutRecordsOperation putRecords) {
        this.streams = streams;
        this.putRecords = putRecords;
    }

    /** The answer, or none if the connection is to be closed without one. */
    Optional<KinesisReply> answer(String operation, byte[] body, KinesisProtocol protocol) throws IOException {
        return operation.equals("PutRecords")
                ? putRecords.answer(body, protocol)
                : Optional.of(answer(operation, KinesisRequest.parse(body, protocol)));
    }

    private KinesisReply answer(String operation, KinesisRequest request) {
        return switch (operation) {
            case "CreateStream" -> createStream(request);
            case "DeleteStream" -> deleteStream(request);
            case "DescribeStreamSummary" -> describe(stream(request));
            case "ListShards" -> listShards(request);
            case "GetShardIterator" -> getShardIterator(request);
            case "GetRecords" -> getRecords(request);
            case "SplitShard" -> splitShard(request);
            case "MergeShards" -> mergeShards(request);
            default ->
                throw new KinesisError(
                        400, "UnknownOperationException", "Not among the local operations: " + operation);
        };
    }

    private LocalStream stream(KinesisRequest request) {
        return streams.find(request.requiredStreamName());
    }

    private KinesisReply createStream(KinesisRequest request) {
        boolean onDemand = request.object("StreamModeDetails")
                .text("StreamMode")
                .filter("ON_DEMAND"::equals)
                .isPresent();
        StreamOptions options = StreamOptions.ofShards(
                        request.number("ShardCount", onDemand ? DEFAULT_ON_DEMAND_SHARDS : 0, MAX_SHARDS))
                .withMaxRecordKiB(maxRecordKiB(request));
        streams.create(request.requiredText("StreamName"), onDemand ? options.withOnDemand() : options);
        return KinesisReply.EMPTY;
    }

    private static int maxRecordKiB(KinesisRequest request) {
        int smallest = StreamOptions.DEFAULT_MAX_RECORD_KIB;
        int kiB = request.number("MaxRecordSizeInKiB", smallest, StreamOptions.LARGEST_MAX_RECORD_KIB);
        if (kiB < smallest) {
            throw KinesisError.validation("maxRecordSizeInKiB", "have value greater than or equal to " + smallest);
        }
        return kiB;
    }

    private KinesisReply deleteStream(KinesisRequest request) {
        streams.delete(request.requiredStreamName());
        return KinesisReply.EMPTY;
    }

    private static KinesisReply describe(LocalStream stream) {
        StreamOptions options = stream.options();
        return (out, protocol) -> {
            out.writeObjectFieldStart("StreamDescriptionSummary");
            out.writeStringField("StreamName", stream.name());
            out.writeStringField("StreamARN", stream.arn());
            out.writeStringField("StreamStatus", "ACTIVE");
            out.writeObjectFieldStart("StreamModeDetails");
            out.writeStringField("StreamMode", options.onDemand() ? "ON_DEMAND" : "PROVISIONED");
            out.writeEndObject();
            out.writeNumberField("RetentionPeriodHours", options.retentionHours());
            protocol.writeTimestamp(out, "StreamCreationTimestamp", stream.createdMillis());
            out.writeStringField("EncryptionType", "NONE");
            out.writeNumberField("OpenShardCount", stream.openShards());
            out.writeNumberField("ConsumerCount", 0);
            out.writeNumberField("MaxRecordSizeInKiB", options.maxRecordKiB());
            out.writeEndObject();
        };
    }

    private KinesisReply listShards(KinesisRequest request) {
        ShardListing listing = ShardListing.of(request);
        return listing.answer(streams.find(listing.stream()), request);
    }

    private KinesisReply getShardIterator(KinesisRequest request) {
        ShardIterator iterator = stream(request)
                .iterator(
                        request.requiredText("ShardId"),
                        request.requiredText("ShardIteratorType"),
                        request.text("StartingSequenceNumber"));
        return (out, protocol) -> out.writeStringField("ShardIterator", iterator.encode());
    }

    private KinesisReply getRecords(KinesisRequest request) {
        ShardIterator place = ShardIterator.decode(request.requiredText("ShardIterator"));
        int limit = request.number("Limit", MAX_RECORDS_READ, MAX_RECORDS_READ);
        ShardSlice slice = streams.find(place.stream()).read(place, limit);
        return (out, protocol) -> write(slice, out, protocol);
    }

    private static void write(ShardSlice slice, JsonGenerator out, KinesisProtocol protocol) throws IOException {
        out.writeArrayFieldStart("Records");
        for (AcceptedRecord record : slice.records()) {
            out.writeStartObject();
            out.writeStringField("SequenceNumber", record.sequenceNumber());
            protocol.writeTimestamp(out, "ApproximateArrivalTimestamp", record.arrivalMillis());
            out.writeBinaryField("Data", record.data().asByteArrayUnsafe());
            out.writeStringField("PartitionKey", record.partitionKey());
            out.writeStringField("EncryptionType", "NONE");
            out.writeEndObject();
        }
        out.writeEndArray();
        if (slice.next().isPresent()) {
            out.writeStringField("NextShardIterator", slice.next().get().encode());
        } else {
            writeChildren(slice, out);
        }
        out.writeNumberField("MillisBehindLatest", slice.millisBehindLatest());
    }

    private static void writeChildren(ShardSlice slice, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("ChildShards");
        for (LocalShard child : slice.children()) {
            out.writeStartObject();
            out.writeStringField("ShardId", child.id());
            out.writeFieldName("ParentShards");
            out.writeArray(
                    child.parents().toArray(String[]::new), 0, child.parents().size());
            ShardListing.writeRange(child, out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private KinesisReply splitShard(KinesisRequest request) {
        String newStart = request.requiredText("NewStartingHashKey");
        if (!newStart.matches("0|([1-9]\\d{0,38})")) {
            throw KinesisError.validation(
                    "newStartingHashKey", "satisfy regular expression pattern: 0|([1-9]\\d{0,38})");
        }
        stream(request).splitShard(request.requiredText("ShardToSplit"), new BigInteger(newStart));
        return KinesisReply.EMPTY;
    }

    private KinesisReply mergeShards(KinesisRequest request) {
        stream(request).mergeShards(request.requiredText("ShardToMerge"), request.requiredText("AdjacentShardToMerge"));
        return KinesisReply.EMPTY;
    }
}
