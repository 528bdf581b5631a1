package com.stockflare.restore.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Tag("slow")
class SampleTableTest {

    private static final SampleTable SAMPLE = new SampleTable(7, 300);

    private static LocalDynamoDb local;
    private static DynamoDbClient dynamo;

    @BeforeAll
    static void start() {
        local = LocalDynamoDb.start();
        dynamo = DynamoDbClient.builder()
                .endpointOverride(local.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
        SampleTable.create(dynamo, "Full");
        SAMPLE.fill(dynamo, "Full");
    }

    @AfterAll
    static void stop() {
        dynamo.close();
        local.close();
    }

    @Test
    void stream_anySize_hasEveryType() {
        Set<AttributeValue.Type> types = SAMPLE.stream()
                .limit(100)
                .flatMap(item -> item.values().stream())
                .map(AttributeValue::type)
                .collect(Collectors.toSet());
        assertEquals(EnumSet.complementOf(EnumSet.of(AttributeValue.Type.UNKNOWN_TO_SDK_VERSION)), types);
    }

    @Test
    void stream_sameSeed_isTheSame() {
        assertEquals(SAMPLE.stream().toList(), new SampleTable(7, 300).stream().toList());
        assertNotEquals(
                SAMPLE.stream().toList(), new SampleTable(8, 300).stream().toList());
    }

    @Test
    void stream_tenThousandItems_haveTheirOwnKeysAndRowsOfAbout250Bytes() {
        List<Map<String, AttributeValue>> items =
                new SampleTable(1, 10_000).stream().toList();
        long keys = items.stream()
                .map(item -> List.of(item.get(SampleTable.PARTITION_KEY), item.get(SampleTable.SORT_KEY)))
                .distinct()
                .count();
        double mean = items.stream()
                .mapToInt(item -> BackupWriter.CURRENT.row(item).length())
                .filter(length -> length < 10_000)
                .average()
                .orElseThrow();
        assertEquals(10_000, keys);
        assertTrue(mean > 200 && mean < 400, () -> "mean length " + mean);
    }

    @Test
    void fill_table_holdsExactlyTheItems() {
        TableComparison comparison = compareWith(item -> item);
        assertEquals(List.of(), comparison.differences());
        assertTrue(comparison.isIdentical());
        assertEquals(300, comparison.identical());
    }

    @Test
    void ofTables_anotherTable_saysWhatDiffers() {
        SampleTable.create(dynamo, "Other");
        new SampleTable(7, 299).fill(dynamo, "Other");
        assertEquals(
                new TableComparison(300, 299, 299, List.of("missing " + key(SAMPLE.item(299)))),
                TableComparison.ofTables(dynamo, "Full", "Other"));
        assertEquals(
                new TableComparison(299, 300, 299, List.of("surplus " + key(SAMPLE.item(299)))),
                TableComparison.ofTables(dynamo, "Other", "Full"));
    }

    @Test
    void ofItems_oneByteChanged_isADifferenceNamedByItsKey() {
        Map<String, AttributeValue> changed = SAMPLE.item(40);
        TableComparison comparison = compareWith(item -> {
            if (item.equals(changed)) {
                item.put("data", AttributeValue.fromS("40"));
            }
            return item;
        });
        assertEquals(new TableComparison(300, 300, 299, List.of("different " + key(changed))), comparison);
    }

    private static TableComparison compareWith(UnaryOperator<Map<String, AttributeValue>> change) {
        Iterator<Map<String, AttributeValue>> expected =
                SAMPLE.stream().map(change).iterator();
        return TableComparison.ofItems(dynamo, expected, "Full");
    }

    private static String key(Map<String, AttributeValue> item) {
        return BackupWriter.CURRENT.json(new TreeMap<>(Map.of(
                SampleTable.PARTITION_KEY, item.get(SampleTable.PARTITION_KEY),
                SampleTable.SORT_KEY, item.get(SampleTable.SORT_KEY))));
    }
}
