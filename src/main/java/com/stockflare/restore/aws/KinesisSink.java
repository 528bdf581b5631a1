package com.stockflare.restore.aws;

import com.stockflare.restore.engine.Notes;
import com.stockflare.restore.engine.RecordSink;
import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.model.StreamException.Reason;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.Shard;
import com.stockflare.restore.stream.StreamShape;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Kinesis streams. */
public final class KinesisSink implements RecordSink {
    private static final Set<StreamStatus> TAKES_RECORDS = Set.of(StreamStatus.ACTIVE, StreamStatus.UPDATING);

    private final KinesisClient kinesis;

    /** @param kinesis of {@link AwsClients#kinesis()}: any other sends no record */
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
        KinesisPut put = new KinesisPut(stream, batch);
        try {
            kinesis.putRecords(put.request());
            return put.result();
        } catch (SdkException e) {
            if (put.hasAnswer()) {
                // Its time was up when all had been read.
                return put.result();
            }
            AwsFailure failure = new AwsFailure(e);
            if (!failure.mayPass()) {
                throw failure(stream, e);
            }
            return put.allFailed(failure.isThrottling());
        }
    }

    private StreamException failure(String stream, SdkException e) {
        AwsFailure failure = new AwsFailure(e);
        String cannot = "The stream " + stream + " cannot be written to: ";
        if (e instanceof ResourceNotFoundException) {
            return new StreamException(
                    Reason.STREAM_NOT_FOUND,
                    "There is no stream " + stream
                            + " in this account and region. Check its name and the region, or make" + " it again.",
                    e);
        }
        if (failure.mayPass()) {
            return new StreamException(Reason.STREAM_UNAVAILABLE, cannot + failure.inWords() + ".", e);
        }
        if (failure.code().startsWith("KMS")) {
            String why = "its KMS key cannot be used (" + failure.code() + "). Enable the key, and allow its use.";
            return new StreamException(Reason.STREAM_DENIED, cannot + why, e);
        }
        if (failure.isDenied()) {
            String why = "access is denied. Allow kinesis:PutRecords, kinesis:ListShards and"
                    + " kinesis:DescribeStreamSummary on it.";
            return new StreamException(Reason.STREAM_DENIED, cannot + why, e);
        }
        return new StreamException(Reason.STREAM_UNUSABLE, cannot + failure.inWords() + ".", e);
    }
}
