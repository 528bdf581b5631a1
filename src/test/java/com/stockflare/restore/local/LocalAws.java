package com.stockflare.restore.local;

import com.stockflare.restore.aws.DynamoDbLedger;
import com.stockflare.restore.model.RestoreState;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * AWS on one machine with this project's stack on it: a bucket for dropped files, a stream, RestoreFunction, and on
 * request PutFunction. Everything is on 127.0.0.1 and gone with {@link #close()}.
 */
public final class LocalAws implements AutoCloseable {
    public static final String BUCKET = "restore-bucket";
    public static final String STREAM = "put-stream";
    public static final String RESTORE_FUNCTION = "RestoreFunction";
    public static final String API_FUNCTION = "RestoreApiFunction";
    public static final String PUT_FUNCTION = "PutFunction";
    public static final String LEDGER = "restore-ledger";

    private static final String RESTORE_HANDLER = "com.stockflare.restore.lambda.RestoreHandler";
    private static final String API_HANDLER = "com.stockflare.restore.lambda.RestoreApiHandler";
    private static final String PUT_HANDLER = "com.stockflare.restore.lambda.PutHandler";

    private final LocalS3 s3 = LocalS3.start();
    private final LocalDynamoDb dynamoDb = LocalDynamoDb.start();
    private final LocalKinesis kinesis = LocalKinesis.start();
    private final LocalCloudWatch cloudWatch = LocalCloudWatch.start();
    private final LocalLambda lambda;
    private final LocalStream stream;
    private final S3Client s3Client;
    private final DynamoDbClient dynamoDbClient;
    private final KinesisClient kinesisClient;
    private List<Path> classPath = FunctionSpec.deploymentPackage();
    private int memoryMb = 512;
    private volatile LocalEventSourceMapping mapping;
    private LocalSchedule watchdog;
    private LocalHttpApi api;

    private LocalAws(LambdaOptions options, StreamOptions streamOptions) {
        lambda = LocalLambda.start(options);
        stream = kinesis.createStream(STREAM, streamOptions);
        s3.createVersionedBucket(BUCKET);
        s3Client =
                client(S3Client.builder().forcePathStyle(true), s3.endpoint()).build();
        dynamoDbClient = client(DynamoDbClient.builder(), dynamoDb.endpoint()).build();
        kinesisClient = client(KinesisClient.builder(), kinesis.endpoint()).build();
        LedgerTable.create(dynamoDbClient, LEDGER);
        cloudWatch.setAge(this::consumerLag);
    }

    public static LocalAws start(LambdaOptions options, StreamOptions streamOptions) {
        return new LocalAws(options, streamOptions);
    }

    private static <B extends AwsClientBuilder<B, ?>> B client(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY)));
    }

    /** Null where nobody reads the stream. */
    private Duration consumerLag(String name) {
        return mapping == null ? null : stream.ageOfOldestBehind(mapping.settledTo());
    }

    /** The SDK's own environment: with it, clients and the command line reach this AWS and no other. */
    public Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        variables.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_KINESIS", kinesis.endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_CLOUDWATCH", cloudWatch.endpoint().toString());
        variables.put("AWS_REGION", "us-east-1");
        variables.put("AWS_ACCESS_KEY_ID", LocalS3.ACCESS_KEY);
        variables.put("AWS_SECRET_ACCESS_KEY", LocalS3.SECRET_KEY);
        return variables;
    }

    /** Deploys RestoreFunction as the template does, with more variables where a test wants others. */
    public void deployRestore(Duration timeout, Map<String, String> more) {
        Map<String, String> variables = environment();
        variables.put("BACKUP_FILE_BUCKET", BUCKET);
        variables.put("KINESIS_STREAM", STREAM);
        variables.put("RESTORE_PREFIX", "restore/");
        variables.put("REJECTS_BUCKET", BUCKET);
        variables.put("LEDGER_TABLE", LEDGER);
        // A third of it is what a call may take: enough for a machine that is busy with a dozen JVMs.
        variables.put("LEASE_SECONDS", "9");
        variables.putAll(more);
        lambda.create(FunctionSpec.of(RESTORE_FUNCTION, RESTORE_HANDLER)
                .withTimeout(timeout)
                .withMemoryMb(memoryMb)
                .withClassPath(classPath)
                .withEnvironment(variables));
    }

    /**
     * Deploys RestoreApiFunction as the template does, behind an HTTP API.
     *
     * @return where that is reached
     */
    public URI deployApi() {
        Map<String, String> variables = environment();
        variables.put("BACKUP_FILE_BUCKET", BUCKET);
        variables.put("KINESIS_STREAM", STREAM);
        variables.put("REJECTS_BUCKET", BUCKET);
        variables.put("LEDGER_TABLE", LEDGER);
        variables.put("LEASE_SECONDS", "9");
        variables.put("RESTORE_FUNCTION", RESTORE_FUNCTION);
        lambda.create(FunctionSpec.of(API_FUNCTION, API_HANDLER)
                .withTimeout(Duration.ofSeconds(30))
                .withClassPath(classPath)
                .withEnvironment(variables));
        api = LocalHttpApi.start(event -> lambda.invoke(API_FUNCTION, event).payload());
        return api.endpoint();
    }

    /** Sends the watchdog's event every period, as the template does every minute. */
    public void scheduleWatchdog(Duration period) {
        watchdog = new LocalSchedule(lambda, RESTORE_FUNCTION, "{\"action\":\"watchdog\"}", period);
    }

    /** All restores that the ledger knows. */
    public List<RestoreState> restores() {
        DynamoDbLedger ledger = new DynamoDbLedger(dynamoDbClient, LEDGER, InstantSource.system(), note -> {});
        return dynamoDbClient.scanPaginator(r -> r.tableName(LEDGER).consistentRead(true)).items().stream()
                .filter(row -> row.get("part").s().equals("restore"))
                .map(row -> ledger.find(row.get("restoreId").s()).orElseThrow())
                .toList();
    }

    /**
     * Waits until each restore has ended, at least one.
     *
     * @return them, in no order
     */
    public List<RestoreState> awaitRestores(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<RestoreState> all = restores();
        while ((all.isEmpty() || !all.stream().allMatch(RestoreState::isOver)) && System.nanoTime() < deadline) {
            Thread.sleep(100);
            all = restores();
        }
        return all;
    }

    /** Deploys the consumer and maps the stream to it as the template does. */
    public void deployPut() {
        Map<String, String> variables = environment();
        variables.put("REJECTS_BUCKET", BUCKET);
        lambda.create(FunctionSpec.of(PUT_FUNCTION, PUT_HANDLER)
                .withTimeout(Duration.ofMinutes(1))
                .withConcurrency(2)
                .withClassPath(classPath)
                .withEnvironment(variables));
        MappingSpec spec = MappingSpec.of(STREAM, PUT_FUNCTION)
                .withBatchSize(500)
                .withMaximumRetryAttempts(100)
                .withBisectBatchOnFunctionError()
                .withReportBatchItemFailures();
        mapping = LocalEventSourceMapping.start(spec, kinesisClient, lambda);
    }

    /** Gives RestoreFunction so much memory when it is deployed. */
    void limitMemoryMb(int mb) {
        memoryMb = mb;
    }

    /** Takes the functions deployed from now on from another deployment package. */
    void deployFrom(List<Path> deploymentPackage) {
        classPath = deploymentPackage;
    }

    /** Puts an object and sends RestoreFunction the notification that S3 sends for it. */
    public void drop(String key, RequestBody content) {
        PutObjectResponse put = put(key, content);
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
        lambda.send(RESTORE_FUNCTION, """
                {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",
                "eventTime":"2026-01-01T00:00:00.000Z","eventName":"ObjectCreated:Put",
                "s3":{"s3SchemaVersion":"1.0","bucket":{"name":"%s","arn":"arn:aws:s3:::%s"},
                "object":{"key":"%s","eTag":%s,"versionId":"%s","sequencer":"%016X"}}}]}
                """.formatted(
                        BUCKET, BUCKET, encoded, put.eTag(), put.versionId(), System.nanoTime()));
    }

    /** Puts an object and sends RestoreFunction the event that EventBridge sends for it, as in the template. */
    public void dropThroughEventBridge(String key, RequestBody content) {
        PutObjectResponse put = put(key, content);
        lambda.send(RESTORE_FUNCTION, """
                {"version":"0","detail-type":"Object Created","source":"aws.s3","region":"us-east-1",
                "detail":{"version":"0","bucket":{"name":"%s"},"reason":"PutObject",
                "object":{"key":"%s","etag":%s,"version-id":"%s","sequencer":"%016X"}}}
                """.formatted(BUCKET, key, put.eTag(), put.versionId(), System.nanoTime()));
    }

    /** Puts an object where nothing is told of it. */
    public PutObjectResponse put(String key, RequestBody content) {
        return s3Client.putObject(r -> r.bucket(BUCKET).key(key), content);
    }

    /** The server itself, to make it fail. */
    public LocalS3 localS3() {
        return s3;
    }

    public S3Client s3() {
        return s3Client;
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDbClient;
    }

    public LocalLambda lambda() {
        return lambda;
    }

    /** To tell another lag than the consumer's own. */
    public LocalCloudWatch cloudWatch() {
        return cloudWatch;
    }

    public LocalKinesis kinesis() {
        return kinesis;
    }

    public LocalStream stream() {
        return stream;
    }

    /** The consumer's reading of the stream; null before {@link #deployPut()}. */
    public LocalEventSourceMapping consumer() {
        return mapping;
    }

    /** Stops the readers first, so that nobody complains about a server that has gone. */
    @Override
    public void close() {
        if (api != null) {
            api.close();
        }
        if (watchdog != null) {
            watchdog.close();
        }
        if (mapping != null) {
            mapping.close();
        }
        lambda.close();
        s3Client.close();
        dynamoDbClient.close();
        kinesisClient.close();
        kinesis.close();
        cloudWatch.close();
        s3.close();
        dynamoDb.close();
    }
}
