package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.local.LocalDynamoDb;
import com.stockflare.restore.model.KeyAttribute;
import com.stockflare.restore.model.TableException;
import com.stockflare.restore.model.TableSchema;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

class DynamoDbTableCatalogTest {
    private static final String ONE_KEY = "{\"Table\":{\"TableStatus\":\"%s\",\"AttributeDefinitions\":[{"
            + "\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"id\","
            + "\"KeyType\":\"HASH\"}]}}";
    private static final KeyAttribute ID = new KeyAttribute("id", KeyAttribute.KeyType.S, 2_048, true);

    private final List<String> notes = new ArrayList<>();

    private TableSchema describe(URI endpoint) {
        return describe(endpoint, AwsClients::dynamoDb);
    }

    private TableSchema describe(URI endpoint, Function<AwsClients, DynamoDbClient> kind) {
        try (SdkSettings settings = SdkSettings.dynamoDb(endpoint);
                DynamoDbClient client = kind.apply(settings.clients())) {
            return new DynamoDbTableCatalog(client).describe("Rates", notes::add);
        }
    }

    private TableSchema describeStub(int status, String body) {
        try (StubServer stub = answering(status, body)) {
            return describe(stub.endpoint());
        }
    }

    private static StubServer answering(int status, String body) {
        return StubServer.answering(status, Map.of("Content-Type", "application/x-amz-json-1.0"), body);
    }

    private static String error(String type) {
        return "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + type
                + "\",\"message\":\"User: arn is not allowed\"}";
    }

    /** An attribute that is in several keys has the smallest limit, and is required if the table's key needs it. */
    @Test
    @Tag("slow")
    void describe_tableWithIndexes_tellsEachKeyAttributeOnce() {
        try (LocalDynamoDb local = LocalDynamoDb.start()) {
            create(local.endpoint());

            assertEquals(
                    Set.of(
                            new KeyAttribute("id", KeyAttribute.KeyType.S, 1_024, true),
                            new KeyAttribute("day", KeyAttribute.KeyType.N, 1_024, true),
                            new KeyAttribute("owner", KeyAttribute.KeyType.B, 2_048, false),
                            new KeyAttribute("price", KeyAttribute.KeyType.N, 1_024, false)),
                    Set.copyOf(describe(local.endpoint()).keys()));
        }
        assertEquals(List.of(), notes);
    }

    private static void create(URI endpoint) {
        try (SdkSettings settings = SdkSettings.dynamoDb(endpoint);
                DynamoDbClient client = settings.clients().dynamoDb()) {
            client.createTable(CreateTableRequest.builder()
                    .tableName("Rates")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                            attribute("id", "S"),
                            attribute("day", "N"),
                            attribute("owner", "B"),
                            attribute("price", "N"))
                    .keySchema(key("id", KeyType.HASH), key("day", KeyType.RANGE))
                    .globalSecondaryIndexes(
                            index("by-owner", key("owner", KeyType.HASH), key("id", KeyType.RANGE)),
                            index("by-day", key("day", KeyType.HASH), key("price", KeyType.RANGE)))
                    .localSecondaryIndexes(LocalSecondaryIndex.builder()
                            .indexName("by-price")
                            .keySchema(key("id", KeyType.HASH), key("price", KeyType.RANGE))
                            .projection(p -> p.projectionType(ProjectionType.ALL))
                            .build())
                    .build());
        }
    }

    private static GlobalSecondaryIndex index(String name, KeySchemaElement... keys) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(keys)
                .projection(p -> p.projectionType(ProjectionType.ALL))
                .build();
    }

    private static AttributeDefinition attribute(String name, String type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }

    @Test
    void describe_missingTable_saysThatItMustBeMadeAgain() {
        TableException e =
                assertThrows(TableException.class, () -> describeStub(400, error("ResourceNotFoundException")));

        assertEquals("TABLE_NOT_FOUND", e.code());
        assertEquals(
                "There is no table Rates in this account and region. Make it again first, with its key and its indexes:"
                        + " the backup holds its items only.",
                e.getMessage());
        Wording.assertClear(e);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACTIVE", "UPDATING", "SOMETHING_NEW"})
    void describe_itemsCanBePut_tellsTheKey(String status) {
        assertEquals(new TableSchema("Rates", List.of(ID)), describeStub(200, ONE_KEY.formatted(status)));
        assertEquals(List.of(), notes);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATING, Start again when it is ACTIVE.",
        "DELETING, Start again when it is ACTIVE.",
        "ARCHIVING, Start again when it is ACTIVE.",
        "ARCHIVED, Start again when it is ACTIVE.",
        "INACCESSIBLE_ENCRYPTION_CREDENTIALS, 'Enable its KMS key, and allow its use, then start again.'"
    })
    void describe_itemsCannotBePut_isNotActive(String status, String what) {
        TableException e = assertThrows(TableException.class, () -> describeStub(200, ONE_KEY.formatted(status)));

        assertEquals("TABLE_NOT_ACTIVE", e.code());
        assertEquals("The table Rates is " + status + ". " + what, e.getMessage());
        Wording.assertClear(e);
    }

    @ParameterizedTest
    @CsvSource({
        "400, AccessDeniedException, access is denied. Allow dynamodb:DescribeTable on it.",
        "400, UnrecognizedClientException, 'the AWS credentials are not valid any more, or not for this account"
                + " (UnrecognizedClientException). Renew them.'",
        "400, ValidationException, the service answered ValidationException."
    })
    void describe_cannotBeAsked_saysSoAndGoesOn(int status, String type, String why) {
        assertEquals(TableSchema.unknown("Rates"), describeStub(status, error(type)));

        isNoted(why);
    }

    /** To send rows unchecked for that would be to risk that one blocks its shard. */
    @ParameterizedTest
    @CsvSource({"500, InternalServerError", "400, ThrottlingException"})
    void describe_mayPass_isToBeTriedAgain(int status, String type) {
        isToBeTriedAgain(assertThrows(TableException.class, () -> describeStub(status, error(type))));
    }

    @Test
    void describe_nobodyThere_isToBeTriedAgain() {
        StubServer gone = answering(200, "");
        gone.close();

        isToBeTriedAgain(assertThrows(TableException.class, () -> describe(gone.endpoint())));
    }

    private void isToBeTriedAgain(TableException e) {
        assertEquals("TABLE_UNAVAILABLE", e.code());
        assertTrue(e.isRetryable());
        Wording.assertClear(e);
        assertEquals(List.of(), notes);
    }

    private void isNoted(String why) {
        assertEquals(List.of("The items are not checked for the keys of the table Rates: " + why), notes);
    }

    @Test
    void describe_serviceFailsOnce_isAskedAgain() {
        AtomicInteger calls = new AtomicInteger();
        try (StubServer stub = StubServer.start(exchange -> {
            boolean fails = calls.incrementAndGet() == 1;
            String body = fails ? error("InternalServerError") : ONE_KEY.formatted("ACTIVE");
            StubServer.answer(exchange, fails ? 500 : 200, Map.of("Content-Type", "application/x-amz-json-1.0"), body);
        })) {
            assertEquals(
                    List.of(ID),
                    describe(stub.endpoint(), AwsClients::dynamoDbWithRetries).keys());
        }
        assertEquals(List.of(), notes);
    }
}
