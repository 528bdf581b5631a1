package com.stockflare.restore.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of a backup file, read in the most obvious way, line by line and tree by tree. Shares no code with what is
 * tested against it. Rows that hold no item are passed over.
 */
record BackupFileItems(Path file) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** The items in their order; to be closed. */
    Stream<Map<String, AttributeValue>> stream() {
        try {
            // A reader of its own: one of Files would end the whole at a byte that is no UTF-8.
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
            return reader.lines()
                    .map(BackupFileItems::item)
                    .filter(Objects::nonNull)
                    .onClose(() -> close(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, AttributeValue> item(String line) {
        try {
            String row = line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
            String text =
                    row.startsWith("\"") ? row.substring(1, row.length() - 1).replace("\"\"", "\"") : row;
            JsonNode json = text.startsWith("{")
                    ? JSON.readTree(text)
                    : JSON.readTree(Base64.getDecoder().decode(text));
            return json.isObject() && !json.isEmpty() ? map(json) : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static Map<String, AttributeValue> map(JsonNode json) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        json.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
        return map;
    }

    private static AttributeValue value(JsonNode json) {
        Map.Entry<String, JsonNode> typed = json.properties().iterator().next();
        JsonNode value = typed.getValue();
        return switch (typed.getKey()) {
            case "S" -> AttributeValue.fromS(value.asText());
            case "N" -> AttributeValue.fromN(value.asText());
            case "B" -> AttributeValue.fromB(bytes(value));
            case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
            case "NULL" -> AttributeValue.fromNul(value.asBoolean());
            case "SS" -> AttributeValue.fromSs(list(value, JsonNode::asText));
            case "NS" -> AttributeValue.fromNs(list(value, JsonNode::asText));
            case "BS" -> AttributeValue.fromBs(list(value, BackupFileItems::bytes));
            case "L" -> AttributeValue.fromL(list(value, BackupFileItems::value));
            case "M" -> AttributeValue.fromM(map(value));
            default -> throw new IllegalArgumentException("no attribute type: " + typed.getKey());
        };
    }

    private static SdkBytes bytes(JsonNode json) {
        if (json.isTextual()) {
            return SdkBytes.fromByteArray(Base64.getDecoder().decode(json.asText()));
        }
        List<Integer> numbers = list(json.isObject() ? json.get("data") : json, JsonNode::asInt);
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = numbers.get(i).byteValue();
        }
        return SdkBytes.fromByteArray(bytes);
    }

    private static <T> List<T> list(JsonNode json, Function<JsonNode, T> element) {
        Iterator<JsonNode> elements = json.elements();
        List<T> list = new ArrayList<>();
        elements.forEachRemaining(e -> list.add(element.apply(e)));
        return list;
    }

    /**
     * Guesses the table's key: the first attribute, or else the first two, of type S, N or B that every item has and no
     * two items share.
     *
     * @throws IllegalArgumentException if there is none
     */
    TableKey guessKey() {
        List<String> candidates;
        try (Stream<Map<String, AttributeValue>> items = stream()) {
            candidates = items.map(KeyGuess::keyAttributes)
                    .reduce((a, b) -> a.stream().filter(b::contains).toList())
                    .orElse(List.of());
        }
        return KeyGuess.among(candidates, this);
    }
}
