package com.stockflare.restore.aws;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a record of the stream asks for: {@code {"TableName":"T","Item":{…}}}.
 *
 * @param table the table to put the item into
 * @param item in DynamoDB's own types
 * @param bytes how long the payload is: not less than the item in a request to DynamoDB, where binary values are Base64
 */
public record DynamoDbPayload(String table, Map<String, AttributeValue> item, int bytes) {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // With the source in it the message of a parse error would hold the item's content.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build()
            .readerFor(JsonNode.class);

    /**
     * Reads a payload. Binary values may be a Node.js Buffer, with or without {@code byteLength}, a bare array of bytes, or Base64 text.
     *
     * @throws DynamoDbMalformedException if it is not JSON, not a payload, or holds what DynamoDB could not store as it is
     */
    public static DynamoDbPayload parse(byte[] json) {
        JsonNode payload = tree(json);
        String table =
                payload.path("TableName").isTextual() ? payload.get("TableName").textValue() : "";
        if (table.isEmpty()) {
            throw new DynamoDbMalformedException("", "TableName is not a text");
        }
        // A consumer that passes the payload on as a whole would apply more, a condition for example: do not store half
        // of what was meant.
        if (!payload.path("Item").isObject() || payload.size() != 2) {
            throw new DynamoDbMalformedException(table, "the payload is not TableName and Item");
        }
        try {
            return new DynamoDbPayload(table, DynamoDbValues.map(payload.get("Item")), json.length);
        } catch (IllegalArgumentException e) {
            throw new DynamoDbMalformedException(table, e.getMessage());
        }
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new DynamoDbMalformedException("", "the payload is not JSON");
        }
    }
}
