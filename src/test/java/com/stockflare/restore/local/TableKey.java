package com.stockflare.restore.local;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/**
 * A table's key.
 *
 * @param attributes the partition key's attribute and, if there is one, the sort key's
 */
public record TableKey(List<AttributeDefinition> attributes) {

    public TableKey {
        if (attributes.isEmpty() || attributes.size() > 2) {
            throw new IllegalArgumentException("a key has one or two attributes");
        }
        attributes = List.copyOf(attributes);
    }

    /** Reads a key as {@code name:type} or {@code name:type,name:type}, types S, N or B, for example {@code year:N,title:S}. */
    public static TableKey parse(String key) {
        List<AttributeDefinition> attributes = new ArrayList<>();
        for (String attribute : key.split(",", -1)) {
            int colon = attribute.lastIndexOf(':');
            if (colon < 1 || !attribute.substring(colon).matches(":[SNB]")) {
                throw new IllegalArgumentException("not name:S, name:N or name:B: " + attribute);
            }
            attributes.add(AttributeDefinition.builder()
                    .attributeName(attribute.substring(0, colon))
                    .attributeType(attribute.substring(colon + 1))
                    .build());
        }
        return new TableKey(attributes);
    }

    /** Creates an empty table with this key. */
    public void createTable(DynamoDbClient dynamo, String table) {
        List<KeySchemaElement> schema = new ArrayList<>();
        for (AttributeDefinition attribute : attributes) {
            schema.add(KeySchemaElement.builder()
                    .attributeName(attribute.attributeName())
                    .keyType(schema.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                    .build());
        }
        dynamo.createTable(b -> b.tableName(table)
                .attributeDefinitions(attributes)
                .keySchema(schema)
                .billingMode(BillingMode.PAY_PER_REQUEST));
        dynamo.waiter().waitUntilTableExists(b -> b.tableName(table));
    }
}
