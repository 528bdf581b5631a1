package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/**
 * Compares what a table should hold with what it holds, item by item: types and bytes exactly, sets without order, numbers by their value
 * ({@code 1.0} is {@code 1}: DynamoDB keeps no trailing zeros).
 *
 * @param expected how many items there should be; of several with the same key only the last
 * @param actual how many there are
 * @param identical how many are the same
 * @param differences the first few that are not: {@code missing}, {@code different} or {@code surplus}, and the item's key as JSON
 */
public record TableComparison(long expected, long actual, long identical, List<String> differences) {

    private static final int MAX_DIFFERENCES = 10;

    public boolean isIdentical() {
        return identical == expected && identical == actual;
    }

    /** Compares two tables; the key is that of {@code actual}. */
    public static TableComparison ofTables(DynamoDbClient dynamo, String expected, String actual) {
        return ofItems(dynamo, scan(dynamo, expected), actual);
    }

    /** Compares a table with what should be in it. Memory grows by some hundred bytes an item. */
    public static TableComparison ofItems(
            DynamoDbClient dynamo, Iterator<Map<String, AttributeValue>> expected, String actual) {
        List<String> key = dynamo.describeTable(b -> b.tableName(actual)).table().keySchema().stream()
                .map(KeySchemaElement::attributeName)
                .toList();
        Map<String, BigInteger> missing = new HashMap<>();
        while (expected.hasNext()) {
            Map<String, AttributeValue> item = canonical(expected.next());
            missing.put(keyOf(item, key), digest(item));
        }
        Tally tally = new Tally(missing.size());
        scan(dynamo, actual).forEachRemaining(raw -> {
            Map<String, AttributeValue> item = canonical(raw);
            tally.add(keyOf(item, key), digest(item), missing);
        });
        missing.keySet().forEach(left -> tally.differ("missing", left));
        return tally.result();
    }

    /** All items of a table, page by page. */
    public static Iterator<Map<String, AttributeValue>> scan(DynamoDbClient dynamo, String table) {
        return dynamo.scanPaginator(b -> b.tableName(table).consistentRead(true))
                .items()
                .iterator();
    }

    private static String keyOf(Map<String, AttributeValue> item, List<String> names) {
        Map<String, AttributeValue> key = new TreeMap<>(item);
        key.keySet().retainAll(names);
        return BackupWriter.CURRENT.json(key);
    }

    private static BigInteger digest(Map<String, AttributeValue> item) {
        try {
            byte[] json = BackupWriter.CURRENT.json(item).getBytes(UTF_8);
            return new BigInteger(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, AttributeValue> canonical(Map<String, AttributeValue> map) {
        Map<String, AttributeValue> sorted = new TreeMap<>();
        map.forEach((name, value) -> sorted.put(name, canonical(value)));
        return sorted;
    }

    private static AttributeValue canonical(AttributeValue value) {
        return switch (value.type()) {
            case N -> AttributeValue.fromN(number(value.n()));
            case SS -> AttributeValue.fromSs(value.ss().stream().sorted().toList());
            case NS ->
                AttributeValue.fromNs(value.ns().stream()
                        .map(TableComparison::number)
                        .sorted()
                        .toList());
            case BS ->
                AttributeValue.fromBs(value.bs().stream()
                        .sorted(Comparator.comparing(bytes -> bytes.asByteBuffer()))
                        .toList());
            case L ->
                AttributeValue.fromL(
                        value.l().stream().map(TableComparison::canonical).toList());
            case M -> AttributeValue.fromM(canonical(value.m()));
            default -> value;
        };
    }

    private static String number(String number) {
        try {
            return new BigDecimal(number).stripTrailingZeros().toString();
        } catch (NumberFormatException e) {
            // No table can hold it: it is what it is, and missing.
            return number;
        }
    }

    private static final class Tally {
        private final long expected;
        private final List<String> differences = new ArrayList<>();
        private long actual;
        private long identical;

        Tally(long expected) {
            this.expected = expected;
        }

        void add(String key, BigInteger digest, Map<String, BigInteger> missing) {
            actual++;
            BigInteger wanted = missing.remove(key);
            if (digest.equals(wanted)) {
                identical++;
            } else {
                differ(wanted == null ? "surplus" : "different", key);
            }
        }

        void differ(String how, String key) {
            if (differences.size() < MAX_DIFFERENCES) {
                differences.add(how + " " + key);
            }
        }

        TableComparison result() {
            return new TableComparison(expected, actual, identical, List.copyOf(differences));
        }
    }
}
