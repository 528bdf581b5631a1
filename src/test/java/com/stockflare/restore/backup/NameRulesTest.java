package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.LONE_SURROGATE;
import static com.stockflare.restore.model.RejectReason.NAME_EMPTY;
import static com.stockflare.restore.model.RejectReason.NAME_TOO_LONG;
import static com.stockflare.restore.model.RejectReason.NAME_UNSAFE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What attributes may be called, and what a name and a text may be made of. */
class NameRulesTest {
    private static String top(String name) {
        return "{\"a\":{\"S\":\"x\"},\"" + name + "\":{\"S\":\"x\"}}";
    }

    private static String inMap(String name) {
        return "{\"a\":{\"L\":[{\"M\":{\"" + name + "\":{\"S\":\"x\"}}}]}}";
    }

    private static void assertTaken(String item) throws MalformedRowException {
        assertEquals(item, Payloads.node(item));
        assertEquals(item, Payloads.base64(item));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\\u0000",
                "\\n",
                "\\\"",
                "a.b[0]",
                "😀",
                "\\ud83d\\ude00",
                "\\uD83D\\uDE00",
                "\\ue000",
                "\\\\ud800",
                "constructor",
                "toString",
                "valueOf",
                "prototype",
                "__proto",
                "__proto___",
                "__PROTO__",
                "__defineGetter__"
            })
    void write_ordinaryName_asItIs(String name) throws MalformedRowException {
        assertTaken(top(name));
        assertTaken(inMap(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "€", "😀", "\\u00e9"})
    void write_nameOf65535Bytes_takenAndNotOneMore(String piece) throws MalformedRowException {
        int bytes = piece.replace("\\u00e9", "é").getBytes(UTF_8).length;
        String longest = piece.repeat((NameRules.MAX_BYTES - 3) / bytes);
        longest += "y".repeat(NameRules.MAX_BYTES - (NameRules.MAX_BYTES - 3) / bytes * bytes);
        assertTaken(top(longest));
        assertTaken(inMap(longest));
        Payloads.refused(NAME_TOO_LONG, inMap(longest + "y"));
        assertEquals(
                "a name of more than 65535 bytes, at byte 15 of the item",
                Payloads.refused(NAME_TOO_LONG, top(longest + "y")));
    }

    @Test
    void write_emptyName_refused() {
        assertEquals("a name of no character, at byte 15 of the item", Payloads.refused(NAME_EMPTY, top("")));
        Payloads.refused(NAME_EMPTY, inMap(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "hasOwnProperty", "\\u005f_proto__"})
    void write_nameThatJavaScriptSpoils_refusedWhereTheConsumerIsOne(String name) throws MalformedRowException {
        Payloads.refused(NAME_UNSAFE, top(name));
        Payloads.refused(NAME_UNSAFE, inMap(name));
        assertEquals(top(name), Payloads.base64(top(name)));
        assertEquals(inMap(name), Payloads.base64(inMap(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\uDBFF",
                "\\udc00",
                "\\uDfff",
                "x\\ud83d",
                "\\ud83dx",
                "\\ude00\\ud83d",
                "\\ud83d\\ud83d\\ude00",
                "\\ud83d\\ude00\\ude00",
                "\\\\\\ud800",
                "\\ud83d\\u0041",
                "\\ud83d\\n"
            })
    void write_halfOfASurrogatePair_refusedInNamesTextsAndSets(String text) {
        for (String padding : new String[] {"", "x", "padding", "some more of it"}) {
            Payloads.refused(LONE_SURROGATE, top(padding + text));
            Payloads.refused(LONE_SURROGATE, inMap(text + padding));
            Payloads.refused(LONE_SURROGATE, "{\"a\":{\"S\":\"" + padding + text + "\"}}");
            Payloads.refused(LONE_SURROGATE, "{\"a\":{\"L\":[{\"SS\":[\"x\",\"" + text + padding + "\"]}]}}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\ud83d\\ude00", "\\uD83D\\uDE00\\uDBFF\\uDFFF", "\\ud7ff\\ue000", "\\\\ud800", "\\\\\\\\ud800"
            })
    void write_wholeSurrogatePairs_asTheyAre(String text) throws MalformedRowException {
        assertTaken("{\"a\":{\"S\":\"" + text + "\"},\"b\":{\"SS\":[\"" + text + "\"]}}");
    }
}
