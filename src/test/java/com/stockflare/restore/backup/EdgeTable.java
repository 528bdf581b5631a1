package com.stockflare.restore.backup;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.aws.DynamoDbMalformedException;
import com.stockflare.restore.aws.DynamoDbPayload;
import com.stockflare.restore.local.LocalDynamoDb;
import com.stockflare.restore.model.KeyAttribute;
import com.stockflare.restore.model.KeyAttribute.KeyType;
import com.stockflare.restore.model.TableSchema;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/** The table of {@link EdgeItems} in DynamoDB Local, and the consumer in front of it. */
final class EdgeTable implements AutoCloseable {
    static final TableSchema SCHEMA = new TableSchema(
            "Rates",
            List.of(
                    new KeyAttribute("id", KeyType.S, KeyAttribute.MAX_PARTITION_KEY_BYTES, true),
                    new KeyAttribute("sk", KeyType.B, KeyAttribute.MAX_SORT_KEY_BYTES, true),
                    new KeyAttribute("n", KeyType.N, KeyAttribute.MAX_PARTITION_KEY_BYTES, false),
                    new KeyAttribute("name", KeyType.S, KeyAttribute.MAX_SORT_KEY_BYTES, false)));

    private final LocalDynamoDb local = LocalDynamoDb.start();
    private final DynamoDbClient dynamo = DynamoDbClient.builder()
            .endpointOverride(local.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();

    EdgeTable() {
        List<AttributeDefinition> attributes = SCHEMA.keys().stream()
                .map(key -> AttributeDefinition.builder()
                        .attributeName(key.name())
                        .attributeType(key.type().name())
                        .build())
                .toList();
        GlobalSecondaryIndex index = GlobalSecondaryIndex.builder()
                .indexName("by-number")
                .keySchema(key("n", "HASH"), key("name", "RANGE"))
                .projection(
                        Projection.builder().projectionType(ProjectionType.ALL).build())
                .build();
        dynamo.createTable(table -> table.tableName(SCHEMA.table())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes)
                .keySchema(key("id", "HASH"), key("sk", "RANGE"))
                .globalSecondaryIndexes(index));
        dynamo.waiter().waitUntilTableExists(b -> b.tableName(SCHEMA.table()));
    }

    private static KeySchemaElement key(String name, String type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    /**
     * What the consumer does with a record.
     *
     * @return why the item is not stored, or nothing
     */
    String put(byte[] payload) {
        try {
            DynamoDbPayload parsed = DynamoDbPayload.parse(payload);
            dynamo.putItem(put -> put.tableName(parsed.table()).item(parsed.item()));
            return "";
        } catch (DynamoDbMalformedException e) {
            return "not sent: " + e.getMessage();
        } catch (DynamoDbException e) {
            // Its JSON parser fails on names above 50,000 characters: refused, though not as the service would.
            assertTrue(e.statusCode() == 400 || payload.length > 50_000, e.getMessage());
            return e.getMessage();
        }
    }

    /** The item that is stored under the key that the payload has. */
    Map<String, AttributeValue> get(byte[] payload) {
        Map<String, AttributeValue> item = DynamoDbPayload.parse(payload).item();
        Map<String, AttributeValue> key = Map.of("id", item.get("id"), "sk", item.get("sk"));
        return dynamo.getItem(get -> get.tableName(SCHEMA.table()).key(key).consistentRead(true))
                .item();
    }

    @Override
    public void close() {
        dynamo.close();
        local.close();
    }
}
