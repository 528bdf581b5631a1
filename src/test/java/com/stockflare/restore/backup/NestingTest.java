package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.NESTED_TOO_DEEP;
import static com.stockflare.restore.model.RejectReason.NOT_AN_ATTRIBUTE_VALUE;
import static com.stockflare.restore.model.RejectReason.NOT_AN_OBJECT;
import static com.stockflare.restore.model.RejectReason.NOT_BINARY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.stockflare.restore.model.RejectReason;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DynamoDB takes 32 levels, of which the innermost is a value: 31 lists and maps below an attribute. */
class NestingTest {
    private static final String LIST = "{\"L\":[";
    private static final String MAP = "{\"M\":{\"x\":";

    /** An item with a value that many lists and maps deep, drawn by chance. */
    private static String nested(int levels, String value, Random random) {
        StringBuilder item = new StringBuilder("{\"a\":");
        StringBuilder ends = new StringBuilder("}");
        for (int i = 0; i < levels; i++) {
            boolean list = random.nextBoolean();
            item.append(list ? LIST : MAP);
            ends.insert(0, list ? "]}" : "}}");
        }
        return item.append(value).append(ends).toString();
    }

    @RepeatedTest(20)
    void write_31ListsAndMaps_taken(RepetitionInfo seed) throws MalformedRowException {
        Random random = new Random(seed.getCurrentRepetition());
        String item = nested(31, "{\"S\":\"x\"}", random);
        assertEquals(item, Payloads.node(item));
        String beside = item.substring(0, item.length() - 1) + ",\"b\":"
                + nested(31, "{\"B\":[1]}", random).substring(5);
        assertEquals(beside.replace("[1]", "\"AQ==\""), Payloads.base64(beside));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"L\":[]}", "{\"M\":{}}", "{\"L\":[{\"S\":\"x\"}]}"})
    void write_32ListsAndMaps_refusedEvenWhereNothingIsInTheLast(String innermost) throws MalformedRowException {
        for (int seed = 0; seed < 20; seed++) {
            String most = nested(30, innermost, new Random(seed));
            assertEquals(most, Payloads.node(most));
            String more = nested(31, innermost, new Random(seed));
            assertEquals(
                    "level 33, at byte " + (more.indexOf(innermost) + 5) + " of the item",
                    Payloads.refused(NESTED_TOO_DEEP, more));
        }
    }

    static Stream<Arguments> bottomless() {
        return Stream.of(
                Arguments.of("{\"a\":" + LIST.repeat(100_000), NESTED_TOO_DEEP),
                Arguments.of("{\"a\":" + MAP.repeat(100_000), NESTED_TOO_DEEP),
                Arguments.of(nested(100_000, "{\"S\":\"x\"}", new Random(1)), NESTED_TOO_DEEP),
                Arguments.of("[".repeat(100_000), NOT_AN_OBJECT),
                Arguments.of("{\"a\":".repeat(100_000), NOT_AN_ATTRIBUTE_VALUE),
                Arguments.of("{\"a\":{\"S\":" + "[".repeat(100_000), RejectReason.NOT_OF_ITS_TYPE),
                Arguments.of("{\"a\":{\"B\":" + "[".repeat(100_000), NOT_BINARY),
                Arguments.of("{\"a\":{\"B\":{\"type\":" + "[".repeat(100_000), NOT_BINARY),
                Arguments.of("{\"a\":{\"B\":" + "{\"data\":".repeat(100_000), NOT_BINARY),
                Arguments.of("{\"a\":{\"BS\":[" + "{\"type\":".repeat(100_000), NOT_BINARY));
    }

    @ParameterizedTest
    @MethodSource("bottomless")
    void write_100000Levels_refusedWithoutFallingInto(String json, RejectReason reason) {
        Payloads.refused(reason, json);
    }
}
