package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.TableSchema;
import java.util.Arrays;
import java.util.Base64;

/** Writes payloads of rows, for the tests of what becomes of them. */
final class Payloads {
    private static final String START = "{\"TableName\":\"Rates\",\"Item\":";
    private static final int MOST_BYTES = 64 << 20;

    private Payloads() {}

    static PayloadWriter writer(Decode decode, BinaryFormat format, int maxBytes) {
        return new PayloadWriter(TableSchema.unknown("Rates"), decode, format, maxBytes);
    }

    static PayloadWriter writer(Decode decode, BinaryFormat format) {
        return writer(decode, format, MOST_BYTES);
    }

    /** A row somewhere in a chunk: no test passes that takes the chunk for the row. */
    static Row row(byte[] bytes) {
        Row row = new Row();
        row.bytes = new byte[bytes.length + 12];
        Arrays.fill(row.bytes, (byte) '"');
        System.arraycopy(bytes, 0, row.bytes, 7, bytes.length);
        row.from = 7;
        row.to = 7 + bytes.length;
        row.length = bytes.length;
        return row;
    }

    static Row row(String text) {
        return row(text.getBytes(UTF_8));
    }

    /** The item in the payload of a row. */
    static String item(PayloadWriter writer, byte[] row) throws MalformedRowException {
        writer.write(row(row));
        String payload = new String(writer.bytes(), 0, writer.size(), UTF_8);
        assertTrue(payload.startsWith(START) && payload.endsWith("}"), payload);
        return payload.substring(START.length(), payload.length() - 1);
    }

    /** The item in the payload of a plain JSON row, binary values as lambda-dynamodb-put needs them. */
    static String node(String json) throws MalformedRowException {
        return item(writer(Decode.NONE, BinaryFormat.NODE), json.getBytes(UTF_8));
    }

    /** The same as DynamoDB's own JSON. */
    static String base64(String json) throws MalformedRowException {
        return item(writer(Decode.NONE, BinaryFormat.BASE64), json.getBytes(UTF_8));
    }

    /** Refused for this reason, however the row is written; returns the detail. */
    static String refused(RejectReason reason, String json) {
        return refused(reason, json.getBytes(UTF_8));
    }

    static String refused(RejectReason reason, byte[] json) {
        String detail = refused(reason, Decode.BASE64, Base64.getEncoder().encode(json));
        // As a row of its own, what starts with a quote is CSV.
        if (json[0] != '"') {
            assertEquals(detail, refused(reason, Decode.NONE, json));
        }
        return detail;
    }

    static String refused(RejectReason reason, Decode decode, byte[] row) {
        PayloadWriter writer = writer(decode, BinaryFormat.NODE);
        MalformedRowException e = assertThrows(MalformedRowException.class, () -> writer.write(row(row)));
        assertEquals(reason, e.reason(), e.getMessage());
        return e.getMessage();
    }
}
