package com.stockflare.restore.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * DynamoDB JSON to the SDK's attribute values. Only the position in the grammar tells a type from an attribute that is named like one. What
 * values DynamoDB takes is for DynamoDB to say. Everything throws {@link IllegalArgumentException}, with nothing of the content in it.
 */
final class DynamoDbValues {

    private static final int MAX_BYTE = 255;

    private DynamoDbValues() {}

    /** An item, or the inside of an {@code M}. */
    static Map<String, AttributeValue> map(JsonNode attributes) {
        require(attributes.isObject(), "a map is not an object");
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        attributes
                .properties()
                .forEach(attribute -> map.put(wellFormed(attribute.getKey()), value(attribute.getValue())));
        return map;
    }

    private static AttributeValue value(JsonNode node) {
        require(node.isObject() && node.size() == 1, "an attribute value is not an object with one type");
        Map.Entry<String, JsonNode> typed = node.properties().iterator().next();
        JsonNode value = typed.getValue();
        return switch (typed.getKey()) {
            case "S" -> AttributeValue.fromS(text(value));
            case "N" -> AttributeValue.fromN(text(value));
            case "B" -> AttributeValue.fromB(binary(value));
            case "BOOL" -> AttributeValue.fromBool(bool(value));
            case "NULL" -> AttributeValue.fromNul(bool(value));
            case "SS" -> AttributeValue.fromSs(list(value, DynamoDbValues::text));
            case "NS" -> AttributeValue.fromNs(list(value, DynamoDbValues::text));
            case "BS" -> AttributeValue.fromBs(list(value, DynamoDbValues::binary));
            case "L" -> AttributeValue.fromL(list(value, DynamoDbValues::value));
            case "M" -> AttributeValue.fromM(map(value));
            default -> throw new IllegalArgumentException("an attribute value of no known type");
        };
    }

    private static SdkBytes binary(JsonNode node) {
        if (node.isTextual()) {
            return SdkBytes.fromByteArrayUnsafe(base64(node.textValue()));
        }
        if (node.isArray()) {
            return bytes(node);
        }
        JsonNode length = node.path("byteLength");
        boolean buffer = "Buffer".equals(node.path("type").textValue())
                && node.path("data").isArray()
                && node.size() == (length.isMissingNode() ? 2 : 3);
        require(buffer, "a binary value is no Buffer, no array of bytes and no Base64");
        SdkBytes bytes = bytes(node.get("data"));
        require(
                length.isMissingNode() || length.equals(IntNode.valueOf(bytes.asByteArrayUnsafe().length)),
                "a Buffer's byteLength is not the length of its data");
        return bytes;
    }

    private static SdkBytes bytes(JsonNode array) {
        byte[] bytes = new byte[array.size()];
        for (int i = 0; i < bytes.length; i++) {
            JsonNode element = array.get(i);
            require(
                    element.isInt() && element.intValue() >= 0 && element.intValue() <= MAX_BYTE,
                    "a byte is not a number from 0 to 255");
            bytes[i] = (byte) element.intValue();
        }
        return SdkBytes.fromByteArrayUnsafe(bytes);
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a binary value is no Base64");
        }
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
        require(array.isArray(), "a set or list is not an array");
        List<T> list = new ArrayList<>(array.size());
        array.forEach(node -> list.add(element.apply(node)));
        return list;
    }

    private static boolean bool(JsonNode node) {
        require(node.isBoolean(), "a BOOL or NULL is not true or false");
        return node.booleanValue();
    }

    private static String text(JsonNode node) {
        require(node.isTextual(), "a text or number is not a text");
        return wellFormed(node.textValue());
    }

    /** Half a surrogate pair has no UTF-8: the SDK would send a question mark in its place. */
    private static String wellFormed(String text) {
        boolean whole = text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        require(whole, "a text holds half a surrogate pair");
        return text;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
