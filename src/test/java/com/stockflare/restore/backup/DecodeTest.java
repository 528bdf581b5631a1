package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.NOT_BASE64;
import static com.stockflare.restore.model.RejectReason.NOT_CSV;
import static com.stockflare.restore.model.RejectReason.NOT_JSON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RejectReason;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which a row may hold its item. */
class DecodeTest {
    private static final String ITEM = "{\"id\":{\"S\":\"a \\\"quoted\\\" word, é\"}}";
    private static final String ENCODED = Base64.getEncoder().encodeToString(ITEM.getBytes(UTF_8));

    private static String quoted(String field) {
        return "\"" + field.replace("\"", "\"\"") + "\"";
    }

    private static String read(Decode decode, String row) throws MalformedRowException {
        return Payloads.item(Payloads.writer(decode, BinaryFormat.NODE), row.getBytes(UTF_8));
    }

    private static String refused(RejectReason reason, Decode decode, String row) {
        return Payloads.refused(reason, decode, row.getBytes(ISO_8859_1));
    }

    @Test
    void auto_everyWayOfWriting_byTheFirstByte() throws MalformedRowException {
        for (String row : List.of(ITEM, quoted(ITEM), ENCODED, quoted(ENCODED))) {
            assertEquals(ITEM, read(Decode.AUTO, row));
        }
    }

    @Test
    void base64_quotedOrNot_andNothingElse() throws MalformedRowException {
        assertEquals(ITEM, read(Decode.BASE64, ENCODED));
        assertEquals(ITEM, read(Decode.BASE64, quoted(ENCODED)));
        refused(NOT_BASE64, Decode.BASE64, ITEM);
        refused(NOT_BASE64, Decode.BASE64, quoted(ITEM));
    }

    @Test
    void none_quotedOrNot_andNothingElse() throws MalformedRowException {
        assertEquals(ITEM, read(Decode.NONE, ITEM));
        assertEquals(ITEM, read(Decode.NONE, quoted(ITEM)));
        assertEquals(" " + ITEM + "\t", read(Decode.NONE, " " + ITEM + "\t"));
        refused(NOT_JSON, Decode.NONE, ENCODED);
        refused(NOT_JSON, Decode.NONE, quoted(ENCODED));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'\"', 'the closing quote is missing'",
                "'\"abc', 'the closing quote is missing'",
                "'\"ab\"\"', 'the closing quote is missing'",
                "'\"abc\"x', 'something follows the closing quote at byte 4'",
                "'\"ab\"cd\"', 'something follows the closing quote at byte 3'",
                "'\"\"x\"', 'something follows the closing quote at byte 1'",
                "'\"a\",\"b\"', 'something follows the closing quote at byte 2'",
                "'\"a\" ', 'something follows the closing quote at byte 2'",
            })
    void unquote_loneQuotes_notCsv(String row, String detail) {
        for (Decode decode : Decode.values()) {
            assertEquals(detail, refused(NOT_CSV, decode, row));
        }
    }

    @Test
    void unquote_quoteInThePlainPart_isNotCsv() {
        refused(NOT_BASE64, Decode.AUTO, ENCODED.substring(0, 8) + "\"" + ENCODED.substring(9));
        refused(NOT_BASE64, Decode.AUTO, " " + quoted(ENCODED));
    }

    @Test
    void unquote_nothingInTheQuotes_notJson() {
        for (Decode decode : Decode.values()) {
            assertEquals("there is nothing", refused(NOT_JSON, decode, "\"\""));
        }
    }

    @ParameterizedTest
    @CsvSource({"' {}'", "'[]'", "'null'", "'{\"\"}'", "'\u00EF\u00BB\u00BF{}'", "'e30'", "'e30=\t'", "'e31='", "'-_-_'"
    })
    void auto_anythingElse_mustBeBase64(String row) {
        if (row.startsWith("{")) {
            refused(NOT_JSON, Decode.AUTO, row);
        } else if (row.equals("null")) {
            // Four letters of the alphabet: Base64 of three bytes that are not UTF-8.
            refused(RejectReason.NOT_UTF8, Decode.AUTO, row);
        } else {
            refused(NOT_BASE64, Decode.AUTO, row);
        }
    }

    @RepeatedTest(100)
    void auto_anyText_comesBackFromEachWayOfWriting(RepetitionInfo seed) throws MalformedRowException {
        Random random = new Random(seed.getCurrentRepetition());
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(30_000);
        while (text.length() < length) {
            text.append(random.nextInt(4) == 0 ? "\\\"" : random.nextInt(4) == 0 ? "é" : ",");
        }
        String item = "{\"id\":{\"S\":\"" + text + "\"}}";
        assertEquals(item, read(Decode.AUTO, quoted(item)));
        assertEquals(item, read(Decode.AUTO, Base64.getEncoder().encodeToString(item.getBytes(UTF_8))));
    }

    @Test
    void write_oneRowAfterTheOther_nothingLeftOfTheOneBefore() throws MalformedRowException {
        PayloadWriter writer = Payloads.writer(Decode.AUTO, BinaryFormat.NODE);
        String longer = "{\"id\":{\"S\":\"" + "x".repeat(50_000) + "\"},\"b\":{\"B\":[1,2,3]}}";
        for (String row : List.of(ITEM, quoted(longer), quoted(ITEM), ENCODED, longer, ENCODED)) {
            String item = Payloads.item(writer, row.getBytes(UTF_8));
            assertEquals(row.length() > 1_000, item.length() > 1_000);
            assertEquals(item.length() > 1_000 ? Payloads.node(longer) : ITEM, item);
            Payloads.refused(NOT_CSV, Decode.AUTO, "\"abc".getBytes(UTF_8));
        }
    }
}
