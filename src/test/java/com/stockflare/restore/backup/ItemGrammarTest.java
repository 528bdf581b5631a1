package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.DUPLICATE_NAME;
import static com.stockflare.restore.model.RejectReason.NOT_AN_ATTRIBUTE_VALUE;
import static com.stockflare.restore.model.RejectReason.NOT_AN_OBJECT;
import static com.stockflare.restore.model.RejectReason.NOT_JSON;
import static com.stockflare.restore.model.RejectReason.NOT_OF_ITS_TYPE;
import static com.stockflare.restore.model.RejectReason.NOT_UTF8;
import static com.stockflare.restore.model.RejectReason.NO_ATTRIBUTES;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an item is, and for each reason to refuse one what comes just short of it. Quotes are written as apostrophes. */
class ItemGrammarTest {
    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static void assertUnchanged(String text) throws MalformedRowException {
        assertEquals(json(text), Payloads.node(json(text)));
        assertEquals(json(text), Payloads.base64(json(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':{'S':''}}",
                "{'a':{'N':'12.50'}}",
                "{'a':{'BOOL':true},'b':{'BOOL':false}}",
                "{'a':{'NULL':true}}",
                "{'a':{'SS':['x','y']}}",
                "{'a':{'NS':['1','2e5']}}",
                "{'a':{'L':[]},'b':{'M':{}}}",
                "{'a':{'L':[{'S':'x'},{'M':{'y':{'NULL':true}}},{'L':[{'N':'1'}]}]}}",
                "{'z':{'S':'1'},'a':{'S':'2'},'m':{'S':'3'}}",
                " \t\n\r{ 'a' :\n{\t'S'\r: ' x ' } , 'b':{'N' : '1'} } \n",
                "{'a\\u0062':{'S':'\\u00e9\\/\\n\\ud83d\\ude00 é😀 \u2028'}}",
                "{'\\u0061':{'\\u0053':'x'}}",
                "{'a':{'S':'{\\'B\\':[1]}'}}",
                // An attribute may be named like a type, or like a part of a Buffer.
                "{'B':{'S':'x'},'BS':{'N':'1'},'M':{'L':[]},'L':{'M':{}},'S':{'BOOL':true},'NULL':{'SS':['B']}}",
                "{'type':{'S':'Buffer'},'data':{'L':[{'N':'1'}]},'byteLength':{'N':'1'}}",
                "{'a':{'M':{'B':{'S':'AQ=='},'type':{'S':'Buffer'},'data':{'L':[]}}}}",
                "{'M':{'M':{'M':{'M':{'M':{'S':'M'}}}}}}",
                "{'a':{'M':{'B':{'M':{'BS':{'L':[]}}}}}}"
            })
    void write_validItem_everyByteAsItWas(String text) throws MalformedRowException {
        assertUnchanged(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "{",
                "{'a'",
                "{'a':",
                "{'a':{",
                "{'a':{'S':'x'",
                "{'a':{'S':'x'}",
                "{'a':{'S':'x}}",
                "}",
                "x",
                "{'a':{'S':'x'},}",
                "{,'a':{'S':'x'}}",
                "{'a' {'S':'x'}}",
                "{a:{'S':'x'}}",
                "{'a':{'S':tru}}",
                "{'a':{'S':'x'}}}",
                "{'a':{'S':'x'}}{'b':{'S':'x'}}",
                "{'a':{'S':'x'}} x",
                "{'a':{'S':'x'}},",
                "{'a':{'S':'x'}} 1",
                "{'a':{'S':'\\x'}}",
                "{'a':{'S':'\\u12g4'}}",
                "{'a':{'S':'\t'}}",
                "{'a':{'S':'\u0000'}}",
                "{'a':{'SS':['x',]}}",
                "{'a':{'SS':['x' 'y']}}",
                "{'a':{'L':[}}",
                "{'a':{'B':[1",
                "{'a':{'B':[1,25",
                "{'a':{'N':01}}",
                "{'a':{'N':.5}}",
                "{'a':{'N':+1}}",
                "{'a':{'N':NaN}}",
                "{'a':{'N':1.}}",
                "/* c */{'a':{'S':'x'}}",
                "{'a':{'S':'x'}}//",
                "{'a':{'S':'x'}}#",
                "\u00A0{'a':{'S':'x'}}",
                "\u0000"
            })
    void write_notOneJsonValue_notJson(String text) {
        Payloads.refused(NOT_JSON, json(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{'a':{'S':'x'}}]", "'a'", "1", "-1.5e3", "true", "false", "null", "[["})
    void write_noObject_notAnObject(String text) {
        Payloads.refused(NOT_AN_OBJECT, json(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " { } ", "{}x"})
    void write_noAttribute_refused(String text) {
        Payloads.refused(NO_ATTRIBUTES, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':{'S':'x'},'a':{'S':'y'}}",
                "{'a':{'S':'x'},'b':{'S':'y'},'\\u0061':{'S':'z'}}",
                "{'a':{'S':'x','S':'x'}}",
                "{'a':{'M':{'x':{'S':'1'},'x':{'S':'2'}}}}",
                "{'a':{'L':[{'M':{'x':{'S':'1'},'y':{'S':'1'},'x':{'S':'2'}}}]}}",
                "{'a':{'B':{'type':'Buffer','data':[1],'data':[2]}}}"
            })
    void write_nameTwiceInOneObject_duplicateName(String text) {
        Payloads.refused(DUPLICATE_NAME, json(text));
    }

    @Test
    void write_nameTwiceInDifferentObjects_taken() throws MalformedRowException {
        assertUnchanged("{'a':{'M':{'a':{'S':'1'},'A':{'S':'1'}}},'b':{'M':{'a':{'S':'2'}}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':'x'}",
                "{'a':1}",
                "{'a':true}",
                "{'a':null}",
                "{'a':[]}",
                "{'a':{}}",
                "{'a':{'X':'x'}}",
                "{'a':{'s':'x'}}",
                "{'a':{'':'x'}}",
                "{'a':{'S ':'x'}}",
                "{'a':{'BB':'x'}}",
                "{'a':{'S':'x','N':'1'}}",
                "{'a':{'M':{},'x':{'S':'1'}}}",
                "{'a':{'M':{'x':1}}}",
                "{'a':{'M':{'x':{}}}}",
                "{'a':{'L':['x']}}",
                "{'a':{'L':[[]]}}",
                "{'a':{'L':[{}]}}",
                "{'a':{'L':[null]}}",
                "{'a':{'type':'Buffer','data':[1]}}",
                "{'a':{'B':[1],'BS':[]}}",
                "{'a':{'S':'x'},'b':{'data':{'S':'x'}}}"
            })
    void write_valueWithoutExactlyOneType_notAnAttributeValue(String text) {
        Payloads.refused(NOT_AN_ATTRIBUTE_VALUE, json(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':{'S':1}}",
                "{'a':{'S':null}}",
                "{'a':{'S':{}}}",
                "{'a':{'S':['x']}}",
                "{'a':{'N':1}}",
                "{'a':{'N':1.5}}",
                "{'a':{'N':true}}",
                "{'a':{'BOOL':'true'}}",
                "{'a':{'BOOL':1}}",
                "{'a':{'BOOL':null}}",
                "{'a':{'NULL':false}}",
                "{'a':{'NULL':null}}",
                "{'a':{'NULL':'true'}}",
                "{'a':{'SS':'x'}}",
                "{'a':{'SS':{}}}",
                "{'a':{'SS':[1]}}",
                "{'a':{'SS':['x',null]}}",
                "{'a':{'SS':[['x']]}}",
                "{'a':{'NS':[1]}}",
                "{'a':{'NS':'1'}}",
                "{'a':{'BS':'AQ=='}}",
                "{'a':{'BS':{'type':'Buffer','data':[1]}}}",
                "{'a':{'L':{}}}",
                "{'a':{'L':'x'}}",
                "{'a':{'M':[]}}",
                "{'a':{'M':'x'}}",
                "{'a':{'M':null}}"
            })
    void write_jsonThatDoesNotFitItsType_notOfItsType(String text) {
        Payloads.refused(NOT_OF_ITS_TYPE, json(text));
    }

    @Test
    void write_numberOfAThousandDigitsAndMore_refusedAsAnyOther() {
        String digits = "1".repeat(100_000);
        Payloads.refused(NOT_OF_ITS_TYPE, json("{'a':{'N':" + digits + "}}"));
        Payloads.refused(NOT_OF_ITS_TYPE, json("{'a':{'N':0." + digits + "}}"));
        Payloads.refused(NOT_OF_ITS_TYPE, json("{'a':{'N':1e" + digits + "}}"));
        Payloads.refused(NOT_AN_OBJECT, digits);
    }

    @Test
    void write_textInAnotherEncoding_refused() {
        String text = json("{'a':{'S':'x'}}");
        for (Charset charset : List.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"), Charset.forName("UTF-32BE"))) {
            Payloads.refused(NOT_JSON, text.getBytes(charset));
            Payloads.refused(NOT_UTF8, json("{'a':{'S':'é€'}}").getBytes(charset));
        }
        Payloads.refused(NOT_JSON, "\uFEFF" + text);
        Payloads.refused(NOT_JSON, " \uFEFF" + text);
        Payloads.refused(NOT_UTF8, ("\u00FF\u00FE" + text).getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00E9", "\u00C0\u00AF", "\u00ED\u00A0\u0080", "\u00F4\u0090\u0080\u0080", "\u00C3"})
    void write_textThatIsNotUtf8_refusedInNameAndValue(String bytes) {
        Payloads.refused(NOT_UTF8, json("{'a':{'S':'" + bytes + "'}}").getBytes(ISO_8859_1));
        Payloads.refused(NOT_UTF8, json("{'" + bytes + "':{'S':'x'}}").getBytes(ISO_8859_1));
    }
}
