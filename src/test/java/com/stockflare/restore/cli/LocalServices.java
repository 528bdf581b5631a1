package com.stockflare.restore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.stockflare.restore.local.LocalCloudWatch;
import com.stockflare.restore.local.LocalDynamoDb;
import com.stockflare.restore.local.LocalKinesis;
import com.stockflare.restore.local.LocalS3;
import com.stockflare.restore.local.LocalStream;
import com.stockflare.restore.local.S3Fault;
import com.stockflare.restore.local.StreamOptions;
import com.stockflare.restore.local.TableKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The services that a restore from the command line needs, with a bucket of backups, a table, and rows to
 * restore into it. Whoever reads the streams keeps up.
 */
record LocalServices(LocalS3 s3, LocalKinesis kinesis, LocalDynamoDb dynamoDb, LocalCloudWatch cloudWatch)
        implements AutoCloseable {
    static final String BUCKET = "backups";
    static final String TABLE = "Rates";

    private static final int SMALL_PART_BYTES = 64 << 10;

    static LocalServices start() {
        LocalServices services = new LocalServices(
                LocalS3.start(), LocalKinesis.start(), LocalDynamoDb.start(), LocalCloudWatch.start());
        services.s3.createVersionedBucket(BUCKET);
        services.createTable();
        services.cloudWatch.setAge(stream -> Duration.ZERO);
        return services;
    }

    /** All that a child process needs to reach these services and nothing else. */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>(withoutCredentials());
        variables.put("AWS_ACCESS_KEY_ID", LocalS3.ACCESS_KEY);
        variables.put("AWS_SECRET_ACCESS_KEY", LocalS3.SECRET_KEY);
        return variables;
    }

    Map<String, String> withoutCredentials() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3",
                s3.endpoint().toString(),
                "AWS_ENDPOINT_URL_KINESIS",
                kinesis.endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                dynamoDb.endpoint().toString(),
                "AWS_ENDPOINT_URL_CLOUDWATCH",
                cloudWatch.endpoint().toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "AWS_CONFIG_FILE",
                "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE",
                "/dev/null");
    }

    /** The same with one more variable, or another value for one. */
    Map<String, String> environmentWith(String name, String value) {
        Map<String, String> variables = environment();
        variables.put(name, value);
        return variables;
    }

    /** The same, for parts so small that files of a test have several. */
    Map<String, String> environmentOfSmallParts() {
        return environmentWith("PART_SIZE_BYTES", Integer.toString(SMALL_PART_BYTES));
    }

    /** A stream with ten shards and no limits of its own. */
    LocalStream createStream(String name) {
        return kinesis.createStream(name, StreamOptions.ofShards(10).withoutLimits());
    }

    void put(String key, String content) {
        try (S3Client client =
                client(S3Client.builder().forcePathStyle(true), s3.endpoint()).build()) {
            client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(content));
        }
    }

    /** Of the bucket's files, fetched in parts of 64 KiB, only the first part comes before the latch is released. */
    void holdBehindFirstPart(CountDownLatch released) {
        s3.onCall(call -> call.from() < SMALL_PART_BYTES ? S3Fault.none() : S3Fault.heldUntil(released));
    }

    private void createTable() {
        try (DynamoDbClient client =
                client(DynamoDbClient.builder(), dynamoDb.endpoint()).build()) {
            TableKey.parse("id:S").createTable(client, TABLE);
        }
    }

    private static <B extends AwsClientBuilder<B, ?>> B client(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY)));
    }

    /** So many rows, in Base64 as dynamodb-backup writes them. */
    static String backup(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> Base64.getEncoder().encodeToString(item(i).getBytes(UTF_8)))
                .collect(Collectors.joining("\n"));
    }

    static String item(int number) {
        return "{\"id\":{\"S\":\"%06d\"}}".formatted(number);
    }

    /** The stream must hold each of the items from 0 on exactly once. */
    static void assertHoldsEachOnce(int items, LocalStream stream) {
        List<String> expected = IntStream.range(0, items)
                .mapToObj(i -> "{\"TableName\":\"" + TABLE + "\",\"Item\":" + item(i) + "}")
                .toList();
        List<String> held = stream.records().stream()
                .map(record -> record.data().asUtf8String())
                .sorted()
                .toList();
        assertEquals(expected, held);
    }

    /** {@code file:} and a path. */
    static String fileUri(Path file) {
        return "file:" + file;
    }

    @Override
    public void close() {
        cloudWatch.close();
        dynamoDb.close();
        kinesis.close();
        s3.close();
    }
}
