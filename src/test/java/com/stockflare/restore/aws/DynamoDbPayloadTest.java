package com.stockflare.restore.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbPayloadTest {

    @Test
    void parse_everyType_givesTheValues() {
        DynamoDbPayload payload = parse("""
                {"TableName":"Rates","Item":{"s":{"S":""},"n":{"N":"-1.5E-9"},"t":{"BOOL":true},"f":{"BOOL":false},
                "z":{"NULL":true},"ss":{"SS":["a","é"]},"ns":{"NS":["1","2"]},"l":{"L":[{"L":[]},{"M":{}}]},
                "m":{"M":{"B":{"S":"named like a type"},"type":{"S":"Buffer"},"data":{"L":[{"N":"1"}]}}}}}
                """);
        assertEquals("Rates", payload.table());
        assertEquals(
                Map.of(
                        "s", AttributeValue.fromS(""),
                        "n", AttributeValue.fromN("-1.5E-9"),
                        "t", AttributeValue.fromBool(true),
                        "f", AttributeValue.fromBool(false),
                        "z", AttributeValue.fromNul(true),
                        "ss", AttributeValue.fromSs(List.of("a", "é")),
                        "ns", AttributeValue.fromNs(List.of("1", "2")),
                        "l",
                                AttributeValue.fromL(
                                        List.of(AttributeValue.fromL(List.of()), AttributeValue.fromM(Map.of()))),
                        "m",
                                AttributeValue.fromM(Map.of(
                                        "B", AttributeValue.fromS("named like a type"),
                                        "type", AttributeValue.fromS("Buffer"),
                                        "data", AttributeValue.fromL(List.of(AttributeValue.fromN("1")))))),
                payload.item());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"Buffer\",\"data\":[0,127,128,255],\"byteLength\":4}",
                "{\"data\":[0,127,128,255],\"type\":\"Buffer\"}",
                "[0,127,128,255]",
                "\"AH+A/w==\""
            })
    void parse_binaryForm_givesTheBytesAtAnyDepth(String form) {
        AttributeValue bytes = AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, 127, -128, -1}));
        Map<String, AttributeValue> item = parse("{\"TableName\":\"Rates\",\"Item\":{\"B\":{\"B\":" + form
                        + "},\"BS\":{\"BS\":[" + form + "," + form + "]},\"L\":{\"L\":[{\"M\":{\"B\":{\"B\":" + form
                        + "}}}]}}}")
                .item();
        assertEquals(bytes, item.get("B"));
        assertEquals(List.of(bytes.b(), bytes.b()), item.get("BS").bs());
        assertEquals(bytes, item.get("L").l().get(0).m().get("B"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"Buffer\",\"data\":[],\"byteLength\":0}",
                "{\"type\":\"Buffer\",\"data\":[]}",
                "[]",
                "\"\""
            })
    void parse_emptyBinary_isEmpty(String form) {
        Map<String, AttributeValue> item = parse("{\"TableName\":\"Rates\",\"Item\":{\"a\":{\"B\":" + form + "}}}")
                .item();
        assertEquals(AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0])), item.get("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "[]",
                "null",
                "{\"Item\":{\"a\":{\"S\":\"secret\"}}}",
                "{\"TableName\":1,\"Item\":{\"a\":{\"S\":\"secret\"}}}",
                "{\"TableName\":\"Rates\"}",
                "{\"TableName\":\"Rates\",\"Item\":\"secret\"}",
                "{\"TableName\":\"Rates\",\"Item\":{},\"ConditionExpression\":\"secret\"}",
                "{\"TableName\":\"Rates\",\"Item\":{\"a\":{\"S\":\"secret\"}}} {}",
                "{\"TableName\":\"Rates\",\"Item\":{\"a\":{\"S\":\"secret\"}}"
            })
    void parse_noPayload_isMalformedWithoutItsContentInTheMessage(String json) {
        DynamoDbMalformedException e = assertThrows(DynamoDbMalformedException.class, () -> parse(json));
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"secret\"",
                "{}",
                "{\"S\":\"secret\",\"N\":\"1\"}",
                "{\"secret\":\"a\"}",
                "{\"S\":1}",
                "{\"N\":1}",
                "{\"BOOL\":\"true\"}",
                "{\"NULL\":\"true\"}",
                "{\"SS\":\"secret\"}",
                "{\"SS\":[1]}",
                "{\"L\":{}}",
                "{\"L\":[\"secret\"]}",
                "{\"M\":[]}",
                "{\"M\":{\"b\":\"secret\"}}",
                "{\"B\":\"no*base64\"}",
                "{\"B\":[256]}",
                "{\"B\":[-1]}",
                "{\"B\":[1.5]}",
                "{\"B\":[\"1\"]}",
                "{\"B\":{\"type\":\"Buffer\"}}",
                "{\"B\":{\"type\":\"buffer\",\"data\":[1]}}",
                "{\"B\":{\"type\":\"Buffer\",\"data\":[1],\"byteLength\":2}}",
                "{\"B\":{\"type\":\"Buffer\",\"data\":[1],\"byteLength\":\"1\"}}",
                "{\"B\":{\"type\":\"Buffer\",\"data\":[1],\"more\":1}}",
                "{\"S\":\"half a pair \\ud83d\"}",
                "{\"S\":\"a\"},\"a\":{\"S\":\"twice\"}"
            })
    void parse_noAttributeValue_isMalformedAndNamesTheTable(String value) {
        DynamoDbMalformedException e = assertThrows(
                DynamoDbMalformedException.class,
                () -> parse("{\"TableName\":\"Rates\",\"Item\":{\"a\":" + value + "}}"));
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
        assertEquals(value.contains("twice") ? "" : "Rates", e.table());
    }

    private static DynamoDbPayload parse(String json) {
        return DynamoDbPayload.parse(json.getBytes(UTF_8));
    }
}
