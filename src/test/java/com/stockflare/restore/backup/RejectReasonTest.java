package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.KeyAttribute;
import com.stockflare.restore.model.KeyAttribute.KeyType;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.TableSchema;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each reason has a row that is refused for it: a new one does not compile without its own. */
class RejectReasonTest {
    private static final TableSchema SCHEMA =
            new TableSchema("Rates", List.of(new KeyAttribute("id", KeyType.S, 2_048, true)));
    private static final int MAX_BYTES = 1_000;

    /** A row with just this one fault. Quotes are written as apostrophes. */
    private static String row(RejectReason reason) {
        return switch (reason) {
            case ROW_TOO_LONG -> "!".repeat(RowReader.MAX_ROW_BYTES + 1);
            case NOT_BASE64 -> "e30";
            case NOT_CSV -> "'{}";
            case NOT_UTF8 -> "/w==";
            case NOT_JSON -> "{'id':{'S':'x'}}}";
            case NOT_AN_OBJECT -> "W10=";
            case NO_ATTRIBUTES -> "{}";
            case DUPLICATE_NAME -> item("'a':{'S':'x'},'a':{'S':'x'}");
            case NAME_EMPTY -> item("'':{'S':'x'}");
            case NAME_TOO_LONG -> item("'" + "x".repeat(65_536) + "':{'S':'x'}");
            case NAME_UNSAFE -> item("'__proto__':{'S':'x'}");
            case LONE_SURROGATE -> item("'a':{'S':'\\ud800'}");
            case NOT_AN_ATTRIBUTE_VALUE -> item("'a':{'X':'x'}");
            case NOT_OF_ITS_TYPE -> item("'a':{'S':1}");
            case NOT_BINARY -> item("'a':{'B':[256]}");
            case NOT_A_NUMBER -> item("'a':{'N':'x'}");
            case NUMBER_TOO_PRECISE -> item("'a':{'N':'" + "1".repeat(39) + "'}");
            case NUMBER_OUT_OF_RANGE -> item("'a':{'N':'1E126'}");
            case EMPTY_SET -> item("'a':{'SS':[]}");
            case DUPLICATE_IN_SET -> item("'a':{'SS':['x','x']}");
            case NESTED_TOO_DEEP -> item("'a':" + "{'L':[".repeat(32) + "]}".repeat(32));
            case ITEM_TOO_LARGE -> item("'a':{'S':'" + "x".repeat(409_600) + "'}");
            case KEY_MISSING -> "{'a':{'S':'x'}}";
            case KEY_WRONG_TYPE -> "{'id':{'N':'1'}}";
            case KEY_EMPTY -> "{'id':{'S':''}}";
            case KEY_TOO_LONG -> "{'id':{'S':'" + "x".repeat(2_049) + "'}}";
            case RECORD_TOO_LARGE -> item("'a':{'S':'" + "x".repeat(MAX_BYTES) + "'}");
        };
    }

    private static String item(String attributes) {
        return "{'id':{'S':'x'}," + attributes + "}";
    }

    @ParameterizedTest
    @EnumSource
    void write_rowWithThisFault_refusedForThisReason(RejectReason reason) {
        byte[] bytes = row(reason).replace('\'', '"').getBytes(UTF_8);
        Chunk[] chunks = {new Chunk(bytes, bytes.length), null};
        int[] next = {0};
        RowReader reader = new RowReader(() -> chunks[next[0]++], 0);
        assertTrue(reader.next());
        // The row's length is known before it is decoded.
        assertEquals(reason == RejectReason.ROW_TOO_LONG, reader.row().isTooLong());
        if (!reader.row().isTooLong()) {
            PayloadWriter writer = new PayloadWriter(SCHEMA, Decode.AUTO, BinaryFormat.NODE, MAX_BYTES);
            MalformedRowException e = assertThrows(MalformedRowException.class, () -> writer.write(reader.row()));
            assertEquals(reason, e.reason(), e.getMessage());
        }
    }
}
