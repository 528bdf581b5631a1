package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.model.KeyAttribute;
import com.stockflare.restore.model.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** DynamoDB's rules once more, in the most obvious way, for an item as {@link ItemMeaning} shows it. */
final class SimpleRules {
    private SimpleRules() {}

    /** Holds the names against JavaScript, too. */
    static void assertSafeInNode(JsonNode item) {
        assertTrue(
                item.findValue("__proto__") == null && item.findValue("hasOwnProperty") == null,
                "a name lost in Node.js");
    }

    static void assertValid(JsonNode item, TableSchema schema) {
        assertFalse(item.isEmpty(), "no attribute");
        assertTrue(size(item) <= 409_600, "too large");
        map(item, 0);
        schema.keys().forEach(key -> key(key, item.get(key.name())));
    }

    /** In bytes, as DynamoDB counts. */
    static int size(String json) {
        try {
            return size(ItemMeaning.of(ItemMeaning.parse(json.getBytes(UTF_8), json.getBytes(UTF_8).length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int size(JsonNode map) {
        return map.properties().stream()
                .mapToInt(attribute -> utf8(attribute.getKey()) + valueSize(attribute.getValue()))
                .sum();
    }

    private static int valueSize(JsonNode value) {
        String type = value.fieldNames().next();
        JsonNode content = value.get(type);
        return switch (type) {
            case "S" -> utf8(content.textValue());
            case "N" -> numberSize(content.textValue());
            case "B" -> binary(content).length;
            case "SS" -> sum(content, e -> utf8(e.textValue()));
            case "NS" -> sum(content, e -> numberSize(e.textValue()));
            case "BS" -> sum(content, e -> binary(e).length);
            case "L" -> 3 + sum(content, e -> 1 + valueSize(e));
            case "M" -> 3 + content.size() + size(content);
            default -> 1;
        };
    }

    private static int sum(JsonNode elements, Function<JsonNode, Integer> size) {
        return StreamSupport.stream(elements.spliterator(), false)
                .mapToInt(size::apply)
                .sum();
    }

    private static int numberSize(String text) {
        BigDecimal number = new BigDecimal(text);
        if (number.signum() == 0) {
            return 1;
        }
        // As pairs of digits to both sides of the point.
        String[] parts = number.abs().toPlainString().split("\\.", -1);
        String whole = parts[0].length() % 2 == 0 ? parts[0] : "0" + parts[0];
        String fraction = parts.length == 1 ? "" : parts[1].length() % 2 == 0 ? parts[1] : parts[1] + "0";
        String pairs = (whole + fraction).replaceAll("^(00)+", "");
        while (pairs.endsWith("00")) {
            pairs = pairs.substring(0, pairs.length() - 2);
        }
        return Math.min(21, pairs.length() / 2 + 1 + (number.signum() < 0 ? 1 : 0));
    }

    private static void map(JsonNode map, int nesting) {
        map.properties().forEach(attribute -> {
            assertTrue(utf8(attribute.getKey()) > 0, "a name of nothing");
            assertTrue(utf8(attribute.getKey()) < 65_536, "a name of 64 KB");
            value(attribute.getValue(), nesting);
        });
    }

    private static void value(JsonNode value, int nesting) {
        assertEquals(1, value.size(), "one type");
        String type = value.fieldNames().next();
        JsonNode content = value.get(type);
        switch (type) {
            case "S" -> utf8(content.textValue());
            case "N" -> number(content.textValue());
            case "B" -> binary(content);
            case "BOOL" -> assertTrue(content.isBoolean(), "a boolean");
            case "NULL" -> assertTrue(content.isBoolean() && content.booleanValue(), "true");
            case "SS" -> set(content, JsonNode::textValue);
            case "NS" -> set(content, e -> number(e.textValue()));
            case "BS" -> set(content, JsonNode::textValue);
            case "L", "M" -> {
                assertTrue(nesting < 31, "too deep");
                assertEquals(type.equals("L"), content.isArray(), "list or map");
                if (content.isArray()) {
                    content.forEach(element -> value(element, nesting + 1));
                } else {
                    map(content, nesting + 1);
                }
            }
            default -> throw new AssertionError("no such type");
        }
    }

    private static BigDecimal number(String text) {
        assertTrue(text.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?"), "a number");
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        assertTrue(number.precision() <= 38, "too precise");
        BigDecimal magnitude = number.abs();
        assertTrue(
                magnitude.signum() == 0
                        || (magnitude.compareTo(new BigDecimal("1E-130")) >= 0
                                && magnitude.compareTo(new BigDecimal("1E126")) < 0),
                "out of range");
        return number;
    }

    private static <T> void set(JsonNode elements, Function<JsonNode, T> element) {
        Set<T> different = new HashSet<>();
        elements.forEach(e -> assertTrue(different.add(element.apply(e)), "twice"));
        assertFalse(different.isEmpty(), "an empty set");
    }

    private static void key(KeyAttribute key, JsonNode value) {
        assertTrue(value != null || !key.required(), "no key");
        if (value != null) {
            assertTrue(value.has(key.type().name()), "a key of another type");
            int size = valueSize(value);
            assertTrue(size > 0 && size <= key.maxBytes(), "a key of so many bytes");
        }
    }

    private static byte[] binary(JsonNode base64) {
        return Base64.getDecoder().decode(base64.textValue());
    }

    private static int utf8(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertEquals(text, new String(bytes, UTF_8), "half a surrogate pair");
        return bytes.length;
    }
}
