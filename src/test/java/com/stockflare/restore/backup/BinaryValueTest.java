package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.NOT_BINARY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of a binary value, and what becomes of them. Quotes are written as apostrophes. */
class BinaryValueTest {
    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String array(byte[] bytes) {
        StringJoiner array = new StringJoiner(",", "[", "]");
        for (byte b : bytes) {
            array.add(Integer.toString(b & 0xFF));
        }
        return array.toString();
    }

    private static String buffer(byte[] bytes) {
        return json("{'type':'Buffer','data':" + array(bytes) + ",'byteLength':" + bytes.length + "}");
    }

    private static String text(byte[] bytes) {
        return '"' + Base64.getEncoder().encodeToString(bytes) + '"';
    }

    /** All that stands around the value must come through as it is. */
    private static void assertWritten(byte[] meant, String value) throws MalformedRowException {
        String before = json("{ 'B' :{'S':'B'},'a':{'B': ");
        String behind = json(" } ,'c':{'N':'1.0'}}");
        assertEquals(before + buffer(meant) + behind, Payloads.node(before + value + behind));
        assertEquals(before + text(meant) + behind, Payloads.base64(before + value + behind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'Buffer','data':[0,9,10,255]}",
                "{'type':'Buffer','data':[0,9,10,255],'byteLength':4}",
                "{'data':[0,9,10,255],'type':'Buffer'}",
                "{'byteLength':4,'data':[0,9,10,255],'type':'Buffer'}",
                "{ 'byteLength' : 4 , 'type' : 'Buffer' ,\n'data' : [ 0 , 9\t, 10 ,255 ] }",
                "{'\\u0074ype':'\\u0042uffer','\\u0064ata':[0,9,10,255]}",
                "[0,9,10,255]",
                "[ 0, 9, 10, 255 ]",
                "'AAkK/w=='",
                "'AAkK\\/w=='",
                "'\\u0041AkK\\u002fw\\u003D='"
            })
    void write_eachForm_theSameBinary(String value) throws MalformedRowException {
        assertWritten(new byte[] {0, 9, 10, (byte) 255}, json(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'type':'Buffer','data':[]}", "{'byteLength':0,'type':'Buffer','data':[]}", "[]", "[ ]", "''"})
    void write_noBytes_emptyBinary(String value) throws MalformedRowException {
        assertWritten(new byte[0], json(value));
    }

    @RepeatedTest(60)
    void write_anyBytes_theSameFromEachForm(RepetitionInfo seed) throws MalformedRowException {
        Random random = new Random(seed.getCurrentRepetition());
        byte[] bytes = new byte[random.nextInt(1 << random.nextInt(1, 17))];
        random.nextBytes(bytes);
        assertWritten(bytes, buffer(bytes));
        assertWritten(bytes, array(bytes));
        assertWritten(bytes, text(bytes));
    }

    @Test
    void write_atAnyDepth_rewrittenThereOnly() throws MalformedRowException {
        String around =
                json("{'data':{'L':[{'M':{'B':{'B':%s},'type':{'S':'Buffer'},'x':{'L':[{'B':%s},{'BS':[%s , %s]}]}}}"
                        + "]},'BS':{'SS':['AQ==']},'z':{'B': %s}}");
        String one = buffer(new byte[] {1});
        String none = buffer(new byte[0]);
        String in = around.formatted(json("'AQ=='"), "[1]", json("'AQ=='"), "[]", json("{'data':[1],'type':'Buffer'}"));
        assertEquals(around.formatted(one, one, one, none, one), Payloads.node(in));
        String text = json("'AQ=='");
        assertEquals(around.formatted(text, text, text, json("''"), text), Payloads.base64(in));
    }

    @Test
    void write_manyValuesOfAnyLength_noneLeavesAnythingToTheNext() throws MalformedRowException {
        StringJoiner in = new StringJoiner(",", json("{'a':{'L':["), "]}}");
        StringJoiner out = new StringJoiner(",", json("{'a':{'L':["), "]}}");
        for (int length : new int[] {0, 1, 3_000, 1, 0, 2, 1_024, 1_025, 5}) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) length);
            for (String form : new String[] {text(bytes), array(bytes), buffer(bytes)}) {
                in.add(json("{'B':") + form + "}");
                out.add(json("{'B':") + buffer(bytes) + "}");
            }
        }
        assertEquals(out.toString(), Payloads.node(in.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "1",
                "{}",
                "[-1]",
                "[256]",
                "[1e2]",
                "[1.0]",
                "[0.5]",
                "['1']",
                "[null]",
                "[[1]]",
                "[{}]",
                "[true]",
                "[1000000000]",
                "[4294967296]",
                "[18446744073709551617]",
                "[1,2,300,4]",
                "{'type':'Buffer'}",
                "{'data':[1]}",
                "{'type':'buffer','data':[1]}",
                "{'type':null,'data':[1]}",
                "{'type':['Buffer'],'data':[1]}",
                "{'type':{'type':'Buffer','data':[1]}}",
                "{'type':{'type':'Buffer','data':[1]},'data':[1]}",
                "{'type':'Buffer','data':'AQ=='}",
                "{'type':'Buffer','data':{}}",
                "{'type':'Buffer','data':null}",
                "{'type':'Buffer','data':[-1]}",
                "{'type':'Buffer','data':[256]}",
                "{'type':'Buffer','data':[1],'byteLength':2}",
                "{'byteLength':0,'type':'Buffer','data':[1]}",
                "{'type':'Buffer','data':[1],'byteLength':-1}",
                "{'type':'Buffer','data':[1],'byteLength':1.0}",
                "{'type':'Buffer','data':[1],'byteLength':'1'}",
                "{'type':'Buffer','data':[1],'byteLength':10000000000}",
                "{'type':'Buffer','data':[1],'more':1}",
                "{'type':'Buffer','data':[1],'length':1}",
                "{'B':[1]}",
                "'AQ'",
                "'AQ='",
                "'AR=='",
                "'A'",
                "' AQ=='",
                "'AQ==\\n'",
                "'_w=='",
                "'AQ==AQ=='",
                "'\\ud800AA='",
                "'é=='"
            })
    void write_anythingElse_notBinary(String value) {
        Payloads.refused(NOT_BINARY, json("{'a':{'B':" + value + "}}"));
        Payloads.refused(NOT_BINARY, json("{'a':{'L':[{'M':{'x':{'BS':[[1]," + value + "]}}}]}}"));
    }

    @Test
    void write_numberOfAThousandDigitsAndMore_notBinary() {
        Payloads.refused(NOT_BINARY, json("{'a':{'B':[1," + "1".repeat(2_000) + "]}}"));
        Payloads.refused(NOT_BINARY, json("{'a':{'B':[0." + "0".repeat(200_000) + "]}}"));
        String byteLength = "9".repeat(1_001);
        Payloads.refused(NOT_BINARY, json("{'a':{'B':{'type':'Buffer','data':[],'byteLength':" + byteLength + "}}}"));
    }
}
