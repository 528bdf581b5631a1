package com.stockflare.restore.bench;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.s3.S3Client;

/** What it costs at least to read something from S3 and to send something: the SDK, and nothing of this project. */
final class ColdSdk {
    private ColdSdk() {}

    public static void main(String[] args) {
        ChildJvm.answer(key -> {
            SdkHttpClient http = Apache5HttpClient.create();
            getAndPut(s3(http), kinesis(http), key);
            return new Report(Map.of("rows", 1L));
        });
    }

    static S3Client s3(SdkHttpClient http) {
        return S3Client.builder().httpClient(http).forcePathStyle(true).build();
    }

    static KinesisClient kinesis(SdkHttpClient http) {
        return KinesisClient.builder().httpClient(http).build();
    }

    static void getAndPut(S3Client s3, KinesisClient kinesis, String key) {
        byte[] file =
                s3.getObjectAsBytes(r -> r.bucket(GeneratedS3.BUCKET).key(key)).asByteArrayUnsafe();
        PutRecordsRequestEntry record = PutRecordsRequestEntry.builder()
                .partitionKey("PartitionKey-0")
                .data(SdkBytes.fromByteArrayUnsafe(file))
                .build();
        kinesis.putRecords(r -> r.streamName(QuickKinesis.STREAM).records(List.of(record)));
    }
}
