package com.stockflare.restore.aws;

import com.stockflare.restore.engine.Notes;
import com.stockflare.restore.engine.TableCatalog;
import com.stockflare.restore.model.KeyAttribute;
import com.stockflare.restore.model.TableException;
import com.stockflare.restore.model.TableException.Reason;
import com.stockflare.restore.model.TableSchema;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** The tables of DynamoDB. */
public final class DynamoDbTableCatalog implements TableCatalog {
    /** In any other state, also one that is not known yet, items can be put. */
    private static final Set<TableStatus> TAKES_NO_ITEMS = EnumSet.of(
            TableStatus.CREATING,
            TableStatus.DELETING,
            TableStatus.INACCESSIBLE_ENCRYPTION_CREDENTIALS,
            TableStatus.ARCHIVING,
            TableStatus.ARCHIVED);

    private final DynamoDbClient dynamo;

    /** @param dynamo tries calls again */
    public DynamoDbTableCatalog(DynamoDbClient dynamo) {
        this.dynamo = dynamo;
    }

    @Override
    public TableSchema describe(String table, Notes notes) {
        try {
            TableDescription description =
                    dynamo.describeTable(r -> r.tableName(table)).table();
            if (TAKES_NO_ITEMS.contains(description.tableStatus())) {
                throw notActive(table, description.tableStatus());
            }
            return new TableSchema(table, List.copyOf(keys(description).values()));
        } catch (ResourceNotFoundException e) {
            throw new TableException(
                    Reason.TABLE_NOT_FOUND,
                    "There is no table " + table + " in this account and region. Make it again first, with its key and"
                            + " its indexes: the backup holds its items only.",
                    e);
        } catch (SdkException e) {
            AwsFailure failure = new AwsFailure(e);
            if (failure.mayPass()) {
                throw new TableException(
                        Reason.TABLE_UNAVAILABLE,
                        "The table " + table + " cannot be looked at: " + failure.inWords() + ". Try again later.",
                        e);
            }
            String why =
                    failure.isDenied() ? "access is denied. Allow dynamodb:DescribeTable on it" : failure.inWords();
            notes.note("The items are not checked for the keys of the table " + table + ": " + why + ".");
            return TableSchema.unknown(table);
        }
    }

    private static TableException notActive(String table, TableStatus status) {
        String what = status == TableStatus.INACCESSIBLE_ENCRYPTION_CREDENTIALS
                ? "Enable its KMS key, and allow its use, then start again."
                : "Start again when it is ACTIVE.";
        return new TableException(Reason.TABLE_NOT_ACTIVE, "The table " + table + " is " + status + ". " + what, null);
    }

    private static Map<String, KeyAttribute> keys(TableDescription description) {
        Map<String, KeyAttribute.KeyType> types = description.attributeDefinitions().stream()
                .collect(Collectors.toMap(
                        AttributeDefinition::attributeName,
                        definition -> KeyAttribute.KeyType.valueOf(definition.attributeTypeAsString())));
        Map<String, KeyAttribute> keys = new LinkedHashMap<>();
        add(keys, description.keySchema(), types, true);
        description.globalSecondaryIndexes().forEach(index -> add(keys, index.keySchema(), types, false));
        description.localSecondaryIndexes().forEach(index -> add(keys, index.keySchema(), types, false));
        return keys;
    }

    private static void add(
            Map<String, KeyAttribute> keys,
            List<KeySchemaElement> schema,
            Map<String, KeyAttribute.KeyType> types,
            boolean required) {
        for (KeySchemaElement element : schema) {
            String name = element.attributeName();
            int maxBytes = element.keyType() == KeyType.HASH
                    ? KeyAttribute.MAX_PARTITION_KEY_BYTES
                    : KeyAttribute.MAX_SORT_KEY_BYTES;
            keys.merge(
                    name, new KeyAttribute(name, types.get(name), maxBytes, required), DynamoDbTableCatalog::stricter);
        }
    }

    /** An attribute that serves in several keys has to fit each. */
    private static KeyAttribute stricter(KeyAttribute one, KeyAttribute other) {
        return new KeyAttribute(
                one.name(), one.type(), Math.min(one.maxBytes(), other.maxBytes()), one.required() || other.required());
    }
}
