package com.stockflare.restore.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.stream.Batch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The program that anybody would write first: one GET as a stream, line by line, each item as a tree, and one PutRecords
 * of 500 after the other. Asked with an object's key.
 */
final class ObviousClient {
    /** As many as its forerunner in Ruby spread over. */
    private static final int PARTITIONS = 10;

    private final ObjectMapper mapper = new ObjectMapper();
    private final S3Client s3;
    private final KinesisClient kinesis;

    private ObviousClient() {
        AwsClients clients = new AwsClients(System.getenv(), null, AwsClients.MOST_CALL_TIMEOUT);
        s3 = clients.s3();
        kinesis = clients.kinesis();
    }

    public static void main(String[] args) {
        ChildJvm.answer(new ObviousClient()::restore);
    }

    private Report restore(String object) {
        Stopwatch watch = new Stopwatch();
        long rows = 0;
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                s3.getObject(r -> r.bucket(GeneratedS3.BUCKET).key(object)), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                entries.add(PutRecordsRequestEntry.builder()
                        .partitionKey("PartitionKey-" + rows++ % PARTITIONS)
                        .data(SdkBytes.fromByteArray(payload(line)))
                        .build());
                if (entries.size() == Batch.MAX_RECORDS) {
                    put(entries);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!entries.isEmpty()) {
            put(entries);
        }
        return Report.ofRows(rows, watch);
    }

    private byte[] payload(String line) throws IOException {
        ObjectNode payload = mapper.createObjectNode();
        payload.put("TableName", RowKind.TABLE);
        payload.set("Item", mapper.readTree(Base64.getDecoder().decode(line)));
        return mapper.writeValueAsBytes(payload);
    }

    private void put(List<PutRecordsRequestEntry> entries) {
        if (kinesis.putRecords(r -> r.streamName(QuickKinesis.STREAM).records(entries))
                        .failedRecordCount()
                != 0) {
            throw new IllegalStateException("the stream has refused records");
        }
        entries.clear();
    }
}
