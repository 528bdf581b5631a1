package com.stockflare.restore.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What an item means as plain values, so that what is in a row can be compared with what DynamoDB has stored. */
final class StoredMeaning {
    private StoredMeaning() {}

    /** Of an item as {@link ItemMeaning} shows it. */
    static Map<String, Object> ofRow(JsonNode item) {
        Map<String, Object> meaning = new HashMap<>();
        item.properties().forEach(attribute -> {
            String type = attribute.getValue().fieldNames().next();
            meaning.put(attribute.getKey(), ofRow(type, attribute.getValue().get(type)));
        });
        return meaning;
    }

    private static Object ofRow(String type, JsonNode value) {
        return switch (type) {
            case "S" -> value.textValue();
            case "N" -> number(value.textValue());
            case "B" -> SdkBytes.fromByteArray(Base64.getDecoder().decode(value.textValue()));
            case "BOOL" -> value.booleanValue();
            case "NULL" -> List.of("nothing");
            case "SS" -> all(value, e -> ofRow("S", e));
            case "NS" -> all(value, e -> ofRow("N", e));
            case "BS" -> all(value, e -> ofRow("B", e));
            case "M" -> ofRow(value);
            default ->
                StreamSupport.stream(value.spliterator(), false)
                        .map(e -> ofRow(e.fieldNames().next(), e.iterator().next()))
                        .toList();
        };
    }

    private static Set<Object> all(JsonNode elements, Function<JsonNode, Object> element) {
        Set<Object> meaning = new HashSet<>();
        elements.forEach(e -> meaning.add(element.apply(e)));
        return meaning;
    }

    /** Of an item that DynamoDB has answered. */
    static Map<String, Object> of(Map<String, AttributeValue> item) {
        Map<String, Object> meaning = new HashMap<>();
        item.forEach((name, value) -> meaning.put(name, of(value)));
        return meaning;
    }

    private static Object of(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> number(value.n());
            case B -> value.b();
            case BOOL -> value.bool();
            case NUL -> List.of("nothing");
            case SS -> new HashSet<Object>(value.ss());
            case NS -> {
                Set<Object> numbers = new HashSet<>();
                value.ns().forEach(n -> numbers.add(number(n)));
                yield numbers;
            }
            case BS -> new HashSet<Object>(value.bs());
            case M -> of(value.m());
            case L -> value.l().stream().map(StoredMeaning::of).toList();
            case UNKNOWN_TO_SDK_VERSION -> throw new AssertionError("an unknown type");
        };
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text).stripTrailingZeros();
    }
}
