package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RejectReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules held against DynamoDB Local: what passes them it takes, and stores as it was in the row; what it refuses they
 * refuse. More items with {@code -Drules.items=100000}.
 */
@Tag("slow")
class DynamoDbRulesTest {
    private static final int SEEDS = 6;
    private static final int ITEMS = Integer.getInteger("rules.items", 6_000) / SEEDS;

    private static final Pattern READ_BY_BIG_DECIMAL =
            Pattern.compile("\"-?\\+?(\\+\\d|\\.\\d|\\d+\\.([eE]|\")|\\d*[^\\x00-\\x7f])");
    private static final Pattern ZERO_WITH_EXPONENT = Pattern.compile("\"-?0[0.]*[eE]");

    private static EdgeTable table;

    private final PayloadWriter writer = new PayloadWriter(EdgeTable.SCHEMA, Decode.NONE, BinaryFormat.NODE, 8 << 20);

    @BeforeAll
    static void start() {
        table = new EdgeTable();
    }

    @AfterAll
    static void stop() {
        table.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void write_itemsAtTheEdges_takenAndStoredIfAndOnlyIfDynamoDbTakesThem(long seed) throws IOException {
        EdgeItems items = new EdgeItems(seed);
        Map<RejectReason, Integer> reasons = new EnumMap<>(RejectReason.class);
        int taken = 0;
        for (int i = 0; i < ITEMS; i++) {
            RejectReason reason = check(items.next().getBytes(UTF_8));
            if (reason == null) {
                taken++;
            } else {
                reasons.merge(reason, 1, Integer::sum);
            }
        }
        assertTrue(taken > ITEMS / 4 && taken < ITEMS * 3 / 4, taken + " of " + ITEMS + " taken");
        assertTrue(reasons.size() >= 14, () -> "only " + reasons);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void write_mutatedItems_takenAndStoredIfAndOnlyIfDynamoDbTakesThem(long seed) throws IOException {
        EdgeItems items = new EdgeItems(~seed);
        RowMutator mutator = new RowMutator(new Random(seed));
        for (int i = 0; i < ITEMS / 2; i++) {
            check(mutator.mutate(items.next().getBytes(UTF_8)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void write_itemsAsLargeAsTheyMayBe_takenIfAndOnlyIfDynamoDbTakesThem(long seed) throws IOException {
        EdgeItems items = new EdgeItems(seed);
        String item = items.large();
        int room = 409_600 - SimpleRules.size(item);
        int fill = item.indexOf("\"fill\":{\"S\":\"") + 13;
        for (int more : new int[] {room - 1, room, room + 1, room + 2}) {
            String filled = item.substring(0, fill) + "y".repeat(more) + item.substring(fill);
            assertEquals(more > room ? RejectReason.ITEM_TOO_LARGE : null, check(filled.getBytes(UTF_8)));
        }
    }

    /** @return the reason why the item is refused, or null if it has been stored as it should be */
    private RejectReason check(byte[] item) throws IOException {
        try {
            writer.write(Payloads.row(item));
        } catch (MalformedRowException e) {
            String refusal = table.put(asItIs(item));
            assertTrue(
                    !refusal.isEmpty() || isStricterThanTheEmulator(e.reason(), new String(item, UTF_8)),
                    () -> e.reason() + ", but DynamoDB takes " + shown(item));
            return e.reason();
        }
        byte[] payload = Arrays.copyOf(writer.bytes(), writer.size());
        assertEquals("", table.put(payload), () -> "DynamoDB refuses " + shown(item));
        assertEquals(
                StoredMeaning.ofRow(ItemMeaning.of(ItemMeaning.parse(item, item.length))),
                StoredMeaning.of(table.get(payload)),
                () -> shown(item));
        return null;
    }

    /** The payload that there would be without any rules. */
    private static byte[] asItIs(byte[] item) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes("{\"TableName\":\"Rates\",\"Item\":".getBytes(UTF_8));
        payload.writeBytes(item);
        payload.write('}');
        return payload.toByteArray();
    }

    /**
     * What DynamoDB Local takes and the rules do not. It reads numbers by Java's {@code BigDecimal}: with digits of any
     * script, a plus, without a digit on one side of the point, and a zero with any exponent. The service refuses the last,
     * as has been seen of it; that it takes the others is not documented, and no backup of it has them. It knows nothing of Node.js; and Base64 that is not quite right is made
     * right by this project's own consumer.
     */
    private static boolean isStricterThanTheEmulator(RejectReason reason, String item) {
        return switch (reason) {
            case NAME_UNSAFE -> item.contains("\"__proto__\"") || item.contains("\"hasOwnProperty\"");
            case NOT_A_NUMBER -> READ_BY_BIG_DECIMAL.matcher(item).find();
            case NOT_BINARY -> true;
            case NUMBER_OUT_OF_RANGE -> ZERO_WITH_EXPONENT.matcher(item).find();
            default -> false;
        };
    }

    private static String shown(byte[] item) {
        String text = new String(item, UTF_8);
        return text.substring(0, Math.min(2_000, text.length()));
    }
}
