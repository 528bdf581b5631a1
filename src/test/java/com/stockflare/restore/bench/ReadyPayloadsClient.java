package com.stockflare.restore.bench;

import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.engine.EngineOptions;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.Partition;
import com.stockflare.restore.stream.Partitions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * What the SDK's PutRecords can do at best: nothing is read, and the requests, which are those that a restore sends, are
 * made before the time begins. As many calls in flight as a restore has.
 * Asked with the key of the object that holds the rows.
 */
final class ReadyPayloadsClient {
    private final KinesisClient kinesis = new AwsClients(System.getenv(), null, AwsClients.MOST_CALL_TIMEOUT).kinesis();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<RowKind, List<PutRecordsRequest>> requests = new EnumMap<>(RowKind.class);

    public static void main(String[] args) {
        ChildJvm.answer(new ReadyPayloadsClient()::put);
    }

    private static List<PutRecordsRequest> requests(RowKind kind) {
        List<PutRecordsRequest> requests = new ArrayList<>();
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        Partitions partitions = Partitions.of(List.of(), Batch.MAX_RECORDS);
        for (byte[] payload : kind.payloads()) {
            Partition partition = partitions.get(entries.size());
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey(partition.key())
                    .explicitHashKey(partition.explicitHashKey())
                    .data(SdkBytes.fromByteArrayUnsafe(payload))
                    .build());
            if (entries.size() == Batch.MAX_RECORDS) {
                requests.add(PutRecordsRequest.builder()
                        .streamName(QuickKinesis.STREAM)
                        .records(entries)
                        .build());
                entries.clear();
            }
        }
        return requests;
    }

    private Report put(String object) {
        List<PutRecordsRequest> ready = requests.computeIfAbsent(GeneratedS3.kind(object), kind -> requests(kind));
        long calls = GeneratedS3.rows(object) / Batch.MAX_RECORDS;
        AtomicLong next = new AtomicLong();
        Stopwatch watch = new Stopwatch();
        IntStream.range(0, EngineOptions.DEFAULT.callsInFlight())
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> {
                            for (long call = next.getAndIncrement(); call < calls; call = next.getAndIncrement()) {
                                put(ready.get((int) (call % ready.size())));
                            }
                        },
                        threads))
                .toList()
                .forEach(CompletableFuture::join);
        return Report.ofRows(calls * Batch.MAX_RECORDS, watch);
    }

    private void put(PutRecordsRequest request) {
        if (kinesis.putRecords(request).failedRecordCount() != 0) {
            throw new IllegalStateException("the stream has refused records");
        }
    }
}
