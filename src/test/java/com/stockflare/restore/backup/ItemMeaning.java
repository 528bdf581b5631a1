package com.stockflare.restore.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;

/** What an item means, whatever form its binary values have: its tree, with each of them as Base64 text. */
final class ItemMeaning {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNameLength(RowReader.MAX_ROW_BYTES)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ItemMeaning() {}

    static JsonNode parse(byte[] json, int length) throws IOException {
        return JSON.readTree(json, 0, length);
    }

    static JsonNode of(JsonNode item) {
        return attributes(item);
    }

    private static ObjectNode attributes(JsonNode map) {
        ObjectNode meaning = NODES.objectNode();
        map.properties().forEach(attribute -> meaning.set(attribute.getKey(), value(attribute.getValue())));
        return meaning;
    }

    private static JsonNode value(JsonNode value) {
        String type = value.fieldNames().next();
        JsonNode content = value.get(type);
        ObjectNode meaning = NODES.objectNode();
        switch (type) {
            case "B" -> meaning.set(type, binary(content));
            case "M" -> meaning.set(type, attributes(content));
            case "BS", "L" -> {
                ArrayNode elements = meaning.putArray(type);
                content.forEach(e -> elements.add(type.equals("L") ? value(e) : binary(e)));
            }
            default -> meaning.set(type, content);
        }
        return meaning;
    }

    private static JsonNode binary(JsonNode value) {
        if (value.isTextual()) {
            return value;
        }
        JsonNode numbers = value.isArray() ? value : value.get("data");
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers.get(i).intValue();
        }
        return NODES.textNode(Base64.getEncoder().encodeToString(bytes));
    }
}
