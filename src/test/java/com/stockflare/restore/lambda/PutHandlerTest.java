package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.tests.annotations.Event;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stockflare.restore.aws.S3SetAside;
import com.stockflare.restore.local.BackupWriter;
import com.stockflare.restore.local.LocalDynamoDb;
import com.stockflare.restore.local.LocalS3;
import com.stockflare.restore.local.S3Fault;
import com.stockflare.restore.local.SampleTable;
import com.stockflare.restore.local.TableComparison;
import com.stockflare.restore.local.TableKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;

@Tag("slow")
class PutHandlerTest {

    private static final String BUCKET = "rejects";
    private static final String FILMS = "Films";
    private static final String RATES = "Rates";
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SdkBytes BYTES = SdkBytes.fromByteArray(new byte[] {0, -1});

    private static LocalDynamoDb localDynamo;
    private static LocalS3 localS3;
    private static DynamoDbClient dynamo;
    private static S3Client s3;

    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final FixedTimeContext context = new FixedTimeContext(60_000);
    private final List<Long> pauses = new ArrayList<>();

    @BeforeAll
    static void start() {
        localDynamo = LocalDynamoDb.start();
        localS3 = LocalS3.start();
        dynamo = DynamoDbClient.builder()
                .endpointOverride(localDynamo.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
        s3 = S3Client.builder()
                .endpointOverride(localS3.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
        localS3.createBucket(BUCKET);
    }

    @AfterAll
    static void stop() {
        dynamo.close();
        s3.close();
        localDynamo.close();
        localS3.close();
    }

    @BeforeEach
    void createTables() {
        dynamo.listTables().tableNames().forEach(table -> dynamo.deleteTable(b -> b.tableName(table)));
        TableKey.parse("year:N,title:S").createTable(dynamo, FILMS);
        SampleTable.create(dynamo, RATES);
        s3.listObjectsV2(b -> b.bucket(BUCKET))
                .contents()
                .forEach(object -> s3.deleteObject(b -> b.bucket(BUCKET).key(object.key())));
        localS3.onCall(call -> S3Fault.none());
        System.setOut(new PrintStream(printed, true, UTF_8));
    }

    @AfterEach
    void restoreStandardOutput() {
        System.setOut(standardOutput);
    }

    @ParameterizedTest
    @Event(value = "kinesis-binary-forms.json", type = KinesisEvent.class)
    void handleRequest_everyBinaryForm_storesTheBytes(KinesisEvent event) {
        assertNothingFailed(handler(dynamo).handleRequest(event, context));
        List<Map<String, AttributeValue>> items = scan(FILMS);
        assertEquals(4, items.size());
        for (Map<String, AttributeValue> item : items) {
            assertEquals(BYTES, item.get("v").b());
            assertEquals(List.of(BYTES), item.get("s").bs());
            assertEquals(BYTES, item.get("d").m().get("B").l().get(0).b());
        }
        assertEquals("{\"records\":4,\"put\":4,\"setAside\":0,\"failed\":0}\n", printed.toString(UTF_8));
    }

    @ParameterizedTest
    @Event(value = "events/kinesis-put.json", type = KinesisEvent.class)
    void handleRequest_sampleEvent_putsItsItems(KinesisEvent event) {
        dynamo.deleteTable(b -> b.tableName(RATES));
        TableKey.parse("pair:S,at:N").createTable(dynamo, RATES);
        assertNothingFailed(handler(dynamo).handleRequest(event, context));
        assertEquals(2, scan(RATES).size());
    }

    @Test
    void handleRequest_sampleOfEveryType_givesAnIdenticalTable() {
        SampleTable sample = new SampleTable(3, 160);
        KinesisEvent event = KinesisEvents.of(
                sample.stream().map(item -> payload(RATES, item)).toList());
        assertNothingFailed(handler(dynamo).handleRequest(event, context));
        TableComparison comparison =
                TableComparison.ofItems(dynamo, sample.stream().iterator(), RATES);
        assertTrue(comparison.isIdentical(), comparison::toString);
    }

    @Test
    void handleRequest_sixtyItemsOfTwoTables_areThreeCalls() {
        ScriptedDynamoDbClient client = scripted(dynamo::batchWriteItem);
        PutHandler handler = handler(client);
        SampleTable sample = new SampleTable(3, 30);
        List<String> payloads = IntStream.range(0, 60)
                .mapToObj(i -> i % 2 == 0 ? payload(RATES, sample.item(i / 2)) : film(i, "A"))
                .toList();
        assertNothingFailed(handler.handleRequest(KinesisEvents.of(payloads), context));
        assertNothingFailed(handler.handleRequest(KinesisEvents.of(payloads), context));
        assertEquals(
                List.of(25, 25, 10, 25, 25, 10),
                client.batches().stream().map(PutHandlerTest::size).toList());
        assertEquals(2, client.describes());
        assertEquals(30, scan(RATES).size());
        assertEquals(30, scan(FILMS).size());
    }

    @Test
    void handleRequest_keyThatComesAgain_keepsTheLastItem() {
        ScriptedDynamoDbClient client = scripted(dynamo::batchWriteItem);
        List<String> payloads = List.of(film(1, "A", "first"), film(2, "B"), film(1, "A", "last"));
        assertNothingFailed(handler(client).handleRequest(KinesisEvents.of(payloads), context));
        assertEquals("last", note(1, "A"));
        assertEquals(
                List.of(2, 1),
                client.batches().stream().map(PutHandlerTest::size).toList());
        assertEquals(List.of(), client.puts());
    }

    @Test
    void handleRequest_lastItemOfAKeyIsRefused_keepsTheOneBeforeIt() {
        List<String> payloads = List.of(film(1, "A", "first"), film(1, "A", "x".repeat(410_000)));
        assertNothingFailed(handler(dynamo).handleRequest(KinesisEvents.of(payloads), context));
        assertEquals("first", note(1, "A"));
        assertEquals(List.of("set-aside/Films/shardId-000000000003/101.json"), setAside());
    }

    @Test
    void handleRequest_itemsThatCanNeverBePut_areSetAsideAndTheRestIsPut() throws IOException {
        List<String> payloads = List.of(
                film(1, "A"),
                "no JSON: secret",
                "{\"TableName\":\"Films\",\"Item\":{\"title\":{\"S\":\"no year\"}}}",
                "{\"TableName\":\"../Films\",\"Item\":{\"title\":{\"S\":\"secret\"}}}",
                "{\"TableName\":\"Films\",\"Item\":{\"title\":\"secret\"}}",
                film(2, "B"));
        assertNothingFailed(handler(dynamo).handleRequest(KinesisEvents.of(payloads), context));
        assertEquals(2, scan(FILMS).size());
        assertEquals(
                List.of(
                        "set-aside/Films/shardId-000000000003/102.json",
                        "set-aside/Films/shardId-000000000003/104.json",
                        "set-aside/unknown/shardId-000000000003/101.json",
                        "set-aside/unknown/shardId-000000000003/103.json"),
                setAside());
        JsonNode document = document("set-aside/Films/shardId-000000000003/102.json");
        assertEquals("102", document.get("sequenceNumber").textValue());
        assertTrue(document.get("reason").textValue().startsWith("ValidationException: "));
        assertEquals(
                payloads.get(2),
                new String(Base64.getDecoder().decode(document.get("payload").textValue()), UTF_8));
        assertEquals("{\"records\":6,\"put\":2,\"setAside\":4,\"failed\":0}\n", printed.toString(UTF_8));
    }

    @Test
    void handleRequest_noBucket_failsWhatCannotBeSetAside() {
        PutHandler handler = new PutHandler(dynamo, new S3SetAside(() -> s3, ""), random(), pauses::add);
        assertFailed(List.of(101), handler.handleRequest(twoFilmsAndNoJson(), context));
        assertEquals(2, scan(FILMS).size());
        assertTrue(printed.toString(UTF_8).contains("\"failed\":1,\"reasons\":[\"set aside: NoBucketToSetAsideIn\"]"));
    }

    @Test
    void handleRequest_bucketDenied_failsWhatCannotBeSetAside() {
        localS3.onCall(call -> S3Fault.status(403, "AccessDenied"));
        assertFailed(List.of(101), handler(dynamo).handleRequest(twoFilmsAndNoJson(), context));
        assertEquals(2, scan(FILMS).size());
        assertTrue(printed.toString(UTF_8).contains("\"reasons\":[\"set aside: AccessDenied\"]"));
    }

    @Test
    void handleRequest_tableMissing_failsItsItemsOnly() {
        ScriptedDynamoDbClient client = scripted(dynamo::batchWriteItem);
        List<String> payloads = List.of(
                film(1, "A"),
                film(2, "B").replace(FILMS, "NoSuchTable"),
                film(3, "C"),
                film(4, "D").replace(FILMS, "NoSuchTable"));
        assertFailed(List.of(101, 103), handler(client).handleRequest(KinesisEvents.of(payloads), context));
        assertEquals(2, scan(FILMS).size());
        assertEquals(List.of(), setAside());
        assertEquals(2, client.describes());
        assertTrue(printed.toString(UTF_8).contains("\"reasons\":[\"ResourceNotFoundException\"]"));
    }

    @Test
    void handleRequest_tableGoneSinceItsKeyWasAsked_failsItsItemsOnly() {
        PutHandler handler = handler(dynamo);
        handler.handleRequest(KinesisEvents.of(List.of(film(1, "A"))), context);
        dynamo.deleteTable(b -> b.tableName(FILMS));
        List<String> payloads = List.of(film(1, "A"), payload(RATES, new SampleTable(1, 1).item(0)));
        assertFailed(List.of(100), handler.handleRequest(KinesisEvents.of(payloads), context));
        assertEquals(1, scan(RATES).size());
    }

    @Test
    void handleRequest_unprocessedItems_areSentAgainAlone() {
        List<Integer> processed = new ArrayList<>(List.of(7, 17));
        ScriptedDynamoDbClient client = scripted(request ->
                processed.isEmpty() ? dynamo.batchWriteItem(request) : processOnly(processed.remove(0), request));
        assertNothingFailed(handler(client).handleRequest(films(30), context));
        assertEquals(
                List.of(25, 18, 1, 5),
                client.batches().stream().map(PutHandlerTest::size).toList());
        assertEquals(30, scan(FILMS).size());
        assertEquals(List.of(), client.puts());
    }

    @Test
    void handleRequest_unprocessedKeyWrittenOtherwise_sendsTheCallAgain() {
        List<String> payloads = List.of(film(1, "A"), film(2, "B").replace("\"2\"", "\"2.0\""));
        List<BatchWriteItemResponse> answers = new ArrayList<>(List.of(BatchWriteItemResponse.builder()
                .unprocessedItems(Map.of(
                        FILMS,
                        List.of(write(Map.of("year", AttributeValue.fromN("2"), "title", AttributeValue.fromS("B"))))))
                .build()));
        ScriptedDynamoDbClient client =
                scripted(request -> answers.isEmpty() ? dynamo.batchWriteItem(request) : answers.remove(0));
        assertNothingFailed(handler(client).handleRequest(KinesisEvents.of(payloads), context));
        assertEquals(2, scan(FILMS).size());
    }

    @Test
    void handleRequest_throttledThreeTimes_pausesAndPuts() {
        List<RuntimeException> errors = new ArrayList<>(List.of(
                error(400, "ProvisionedThroughputExceededException"),
                error(500, "InternalServerError"),
                SdkClientException.create("reset", new IOException("Connection reset"))));
        ScriptedDynamoDbClient client = scripted(request -> {
            if (errors.isEmpty()) {
                return dynamo.batchWriteItem(request);
            }
            throw errors.remove(0);
        });
        assertNothingFailed(handler(client).handleRequest(films(2), context));
        assertEquals(2, scan(FILMS).size());
        assertEquals(3, pauses.size());
        assertTrue(pauses.get(0) < 50 && pauses.get(1) < 100 && pauses.get(2) < 200, pauses::toString);
    }

    @Test
    void handleRequest_throttledUntilTimeIsUp_failsWhatIsLeft() {
        List<Integer> processed = new ArrayList<>(List.of(25));
        ScriptedDynamoDbClient stuck =
                scripted(request -> processOnly(processed.isEmpty() ? 0 : processed.remove(0), request));
        StreamsEventResponse response = handler(stuck).handleRequest(films(60), context);
        assertFailed(IntStream.range(125, 160).boxed().toList(), response);
        assertEquals(25, scan(FILMS).size());
        assertEquals(List.of(), stuck.puts());
        // Ten seconds are kept back: less than a fifth of the minute.
        assertTrue(context.getRemainingTimeInMillis() >= 10_000);
        assertTrue(context.getRemainingTimeInMillis() < 15_000);
        assertTrue(printed.toString(UTF_8).contains("\"reasons\":[\"UnprocessedItems\"]"), printed::toString);
    }

    @Test
    void handleRequest_accessDenied_failsAllAtOnce() {
        ScriptedDynamoDbClient client = scripted(request -> {
            throw error(400, "AccessDeniedException");
        });
        client.onPut(request -> {
            throw error(400, "AccessDeniedException");
        });
        assertFailed(List.of(100, 101), handler(client).handleRequest(films(2), context));
        assertEquals(List.of(), pauses);
        assertEquals(List.of(), setAside());
    }

    /** Lambda delivers the batch again. */
    @Test
    void handleRequest_faultOfTheProgram_failsWithoutContent() {
        ScriptedDynamoDbClient client = scripted(request -> {
            throw new IllegalStateException("secret");
        });
        FailedInvocation failed =
                assertThrows(FailedInvocation.class, () -> handler(client).handleRequest(films(2), context));
        assertEquals(
                "INTERNAL: A fault of the program. The function's log has more about the request request",
                failed.getMessage());
        assertTrue(printed.toString(UTF_8).contains("\"requestId\":\"request\""), printed::toString);
        assertFalse(printed.toString(UTF_8).contains("secret"));
    }

    @Test
    void handleRequest_noTimeLeft_failsEverythingAndSendsNothing() {
        ScriptedDynamoDbClient client = scripted(dynamo::batchWriteItem);
        PutHandler handler = handler(client);
        context.pass(60_000);
        assertFailed(List.of(100, 101, 102), handler.handleRequest(twoFilmsAndNoJson(), context));
        assertEquals(List.of(), client.batches());
        assertEquals(List.of(), setAside());
    }

    @Test
    void handleRequest_anything_printsNoContent() {
        List<String> payloads =
                List.of(film(1, "A", "secret"), "secret", film(2, "secret").replace("\"2\"", "\"secret\""));
        handler(dynamo).handleRequest(KinesisEvents.of(payloads), context);
        assertEquals(2, setAside().size());
        assertFalse(printed.toString(UTF_8).contains("secret"));
        assertEquals(1, printed.toString(UTF_8).lines().count());
    }

    private PutHandler handler(DynamoDbClient client) {
        return new PutHandler(client, new S3SetAside(() -> s3, BUCKET), random(), millis -> {
            pauses.add(millis);
            context.pass(millis);
        });
    }

    private static SplittableRandom random() {
        return new SplittableRandom(1);
    }

    private static ScriptedDynamoDbClient scripted(Function<BatchWriteItemRequest, BatchWriteItemResponse> onBatch) {
        return new ScriptedDynamoDbClient(dynamo, onBatch);
    }

    /** Puts the first few items of a call and answers that the others were not processed. */
    private static BatchWriteItemResponse processOnly(int items, BatchWriteItemRequest request) {
        List<WriteRequest> writes = request.requestItems().get(FILMS);
        if (items > 0) {
            dynamo.batchWriteItem(b -> b.requestItems(Map.of(FILMS, writes.subList(0, items))));
        }
        return BatchWriteItemResponse.builder()
                .unprocessedItems(Map.of(FILMS, writes.subList(items, writes.size())))
                .build();
    }

    private static WriteRequest write(Map<String, AttributeValue> item) {
        return WriteRequest.builder().putRequest(put -> put.item(item)).build();
    }

    private static DynamoDbException error(int status, String code) {
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("by script")
                        .build())
                .build();
    }

    private static int size(BatchWriteItemRequest request) {
        return request.requestItems().values().stream().mapToInt(List::size).sum();
    }

    private static KinesisEvent twoFilmsAndNoJson() {
        return KinesisEvents.of(List.of(film(1, "A"), "no JSON", film(2, "B")));
    }

    private static KinesisEvent films(int count) {
        return KinesisEvents.of(
                IntStream.range(0, count).mapToObj(i -> film(i, "T" + i)).toList());
    }

    private static String film(int year, String title) {
        return film(year, title, "");
    }

    private static String film(int year, String title, String note) {
        return "{\"TableName\":\"Films\",\"Item\":{\"year\":{\"N\":\"" + year + "\"},\"title\":{\"S\":\"" + title
                + "\"},\"note\":{\"S\":\"" + note + "\"}}}";
    }

    private static String payload(String table, Map<String, AttributeValue> item) {
        return "{\"TableName\":\"" + table + "\",\"Item\":" + BackupWriter.CURRENT.json(item) + "}";
    }

    private static String note(int year, String title) {
        return dynamo.getItem(b -> b.tableName(FILMS)
                        .key(Map.of(
                                "year", AttributeValue.fromN(Integer.toString(year)),
                                "title", AttributeValue.fromS(title))))
                .item()
                .get("note")
                .s();
    }

    private static List<Map<String, AttributeValue>> scan(String table) {
        return dynamo.scanPaginator(b -> b.tableName(table)).items().stream().toList();
    }

    private static List<String> setAside() {
        return s3.listObjectsV2(b -> b.bucket(BUCKET)).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    private static JsonNode document(String key) throws IOException {
        return JSON.readTree(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asByteArray());
    }

    private static void assertNothingFailed(StreamsEventResponse response) {
        assertFailed(List.of(), response);
    }

    private static void assertFailed(List<Integer> sequenceNumbers, StreamsEventResponse response) {
        assertEquals(
                sequenceNumbers.stream().map(String::valueOf).toList(),
                response.getBatchItemFailures().stream()
                        .map(BatchItemFailure::getItemIdentifier)
                        .toList());
    }
}
