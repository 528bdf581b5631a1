package com.stockflare.restore.local;

import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The ledger's table, as the template makes it. */
public final class LedgerTable {
    private LedgerTable() {}

    public static void create(DynamoDbClient dynamo, String name) {
        dynamo.createTable(request(name));
        dynamo.updateTimeToLive(table -> table.tableName(name)
                .timeToLiveSpecification(ttl -> ttl.attributeName("expiresAt").enabled(true)));
    }

    /** What the template is held to. */
    public static CreateTableRequest request(String name) {
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(Stream.of("restoreId", "part", "watched", "listed", "createdAt")
                        .map(LedgerTable::text)
                        .toList())
                .keySchema(key("restoreId", KeyType.HASH), key("part", KeyType.RANGE))
                .globalSecondaryIndexes(index("watched", "watched"), index("newest", "listed"))
                .build();
    }

    private static GlobalSecondaryIndex index(String name, String hash) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(key(hash, KeyType.HASH), key("createdAt", KeyType.RANGE))
                .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                .build();
    }

    private static AttributeDefinition text(String attribute) {
        return AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }
}
