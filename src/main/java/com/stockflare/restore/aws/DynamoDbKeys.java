package com.stockflare.restore.aws;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/**
 * The keys of items. A table is asked for its key's names once. Should it be replaced by one with another key, nothing is lost: calls may
 * only be smaller than they could be, or be refused and their items put one by one.
 */
public final class DynamoDbKeys {

    private final DynamoDbClient dynamo;
    private final Map<String, List<String>> namesByTable = new ConcurrentHashMap<>();

    public DynamoDbKeys(DynamoDbClient dynamo) {
        this.dynamo = dynamo;
    }

    /** The key that {@code item} has in {@code table}, without the key's attributes that it lacks. */
    record Key(String table, Map<String, AttributeValue> values) {}

    /** @throws SdkException if the table cannot be asked */
    Key keyOf(String table, Map<String, AttributeValue> item, DynamoDbRetries retries) {
        List<String> names = namesByTable.get(table);
        if (names == null) {
            names = describe(table, retries);
            namesByTable.put(table, names);
        }
        return new Key(
                table, names.stream().filter(item::containsKey).collect(Collectors.toMap(name -> name, item::get)));
    }

    private List<String> describe(String table, DynamoDbRetries retries) {
        return retries
                .call(limits -> dynamo.describeTable(b -> b.tableName(table).overrideConfiguration(limits)))
                .table()
                .keySchema()
                .stream()
                .map(KeySchemaElement::attributeName)
                .toList();
    }
}
