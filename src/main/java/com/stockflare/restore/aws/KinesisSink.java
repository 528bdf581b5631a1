package com.stockflare.restore.aws;

import com.stockflare.restore.engine.Notes;
import com.stockflare.restore.engine.RecordSink;
import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.model.StreamException.Reason;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.Shard;
import com.stockflare.restore.stream.Slice;
import com.stockflare.restore.stream.StreamShape;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Kinesis streams. */
public final class KinesisSink implements RecordSink {
    private static final String THROTTLED = "ProvisionedThroughputExceededException";

    private static final Set<StreamStatus> TAKES_RECORDS = Set.of(StreamStatus.ACTIVE, StreamStatus.UPDATING);

    private final KinesisClient kinesis;

    public KinesisSink(KinesisClient kinesis) {
        this.kinesis = kinesis;
    }

    @Override
    public StreamShape describe(String stream, Notes notes) {
        return shape(stream, openShards(stream, notes), notes);
    }

    private StreamShape shape(String stream, List<Shard> openShards, Notes notes) {
        try {
            StreamDescriptionSummary summary =
                    kinesis.describeStreamSummary(r -> r.streamName(stream)).streamDescriptionSummary();
            if (!TAKES_RECORDS.contains(summary.streamStatus())) {
                throw new StreamException(
                        Reason.STREAM_UNUSABLE,
                        stream,
                        "The stream " + stream + " is " + summary.streamStatusAsString()
                                + ". Start again when it is ACTIVE.",
                        null);
            }
            Integer kib = summary.maxRecordSizeInKiB();
            Integer hours = summary.retentionPeriodHours();
            return new StreamShape(
                    openShards,
                    kib == null ? StreamShape.DEFAULT_MAX_RECORD_BYTES : kib << 10,
                    hours == null ? StreamShape.DEFAULT_RETENTION : Duration.ofHours(hours));
        } catch (SdkException e) {
            if (!new AwsFailure(e).isDenied()) {
                throw failure(stream, e);
            }
            notes.note(
                    "The stream's largest record and its retention are not known, so 1 MiB and 24 hours are taken for"
                            + " them: allow kinesis:DescribeStreamSummary on " + stream + ".");
            return new StreamShape(openShards, StreamShape.DEFAULT_MAX_RECORD_BYTES, StreamShape.DEFAULT_RETENTION);
        }
    }

    private List<Shard> openShards(String stream, Notes notes) {
        try {
            List<Shard> open = new ArrayList<>();
            String nextToken = null;
            do {
                ListShardsResponse page = kinesis.listShards(pageAfter(stream, nextToken));
                page.shards().stream()
                        .filter(s -> s.sequenceNumberRange().endingSequenceNumber() == null)
                        .map(s -> new Shard(
                                s.shardId(),
                                new BigInteger(s.hashKeyRange().startingHashKey()),
                                new BigInteger(s.hashKeyRange().endingHashKey())))
                        .forEach(open::add);
                nextToken = page.nextToken();
            } while (nextToken != null);
            return open;
        } catch (SdkException e) {
            if (!new AwsFailure(e).isDenied()) {
                throw failure(stream, e);
            }
            notes.note(
                    "The stream's shards are not known, so the records may fall unevenly: allow kinesis:ListShards on "
                            + stream + ".");
            return List.of();
        }
    }

    /** A page's token stands for the stream: Kinesis takes only one of the two. */
    private ListShardsRequest pageAfter(String stream, String nextToken) {
        return nextToken == null
                ? ListShardsRequest.builder().streamName(stream).build()
                : ListShardsRequest.builder().nextToken(nextToken).build();
    }

    @Override
    public PutResult put(String stream, Batch batch) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            entries.add(entry(batch, i));
        }
        try {
            return result(batch, kinesis.putRecords(r -> r.streamName(stream).records(entries)));
        } catch (SdkException e) {
            AwsFailure failure = new AwsFailure(e);
            if (!failure.mayPass()) {
                throw failure(stream, e);
            }
            return allFailed(batch, failure.isThrottling());
        }
    }

    private static PutRecordsRequestEntry entry(Batch batch, int i) {
        Slice data = batch.data(i);
        byte[] copy = Arrays.copyOfRange(data.bytes(), data.from(), data.from() + data.length());
        return PutRecordsRequestEntry.builder()
                .partitionKey(batch.partition(i).key())
                .explicitHashKey(batch.partition(i).explicitHashKey())
                .data(SdkBytes.fromByteArrayUnsafe(copy))
                .build();
    }

    private static PutResult result(Batch batch, PutRecordsResponse response) {
        List<PutRecordsResultEntry> records = response.records();
        if (records.size() != batch.size()) {
            // Not an answer to this call, whoever gave it: what it does not name is not acknowledged.
            return allFailed(batch, false);
        }
        List<PutResult.Failed> failed = new ArrayList<>();
        Set<String> shardIds = new HashSet<>();
        for (int i = 0; i < records.size(); i++) {
            PutRecordsResultEntry record = records.get(i);
            if (record.errorCode() != null) {
                failed.add(new PutResult.Failed(i, record.errorCode().equals(THROTTLED)));
            } else if (record.shardId() == null) {
                failed.add(new PutResult.Failed(i, false));
            } else {
                shardIds.add(record.shardId());
            }
        }
        return new PutResult(failed, shardIds);
    }

    private static PutResult allFailed(Batch batch, boolean throttled) {
        List<PutResult.Failed> failed = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            failed.add(new PutResult.Failed(i, throttled));
        }
        return new PutResult(failed, Set.of());
    }

    private StreamException failure(String stream, SdkException e) {
        AwsFailure failure = new AwsFailure(e);
        String cannot = "The stream " + stream + " cannot be written to: ";
        if (e instanceof ResourceNotFoundException) {
            return new StreamException(
                    Reason.STREAM_NOT_FOUND,
                    stream,
                    "There is no stream " + stream
                            + " in this account and region. Check its name and the region, or make" + " it again.",
                    e);
        }
        if (failure.mayPass()) {
            return new StreamException(Reason.STREAM_UNAVAILABLE, stream, cannot + failure.inWords() + ".", e);
        }
        if (failure.code().startsWith("KMS")) {
            String why = "its KMS key cannot be used (" + failure.code() + "). Enable the key, and allow its use.";
            return new StreamException(Reason.STREAM_DENIED, stream, cannot + why, e);
        }
        if (failure.isDenied()) {
            String why = "access is denied. Allow kinesis:PutRecords, kinesis:ListShards and"
                    + " kinesis:DescribeStreamSummary on it.";
            return new StreamException(Reason.STREAM_DENIED, stream, cannot + why, e);
        }
        return new StreamException(Reason.STREAM_UNUSABLE, stream, cannot + failure.inWords() + ".", e);
    }
}
