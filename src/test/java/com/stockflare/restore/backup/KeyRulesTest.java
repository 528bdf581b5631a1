package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.KEY_EMPTY;
import static com.stockflare.restore.model.RejectReason.KEY_MISSING;
import static com.stockflare.restore.model.RejectReason.KEY_TOO_LONG;
import static com.stockflare.restore.model.RejectReason.KEY_WRONG_TYPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.KeyAttribute;
import com.stockflare.restore.model.KeyAttribute.KeyType;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items must have the keys of the table, and what they have of its indexes' keys must fit. Quotes are apostrophes. */
class KeyRulesTest {
    private static final TableSchema SCHEMA = new TableSchema(
            "Rates",
            List.of(
                    new KeyAttribute("id", KeyType.S, 2_048, true),
                    new KeyAttribute("b", KeyType.B, 1_024, true),
                    new KeyAttribute("n", KeyType.N, 1_024, false),
                    new KeyAttribute("name", KeyType.S, 1_024, false)));

    private final PayloadWriter writer = new PayloadWriter(SCHEMA, Decode.NONE, BinaryFormat.BASE64, 1 << 20);

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private void assertTaken(String item) throws MalformedRowException {
        assertEquals(json(item), Payloads.item(writer, json(item).getBytes(UTF_8)));
    }

    private String refused(RejectReason reason, String item) {
        MalformedRowException e =
                assertThrows(MalformedRowException.class, () -> writer.write(Payloads.row(json(item))));
        assertEquals(reason, e.reason(), e.getMessage());
        return e.getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':{'S':'x'},'b':{'B':'AQ=='}}",
                "{'b':{'B':'AQ=='},'z':{'NULL':true},'id':{'S':'x'}}",
                "{'id':{'S':'x'},'b':{'B':'AQ=='},'n':{'N':'0'},'name':{'S':'x'}}",
                "{'\\u0069d':{'S':'x'},'b':{'B':'AQ=='}}",
                // Only at the top is it a key.
                "{'id':{'S':'x'},'b':{'B':'AQ=='},'m':{'M':{'id':{'N':'1'},'b':{'B':''},'name':{'S':''}}}}"
            })
    void write_keysAsTheTableHasThem_taken(String item) throws MalformedRowException {
        assertTaken(item);
    }

    @Test
    void write_keyMissing_namedWhicheverItIsAndWhateverTheItemBefore() throws MalformedRowException {
        for (int i = 0; i < 2; i++) {
            assertTaken("{'id':{'S':'x'},'b':{'B':'AQ=='}}");
            assertEquals("the key attribute 'b' is not there", refused(KEY_MISSING, "{'id':{'S':'x'}}"));
            assertEquals("the key attribute 'id' is not there", refused(KEY_MISSING, "{'b':{'B':'AQ=='}}"));
            refused(KEY_MISSING, "{'b':{'B':'AQ=='},'m':{'M':{'id':{'S':'x'}}}}");
            refused(KEY_MISSING, "{'b':{'B':'AQ=='},'ID':{'S':'x'}}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'N':'1'", "'B':'AQ=='", "'SS':['x']", "'L':[]", "'M':{}", "'NULL':true", "'BOOL':true"})
    void write_keyOfAnotherType_refusedInTableAndIndex(String value) {
        refused(KEY_WRONG_TYPE, "{'id':{" + value + "},'b':{'B':'AQ=='}}");
        String said = refused(KEY_WRONG_TYPE, "{'id':{'S':'x'},'b':{'B':'AQ=='},'name':{" + value + "}}");
        assertEquals("the key attribute 'name' must be of type S", said.substring(0, said.indexOf(',')));
        refused(KEY_WRONG_TYPE, "{'id':{'S':'x'},'b':{'S':'x'}}");
        refused(KEY_WRONG_TYPE, "{'id':{'S':'x'},'b':{'B':'AQ=='},'n':{'S':'1'}}");
    }

    @Test
    void write_emptyKey_refusedInTableAndIndex() {
        refused(KEY_EMPTY, "{'id':{'S':''},'b':{'B':'AQ=='}}");
        refused(KEY_EMPTY, "{'id':{'S':'x'},'b':{'B':''}}");
        refused(KEY_EMPTY, "{'id':{'S':'x'},'b':{'B':{'type':'Buffer','data':[]}}}");
        assertEquals(
                "the key attribute 'name' is empty, at byte 45 of the item",
                refused(KEY_EMPTY, "{'id':{'S':'x'},'b':{'B':'AQ=='},'name':{'S':''}}"));
    }

    @Test
    void write_longestKey_takenAndNotOneByteMore() throws MalformedRowException {
        String item = "{'id':{'S':'%s'},'b':{'B':'%s'},'name':{'S':'%s'}}";
        String base64 = "AQID".repeat(341);
        assertTaken(item.formatted("x".repeat(2_048), base64 + "AQ==", "é".repeat(512)));
        refused(KEY_TOO_LONG, item.formatted("x".repeat(2_049), "AQ==", "x"));
        refused(KEY_TOO_LONG, item.formatted("é".repeat(1_025), "AQ==", "x"));
        refused(KEY_TOO_LONG, item.formatted("x", base64 + "AQI=", "x"));
        assertEquals(
                "the key attribute 'name' has 1026 bytes, 1024 are the most, at byte 45 of the item",
                refused(KEY_TOO_LONG, item.formatted("x", "AQ==", "\u20ac".repeat(342))));
    }

    @Test
    void tableSchema_oneAttributeTwice_refused() {
        KeyAttribute key = new KeyAttribute("id", KeyType.S, 2_048, true);
        List<KeyAttribute> twice = List.of(key, new KeyAttribute("id", KeyType.S, 1_024, false));
        assertThrows(IllegalArgumentException.class, () -> new TableSchema("Rates", twice));
        assertThrows(IllegalArgumentException.class, () -> new KeyAttribute("", KeyType.S, 1, true));
        assertThrows(IllegalArgumentException.class, () -> new KeyAttribute("id", KeyType.S, 0, true));
        assertThrows(IllegalArgumentException.class, () -> new KeyAttribute("id", KeyType.S, 2_049, true));
        assertThrows(NullPointerException.class, () -> new KeyAttribute("id", null, 1, true));
    }
}
