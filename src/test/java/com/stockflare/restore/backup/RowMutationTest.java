package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.TableSchema;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows with faults: each is refused in words of our own, or keeps every rule and means in its payload what it means as it
 * stands; and none makes the writer take more memory than its length allows. More with {@code -Dmutations=5000000}.
 */
class RowMutationTest {
    private static final int SEEDS = 10;
    private static final int ROWS = Integer.getInteger("mutations", 100_000) / SEEDS;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** The tables of names, which may grow with any row, are bounded by what an item may have. */
    private static final long MOST_BYTES_OF_NAMES = 3 << 20;

    private static final long MOST_BYTES_A_BYTE = 32;

    /** All that a detail may say: numbers apart, nothing in it comes from the row. */
    private static final Pattern DETAIL = Pattern.compile(("(?:there is nothing"
                    + "|its second ends before byte # of the item"
                    + "|its length, # bytes, is not a multiple of 4"
                    + "|it holds a character that is not Base64, or padding in the middle"
                    + "|its last character has bits that belong to no byte"
                    + "|the key attribute '(?:id|sk)' is not there"
                    + "|the closing quote is missing|something follows the closing quote at byte #"
                    + "|(?:(?:something follows it|not an object with a type|an unknown type|more than one type|level #"
                    + "|it must be (?:a string|true|true or false|an array|an array of strings|an object)"
                    + "|a name of no character|a name of more than # bytes"
                    + "|more than # bytes as DynamoDB counts them|a name that means something in JavaScript"
                    + "|a (?:name|text) with half of a surrogate pair"
                    + "|not a number as DynamoDB writes it|# significant digits, 38 are the most"
                    + "|the magnitude must be from 1E-130 to 9.99...E\\+125"
                    + "|an element that is there before|the end of a set without elements"
                    + "|the key attribute '(?:id|sk|n|name)' (?:must be of type [SNB]|is empty|has # bytes, # are the most)"
                    + "|found (?:VALUE_(?:NULL|TRUE|FALSE|NUMBER_INT|NUMBER_FLOAT))|a Buffer has no such field"
                    + "|an object that is not a Buffer|a Buffer whose length is not that of its data"
                    + "|a Buffer's data must be an array|not a whole number|not a number from # to #"
                    + "|as Base64 text (?:its length, # bytes, is not a multiple of 4"
                    + "|it holds a character that is not Base64, or padding in the middle"
                    + "|its last character has bits that belong to no byte)), )?at byte # of the item)?")
            .replace("#", "\\d+"));

    /** What rows are written for. */
    private record Target(PayloadWriter writer, TableSchema schema, BinaryFormat format) {
        Target(TableSchema schema, Decode decode, BinaryFormat format) {
            this(new PayloadWriter(schema, decode, format, 64 << 20), schema, format);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void write_mutatedItems_refusedOrMeaningTheSame(long seed) throws IOException {
        RowMutator mutator = new RowMutator(new Random(seed));
        Target[] targets = {
            new Target(TableSchema.unknown("Rates"), Decode.NONE, BinaryFormat.NODE),
            new Target(EdgeTable.SCHEMA, Decode.NONE, BinaryFormat.BASE64)
        };
        Set<RejectReason> reasons = EnumSet.noneOf(RejectReason.class);
        int taken = 0;
        for (int i = 0; i < ROWS; i++) {
            byte[] item = mutator.next();
            if (item[0] == '"') {
                continue;
            }
            RejectReason reason = check(targets[i % 2], item, item);
            if (reason == null) {
                taken++;
            } else {
                reasons.add(reason);
            }
        }
        assertTrue(taken > ROWS / 20 && taken < ROWS / 2, taken + " of " + ROWS + " taken");
        assertTrue(reasons.size() >= 7, () -> "only " + reasons);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void write_mutatedRows_refusedOrMeaningTheSame(long seed) throws IOException {
        Random random = new Random(~seed);
        RowMutator mutator = new RowMutator(random);
        Target target = new Target(EdgeTable.SCHEMA, Decode.AUTO, BinaryFormat.NODE);
        for (int i = 0; i < ROWS / 4; i++) {
            byte[] item = mutator.next();
            byte[] row = random.nextBoolean() ? Base64.getEncoder().encode(item) : quoted(item);
            row = random.nextBoolean() ? mutator.mutate(row) : row;
            check(target, row, meant(row));
        }
    }

    static Stream<String> largestItems() {
        return Stream.of(
                item("{\"a\":{\"SS\":[\"\"", i -> ",\"" + i + "\"", "]}}"),
                item("{\"a\":{\"NS\":[\"0\"", i -> ",\"" + i + "\"", "]}}"),
                item("{\"a\":{\"BS\":[[]", i -> ",[" + (i >> 8 & 0xFF) + "," + (i & 0xFF) + "]", "]}}"),
                item("{\"a\":{\"B\":[0", i -> ",1", "]}}"),
                item("{\"a\":{\"L\":[{\"S\":\"\"}", i -> ",{\"M\":{}}", "]}}"),
                item("{\"a\":{\"M\":{\"\u00e9\":{\"S\":\"\"}", i -> ",\"" + i + "\":{\"S\":\"\"}", "}}}"),
                item("{\"a\":{\"S\":\"", i -> "\\ud83d\\ude00", "\"}}"),
                item("{\"a\":{\"N\":\"1", i -> "0", "\"}}"),
                item("{\"a\":{\"NS\":[\"0.", i -> "0", "\"]}}"),
                item("{\"", i -> "\\u0041", "\":{\"S\":\"x\"}}"));
    }

    private static String item(String start, IntFunction<String> piece, String end) {
        StringBuilder item = new StringBuilder(start);
        for (int i = 1; item.length() < 8_000_000; i++) {
            item.append(piece.apply(i));
        }
        return item.append(end).toString();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("largestItems")
    void write_itemsOfEightMegabytes_memoryWithinTheirBound(String item) throws IOException {
        byte[] row = item.getBytes(UTF_8);
        check(new Target(TableSchema.unknown("Rates"), Decode.NONE, BinaryFormat.BASE64), row, row);
    }

    /** @return the reason why it is refused, or null */
    private static RejectReason check(Target target, byte[] bytes, byte[] item) throws IOException {
        Row row = Payloads.row(bytes);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            target.writer.write(row);
        } catch (MalformedRowException e) {
            assertTrue(DETAIL.matcher(e.getMessage()).matches(), e.getMessage());
            return e.reason();
        } finally {
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(
                    allocated < MOST_BYTES_OF_NAMES + MOST_BYTES_A_BYTE * bytes.length,
                    allocated + " bytes for " + bytes.length);
        }
        assertPayload(target, item);
        return null;
    }

    private static void assertPayload(Target target, byte[] item) throws IOException {
        String shown = new String(item, UTF_8);
        JsonNode payload = ItemMeaning.parse(target.writer.bytes(), target.writer.size());
        assertEquals(2, payload.size(), shown);
        assertEquals("Rates", payload.get("TableName").textValue(), shown);
        JsonNode meant = ItemMeaning.of(ItemMeaning.parse(item, item.length));
        assertEquals(meant, ItemMeaning.of(payload.get("Item")), shown);
        SimpleRules.assertValid(meant, target.schema);
        if (target.format == BinaryFormat.NODE) {
            SimpleRules.assertSafeInNode(meant);
        }
    }

    private static byte[] quoted(byte[] item) {
        return ('"' + new String(item, ISO_8859_1).replace("\"", "\"\"") + '"').getBytes(ISO_8859_1);
    }

    /** The item's JSON in a row that has one. */
    private static byte[] meant(byte[] row) {
        byte[] field = row;
        if (row[0] == '"') {
            String text = new String(row, ISO_8859_1);
            field = text.substring(1, Math.max(1, text.length() - 1))
                    .replace("\"\"", "\"")
                    .getBytes(ISO_8859_1);
        }
        if (field.length > 0 && field[0] == '{') {
            return field;
        }
        try {
            return Base64.getDecoder().decode(field);
        } catch (IllegalArgumentException e) {
            return Arrays.copyOf(field, 0);
        }
    }
}
