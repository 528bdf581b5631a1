package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.aws.DynamoDbLedger;
import com.stockflare.restore.local.AcceptedRecord;
import com.stockflare.restore.local.LedgerTable;
import com.stockflare.restore.local.LocalCloudWatch;
import com.stockflare.restore.local.LocalDynamoDb;
import com.stockflare.restore.local.LocalKinesis;
import com.stockflare.restore.local.LocalS3;
import com.stockflare.restore.local.LocalStream;
import com.stockflare.restore.local.S3Fault;
import com.stockflare.restore.local.StreamOptions;
import com.stockflare.restore.local.TableKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * RestoreHandler in this JVM, with S3 and Kinesis on real sockets and a Lambda that only writes down what it is to
 * invoke. The SDK finds them through system properties, which {@link #close()} puts back.
 */
final class HandlerBench implements AutoCloseable {
    static final String BUCKET = "restore-bucket";
    static final String LEDGER = "restore-ledger";

    private static final String STREAM = "put-stream";

    private final Properties before = (Properties) System.getProperties().clone();
    private final LocalS3 localS3 = LocalS3.start();
    private final LocalKinesis kinesis = LocalKinesis.start();
    private final LocalDynamoDb localDynamoDb = LocalDynamoDb.start();
    private final LocalCloudWatch cloudWatch = LocalCloudWatch.start();
    private final DynamoDbClient dynamoDb;
    private final HttpServer lambda;
    private final S3Client s3;
    private final List<String> invoked = new CopyOnWriteArrayList<>();
    private volatile int lambdaStatus = 202;
    private LocalStream stream;
    private int streams;

    HandlerBench() {
        try {
            lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lambda.createContext("/", this::invoke);
        lambda.start();
        s3 = S3Client.builder()
                .endpointOverride(localS3.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY)))
                .forcePathStyle(true)
                .build();
        localS3.createVersionedBucket(BUCKET);
        dynamoDb = DynamoDbClient.builder()
                .endpointOverride(localDynamoDb.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY)))
                .build();
        TableKey.parse("id:N").createTable(dynamoDb, "Rates");
        LedgerTable.create(dynamoDb, LEDGER);
        Map.of(
                        "aws.endpointUrlS3",
                        localS3.endpoint().toString(),
                        "aws.endpointUrlKinesis",
                        kinesis.endpoint().toString(),
                        "aws.endpointUrlDynamoDb",
                        localDynamoDb.endpoint().toString(),
                        "aws.endpointUrlCloudWatch",
                        cloudWatch.endpoint().toString(),
                        "aws.endpointUrlLambda",
                        "http://127.0.0.1:" + lambda.getAddress().getPort(),
                        "aws.region",
                        "us-east-1",
                        "aws.accessKeyId",
                        LocalS3.ACCESS_KEY,
                        "aws.secretAccessKey",
                        LocalS3.SECRET_KEY)
                .forEach(System::setProperty);
    }

    private void invoke(HttpExchange exchange) throws IOException {
        try (exchange) {
            String event = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (lambdaStatus == 202) {
                invoked.add(exchange.getRequestURI() + " " + event);
            }
            exchange.sendResponseHeaders(lambdaStatus, -1);
        }
    }

    /** The API's handler over the current handler's stream. */
    RestoreApiHandler api() {
        return api(Map.of());
    }

    RestoreApiHandler api(Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "BACKUP_FILE_BUCKET",
                BUCKET,
                "KINESIS_STREAM",
                stream(),
                "REJECTS_BUCKET",
                BUCKET,
                "LEDGER_TABLE",
                LEDGER,
                "LEASE_SECONDS",
                "15",
                "RESTORE_FUNCTION",
                "restore-function",
                "AWS_ENDPOINT_URL_S3",
                localS3.endpoint().toString()));
        environment.putAll(more);
        return new RestoreApiHandler(environment);
    }

    /** A handler over an empty stream that takes everything at once, with a ledger of its own if it is given none. */
    RestoreHandler handler(Map<String, String> more) {
        String name = STREAM + "-" + ++streams;
        stream = kinesis.createStream(name, StreamOptions.ofShards(4).withoutLimits());
        invoked.clear();
        lambdaStatus = 202;
        Map<String, String> environment = new TreeMap<>(Map.of(
                "BACKUP_FILE_BUCKET", BUCKET,
                "KINESIS_STREAM", name,
                "REJECTS_BUCKET", BUCKET,
                // No call is made again because the machine held it up: it may take a third of this.
                "LEASE_SECONDS", "45",
                "AWS_ENDPOINT_URL_S3", localS3.endpoint().toString()));
        environment.putAll(more);
        if (!environment.containsKey("LEDGER_TABLE")) {
            String ledger = LEDGER + "-" + streams;
            LedgerTable.create(dynamoDb, ledger);
            environment.put("LEDGER_TABLE", ledger);
        }
        return new RestoreHandler(environment);
    }

    void refuseInvocations(int status) {
        lambdaStatus = status;
    }

    /** What becomes of every request for an object, from now on. */
    void failS3(S3Fault fault) {
        localS3.onCall(call -> fault);
    }

    /** What Lambda was to invoke, a path and an event each. */
    List<String> invoked() {
        return invoked;
    }

    DynamoDbLedger ledger() {
        return new DynamoDbLedger(dynamoDb, LEDGER, InstantSource.system(), HopLog::warn);
    }

    /** Makes a restore one that only a later release can read. */
    void makeUnreadable(String restoreId) {
        dynamoDb.updateItem(r -> r.tableName(LEDGER)
                .key(Map.of("restoreId", AttributeValue.fromS(restoreId), "part", AttributeValue.fromS("restore")))
                .updateExpression("SET decode = :zip")
                .expressionAttributeValues(Map.of(":zip", AttributeValue.fromS("zip"))));
    }

    /** How far the stream's consumer is behind. */
    void setLag(Duration age) {
        cloudWatch.setAge(name -> age);
    }

    /** The version that it makes. */
    String put(String key, byte[] content) {
        return s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromBytes(content))
                .versionId();
    }

    void delete(String key) {
        s3.deleteObject(r -> r.bucket(BUCKET).key(key));
    }

    byte[] get(String key) {
        return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asByteArray();
    }

    String etag(String key) {
        return s3.headObject(r -> r.bucket(BUCKET).key(key)).eTag();
    }

    /** The current handler's. */
    String stream() {
        return STREAM + "-" + streams;
    }

    List<String> keys(String prefix) {
        return s3.listObjectsV2(r -> r.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** The payloads in the current handler's stream, sorted. */
    List<String> payloads() {
        return stream.records().stream()
                .map(AcceptedRecord::data)
                .map(data -> data.asString(UTF_8))
                .sorted()
                .toList();
    }

    /**
     * The answer of an invocation that gets no more of the file than its first 64 KiB, the smallest part that there is: it
     * cannot come to the end, however long an acknowledgement takes.
     */
    JsonNode answerToFirstPart(RestoreHandler handler, String event, Context context) {
        CountDownLatch answered = new CountDownLatch(1);
        localS3.onCall(call -> call.from() >= 65_536 ? S3Fault.heldUntil(answered) : S3Fault.none());
        try {
            return answer(handler, event, context);
        } finally {
            answered.countDown();
            failS3(S3Fault.none());
        }
    }

    static JsonNode answer(RestoreHandler handler, String event, Context context) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json(answer.toString(UTF_8));
    }

    static JsonNode json(String text) {
        try {
            return JobJson.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public void close() {
        s3.close();
        lambda.stop(0);
        kinesis.close();
        dynamoDb.close();
        localDynamoDb.close();
        cloudWatch.close();
        localS3.close();
        System.setProperties(before);
    }
}
