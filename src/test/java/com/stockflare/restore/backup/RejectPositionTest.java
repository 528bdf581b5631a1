package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.DUPLICATE_NAME;
import static com.stockflare.restore.model.RejectReason.NOT_AN_ATTRIBUTE_VALUE;
import static com.stockflare.restore.model.RejectReason.NOT_BINARY;
import static com.stockflare.restore.model.RejectReason.NOT_JSON;
import static com.stockflare.restore.model.RejectReason.NOT_OF_ITS_TYPE;
import static com.stockflare.restore.model.RejectReason.NOT_UTF8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where in the item the fault is said to be. Apostrophes are quotes; the place is marked with a caret. */
class RejectPositionTest {
    private static void assertPlace(RejectReason reason, String marked, String said) {
        String json = marked.replace('\'', '"');
        int place = json.substring(0, json.indexOf('^')).getBytes(UTF_8).length;
        String before = said.isEmpty() ? "" : said + ", ";
        assertEquals(
                before + "at byte " + place + " of the item", Payloads.refused(reason, json.replace("^", "")), marked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'S':^1}}|it must be a string",
                "{'a':{'S':'x'},'b' :  {'N':^null}}|it must be a string",
                "{'é😀':{'BOOL':^'x'}}|it must be true or false",
                "{'a':{'NULL':^false}}|it must be true",
                "{'a':{'L':[{'M':{'x':{'SS':^{}}}}]}}|it must be an array",
                "{'a':{'NS':['1', ^2]}}|it must be an array of strings",
                "{'a':{'M':^[]}}|it must be an object"
            })
    void write_notOfItsType_atTheValue(String marked, String said) {
        assertPlace(NOT_OF_ITS_TYPE, marked, said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':^7}|not an object with a type",
                "{'a':{'M':{'x':{'L':[^7]}}}}|not an object with a type",
                "{'a':{^}}|not an object with a type",
                "{'a':{'Q':^'x'}}|an unknown type",
                "{'a':{'S':'x',^'N':'1'}}|more than one type"
            })
    void write_notAnAttributeValue_atTheValue(String marked, String said) {
        assertPlace(NOT_AN_ATTRIBUTE_VALUE, marked, said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'B':^null}}|found VALUE_NULL",
                "{'a':{'B':[1,^256]}}|not a number from 0 to 255",
                "{'a':{'B':[1, ^-1]}}|not a number from 0 to 255",
                "{'a':{'B':[^1e2]}}|not a whole number",
                "{'a':{'BS':[[1],[^'x']]}}|not a whole number",
                "{'a':{'B':{'type':^'buffer','data':[]}}}|an object that is not a Buffer",
                "{'a':{'B':{'type':'Buffer'^}}}|an object that is not a Buffer",
                "{'a':{'B':{'type':'Buffer','data':^'x'}}}|a Buffer's data must be an array",
                "{'a':{'B':{'type':'Buffer','data':[1],'byteLength':2^}}}|a Buffer whose length is not that of its data",
                "{'a':{'B':{'type':'Buffer','more':^1}}}|a Buffer has no such field",
                "{'a':{'B':^'AQ'}}|as Base64 text its length, 2 bytes, is not a multiple of 4"
            })
    void write_notBinary_atTheValue(String marked, String said) {
        assertPlace(NOT_BINARY, marked, said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'S':'x'},^}",
                "{'a':{'S':'x'^",
                "{'a':{'S':'é'}} ^x",
                "{'a':{'S':'\\^x'}}",
                "{'a':{'S':^tru}}",
                "^x"
            })
    void write_notJson_atTheByte(String marked) {
        assertPlace(NOT_JSON, marked, "");
    }

    @Test
    void write_somethingBehindTheItem_atItsStart() {
        assertPlace(NOT_JSON, "{'a':{'S':'x'}}  ^{}", "something follows it");
    }

    @Test
    void write_duplicateName_whereTheSecondEnds() {
        String item = "{\"é\":{\"S\":\"x\"},\"b\":{\"S\":\"x\"},\"é\"";
        assertEquals(
                "its second ends before byte " + item.getBytes(UTF_8).length + " of the item",
                Payloads.refused(DUPLICATE_NAME, item + ":{\"S\":\"y\"}}"));
    }

    @Test
    void write_notUtf8_atTheFirstBadByte() {
        byte[] item = "{\"a\":{\"S\":\"\u00C3\u00A9\u00E9\"}}".getBytes(ISO_8859_1);
        assertEquals("at byte 13 of the item", Payloads.refused(NOT_UTF8, item));
    }

    @Test
    void write_quotedCsv_bytesOfTheItemAreCounted() {
        PayloadWriter writer = Payloads.writer(Decode.AUTO, BinaryFormat.NODE);
        Row row = Payloads.row("\"{\"\"a\"\":{\"\"S\"\":1}}\"");
        MalformedRowException e = assertThrows(MalformedRowException.class, () -> writer.write(row));
        assertEquals("it must be a string, at byte 10 of the item", e.getMessage());
        assertEquals(0, e.getStackTrace().length);
    }
}
