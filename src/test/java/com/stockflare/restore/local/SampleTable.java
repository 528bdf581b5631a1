package com.stockflare.restore.local;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A table with every attribute type and the values that are easily spoilt on the way: its partition key is a text named {@code type}, its
 * sort key a binary named {@code B}. A row of its backup is about 250 bytes long; every 500th item has tens of KB, and the first items hold
 * every corner case, whatever the number of items.
 *
 * @param seed the same seed gives the same items
 * @param items how many
 */
public record SampleTable(long seed, int items) {

    public static final String PARTITION_KEY = "type";
    public static final String SORT_KEY = "B";

    private static final List<AttributeValue> CORNER_CASES = SampleValues.cornerCases();

    private static final int LARGE_EVERY = 500;
    private static final int MAX_PUTS_A_CALL = 25;
    private static final int CALLS_AT_ONCE = 4;

    /** Creates the table, empty. */
    public static void create(DynamoDbClient dynamo, String table) {
        TableKey.parse(PARTITION_KEY + ":S," + SORT_KEY + ":B").createTable(dynamo, table);
    }

    /** Puts all items into the table. */
    public void fill(DynamoDbClient dynamo, String table) {
        fill(dynamo, table, put -> {});
    }

    /**
     * Puts all items into the table, with several calls at once.
     *
     * @param progress is told the number of items of each call, by several threads
     */
    void fill(DynamoDbClient dynamo, String table, IntConsumer progress) {
        ExecutorService threads = Executors.newFixedThreadPool(CALLS_AT_ONCE);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int from = 0; from < items; from += MAX_PUTS_A_CALL) {
                int first = from;
                int count = Math.min(items - from, MAX_PUTS_A_CALL);
                calls.add(threads.submit(() -> {
                    put(dynamo, table, first, count);
                    progress.accept(count);
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the table " + table + " could not be filled", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void put(DynamoDbClient dynamo, String table, int first, int count) {
        Map<String, List<WriteRequest>> puts = Map.of(
                table,
                IntStream.range(first, first + count)
                        .mapToObj(this::item)
                        .map(item -> WriteRequest.builder()
                                .putRequest(put -> put.item(item))
                                .build())
                        .toList());
        while (!puts.isEmpty()) {
            Map<String, List<WriteRequest>> next = puts;
            puts = dynamo.batchWriteItem(b -> b.requestItems(next)).unprocessedItems();
        }
    }

    /** All items, each with a key of its own. */
    public Stream<Map<String, AttributeValue>> stream() {
        return IntStream.range(0, items).mapToObj(this::item);
    }

    /** The item of that number, counted from 0. */
    public Map<String, AttributeValue> item(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        SampleValues values = new SampleValues(random);
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put(PARTITION_KEY, AttributeValue.fromS(SampleValues.WORDS.get(number % SampleValues.WORDS.size())));
        item.put(SORT_KEY, AttributeValue.fromB(sortKey(number, values)));
        item.put("data", AttributeValue.fromN(Integer.toString(number)));
        if (number < CORNER_CASES.size()) {
            item.put("corner", CORNER_CASES.get(number));
        } else if (number % LARGE_EVERY == LARGE_EVERY / 2) {
            item.put("large", large(values, 10_000 + random.nextInt(40_000)));
        }
        for (int i = random.nextInt(2); i < 3; i++) {
            item.putIfAbsent(SampleValues.NAMES.get(random.nextInt(SampleValues.NAMES.size())), values.any(3));
        }
        return item;
    }

    /** The number makes it unique; a tail of random bytes makes its length vary. */
    private static SdkBytes sortKey(int number, SampleValues values) {
        byte[] tail = values.bytes(6);
        return SdkBytes.fromByteArrayUnsafe(ByteBuffer.allocate(Integer.BYTES + tail.length)
                .putInt(Integer.reverse(number))
                .put(tail)
                .array());
    }

    private static AttributeValue large(SampleValues values, int minChars) {
        List<AttributeValue> lines = new ArrayList<>();
        for (int chars = 0; chars < minChars; ) {
            String line = values.text(40);
            chars += line.length();
            lines.add(AttributeValue.fromS(line));
        }
        return AttributeValue.fromL(lines);
    }
}
