package com.stockflare.restore.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCounterTest {
    @Test
    void inJson_twoRecords_areCounted() {
        byte[] body =
                "{\"Records\":[{\"Data\":\"QQ==\",\"PartitionKey\":\"a\"},{\"PartitionKey\":\"b\",\"Data\":\"\"}]} "
                        .getBytes(US_ASCII);

        assertEquals(2, RecordCounter.inJson(body, body.length));
    }

    @ParameterizedTest(name = "lengths said: {0}")
    @ValueSource(booleans = {true, false})
    void inCbor_threeRecordsBehindOtherFields_areCounted(boolean lengthsSaid) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (CBORGenerator out = new CBORFactory().createGenerator(body)) {
            startObject(out, lengthsSaid, 2);
            out.writeStringField("StreamName", "put-stream");
            out.writeFieldName("Records");
            startArray(out, lengthsSaid);
            for (int length : new int[] {0, 23, 70_000}) {
                startObject(out, lengthsSaid, 3);
                out.writeNumberField("Number", 1.5);
                out.writeBinaryField("Data", new byte[length]);
                out.writeStringField("PartitionKey", "PartitionKey-1");
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }

        assertEquals(3, RecordCounter.inCbor(body.toByteArray()));
    }

    private static void startObject(CBORGenerator out, boolean lengthsSaid, int fields) throws IOException {
        if (lengthsSaid) {
            out.writeStartObject(out, fields);
        } else {
            out.writeStartObject();
        }
    }

    private static void startArray(CBORGenerator out, boolean lengthsSaid) throws IOException {
        if (lengthsSaid) {
            out.writeStartArray(out, 3);
        } else {
            out.writeStartArray();
        }
    }
}
