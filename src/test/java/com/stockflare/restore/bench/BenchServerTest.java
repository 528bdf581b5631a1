package com.stockflare.restore.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.aws.S3BackupSource;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.s3.S3Client;

/** What the benchmarks run against, as the SDK's clients see it. */
class BenchServerTest {
    private HttpServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private <B extends AwsClientBuilder<B, ?>> B client(B builder, HttpHandler handler) throws IOException {
        server = BenchServer.serve(handler);
        return builder.endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }

    @Test
    void putRecords_severalCalls_areAnsweredAndCounted() throws IOException {
        QuickKinesis stream = new QuickKinesis(QuickKinesis.MANY_SHARDS);
        try (KinesisClient kinesis = client(KinesisClient.builder(), stream).build()) {
            for (int records : new int[] {500, 3, 500}) {
                PutRecordsResponse answer = put(kinesis, records);
                assertEquals(records, answer.records().size());
                assertEquals(0, answer.failedRecordCount());
                assertTrue(answer.records().stream().allMatch(r -> r.shardId().startsWith("shardId-0000")));
            }
            assertEquals(1_003, stream.records());
            assertEquals(
                    1_000,
                    kinesis.listShards(r -> r.streamName(QuickKinesis.STREAM))
                            .shards()
                            .size());
        }
    }

    /** With what ends things in CBOR in the data. */
    private static PutRecordsResponse put(KinesisClient kinesis, int records) {
        PutRecordsRequestEntry entry = PutRecordsRequestEntry.builder()
                .partitionKey("PartitionKey-1")
                .data(SdkBytes.fromByteArray(new byte[] {-1, 127, -1}))
                .build();
        return kinesis.putRecords(r -> r.streamName(QuickKinesis.STREAM).records(Collections.nCopies(records, entry)));
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE_250", "BINARY_1K"})
    void open_rangesOfAnObject_joinToRowsOfTheLengthSaid(RowKind kind) throws IOException {
        int rows = kind.rowsOfBlock() + 3;
        GeneratedS3 files = new GeneratedS3();
        try (S3Client client = client(S3Client.builder(), files).build()) {
            S3BackupSource s3 = new S3BackupSource(client);
            BackupFile file = s3.head(new RestoreRequest(
                    RowKind.TABLE, GeneratedS3.BUCKET, GeneratedS3.key(kind, rows), null, "stream", 0, Decode.AUTO));
            long cut = file.size() - 5L * kind.rowBytes();

            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            read(s3, file, new ByteRange(0, cut), joined);
            read(s3, file, new ByteRange(cut, file.size()), joined);

            assertArrayEquals(content(kind, rows), joined.toByteArray());
            assertEquals(file.size(), files.bytesSent());
            assertEquals(cut, files.largestPart());
        }
    }

    @Test
    void listObjects_rejects_areNone() throws IOException {
        try (S3Client client = client(S3Client.builder(), new GeneratedS3()).build()) {
            assertEquals(
                    0,
                    client.listObjectsV2(r -> r.bucket(GeneratedS3.REJECTS))
                            .contents()
                            .size());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PAYLOAD_150", "BINARY_1K"})
    void payloads_withoutWhatBinaryValuesGain_haveTheLengthSaid(RowKind kind) {
        for (byte[] payload : kind.payloads()) {
            String asInTheFile = new String(payload, UTF_8).replace(",\"byteLength\":30", "");
            assertEquals(kind.payloadBytes(), asInTheFile.getBytes(UTF_8).length);
        }
    }

    private static void read(S3BackupSource s3, BackupFile file, ByteRange range, ByteArrayOutputStream to)
            throws IOException {
        try (InputStream body = s3.open(file, range)) {
            body.transferTo(to);
        }
    }

    private static byte[] content(RowKind kind, int rows) {
        byte[] block = kind.block();
        byte[] content = Arrays.copyOf(block, (int) kind.fileBytes(rows));
        System.arraycopy(block, 0, content, block.length, content.length - block.length);
        return content;
    }

    @Test
    void open_anotherState_isRefused() throws IOException {
        try (S3Client client = client(S3Client.builder(), new GeneratedS3()).build()) {
            BackupFile other = new BackupFile(
                    GeneratedS3.BUCKET, GeneratedS3.key(RowKind.PAYLOAD_150, 10), null, "\"other\"", 1_000);

            SourceException e = assertThrows(
                    SourceException.class, () -> new S3BackupSource(client).open(other, new ByteRange(0, 10)));

            assertEquals("SOURCE_CHANGED", e.code());
        }
    }
}
