package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.ITEM_TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items of 409,600 bytes as DynamoDB counts them, and of one more. Quotes are written as apostrophes. */
class ItemSizeTest {
    private static final int MAX = 409_600;

    /** An item with this attribute, named {@code a}, and a text that fills it up to so many bytes. */
    private static String filled(String value, int counted, int size) {
        String filling = "x".repeat(size - counted - "a".length() - "fill".length());
        return "{\"fill\":{\"S\":\"" + filling + "\"},\"a\":" + value.replace('\'', '"') + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'S':''}|0",
                "{'S':'x'}|1",
                "{'S':'é'}|2",
                "{'S':'€'}|3",
                "{'S':'😀'}|4",
                "{'S':'\\u0041\\u00e9\\u20ac\\ud83d\\ude00\\n\\\\'}|12",
                "{'BOOL':false}|1",
                "{'NULL':true}|1",
                "{'B':'AQID'}|3",
                "{'B':[1,2]}|2",
                "{'B':{'type':'Buffer','data':[200,201,202,203,204]}}|5",
                "{'SS':['x','é']}|3",
                "{'BS':['','AQ==','AQI=']}|3",
                "{'NS':['1','-100','0']}|6",
                "{'L':[]}|3",
                "{'M':{}}|3",
                "{'L':[{'S':'x'},{'L':[]}]}|9",
                "{'M':{'xy':{'S':'x'},'z':{'M':{}}}}|12",
                "{'M':{'\\u00e9':{'L':[{'N':'12'}]}}}|12",
                "{'N':'0'}|1",
                "{'N':'-0.00'}|1",
                "{'N':'7'}|2",
                "{'N':'-7'}|3",
                "{'N':'12'}|2",
                "{'N':'1200'}|2",
                "{'N':'120'}|3",
                "{'N':'1.2'}|3",
                "{'N':'0.12'}|2",
                "{'N':'0.012'}|3",
                "{'N':'12E1'}|3",
                "{'N':'1E-130'}|2",
                "{'N':'-1E125'}|3",
                "{'N':'12345678901234567890123456789012345678'}|20",
                "{'N':'-12345678901234567890123456789012345678'}|21",
                "{'N':'1234567890123456789012345678901234567.8'}|21",
                "{'N':'-1234567890123456789012345678901234567.8'}|21"
            })
    void write_itemOf409600Bytes_takenAndNotOneMore(String value, int counted) throws MalformedRowException {
        String largest = filled(value, counted, MAX);
        Payloads.node(largest);
        assertTrue(Payloads.refused(ITEM_TOO_LARGE, filled(value, counted, MAX + 1))
                .startsWith("more than 409600 bytes as DynamoDB counts them, at byte "));
    }

    /** The names count, too, and each only once. */
    @Test
    void write_longNames_counted() throws MalformedRowException {
        StringBuilder names = new StringBuilder();
        int counted = 1;
        for (int i = 0; i < 8; i++) {
            String name = Integer.toString(i).repeat(40_000) + "é";
            names.append(",\"").append(name).append("\":{\"NULL\":true}");
            counted += 40_000 + 2 + 1;
        }
        String item = "{\"k\":{\"S\":\"%s\"}%s}";
        Payloads.node(item.formatted("x".repeat(MAX - counted), names));
        Payloads.refused(ITEM_TOO_LARGE, item.formatted("x".repeat(MAX - counted + 1), names));
    }

    /** Measured or not: an item that is long only in its JSON, or that starts like one too large, is taken. */
    @Test
    void write_longJsonOfASmallItem_asItIs() throws MalformedRowException {
        String item = " ".repeat(7 << 20) + "{\"a\":{\"S\":\"x\"}}";
        assertTrue(item.equals(Payloads.node(item)));
        String escaped = "{\"a\":{\"S\":\"" + "\\u0041".repeat(MAX - 1) + "\"}}";
        assertTrue(escaped.equals(Payloads.node(escaped)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{\"S\":\"%s\"}}", "{\"a\":{\"B\":\"%s\"}}", "{\"a\":{\"SS\":[\"%s\"]}}"})
    void write_eightMebibytes_tooLarge(String item) {
        String value = "AQID".repeat((RowReader.MAX_ROW_BYTES - item.length()) / 4);
        byte[] json = item.formatted(value).getBytes(UTF_8);
        Payloads.refused(ITEM_TOO_LARGE, json);
    }

    @Test
    void write_endlessElements_givenUpAtTheLimit() {
        String list = "{\"a\":{\"L\":[" + "{\"L\":[]},".repeat(600_000) + "{\"L\":[]}]}}";
        String at = Payloads.refused(ITEM_TOO_LARGE, list).replaceAll(".* at byte (\\d+) .*", "$1");
        // Four bytes each, of nine in the text.
        assertEquals(MAX / 4 * 9, Integer.parseInt(at), 100);
    }
}
