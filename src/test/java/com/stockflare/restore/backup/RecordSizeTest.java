package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.RECORD_TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Decode;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records at the limit of what the stream takes, and rows of the greatest length. */
class RecordSizeTest {
    private static final int MAX = RowReader.MAX_ROW_BYTES;

    /** A row of just so many bytes. */
    private static String row(String start, String filling, String end, int length) {
        int room = length - start.length() - end.length();
        return start + filling.repeat(room / filling.length()) + end;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"S\":\"x\"}}",
                "{\"a\":{\"S\":\"é😀\"}} ",
                "{\"a\":{\"B\":[]}}",
                "{\"a\":{\"B\":[1,22,255]},\"b\":{\"BS\":[\"AQ==\",\"//79\"]}}"
            })
    void write_payloadOfTheMostBytes_takenAndNotOneMore(String item) throws MalformedRowException {
        for (BinaryFormat format : BinaryFormat.values()) {
            PayloadWriter free = Payloads.writer(Decode.NONE, format);
            free.write(Payloads.row(item));
            int size = free.size();
            byte[] payload = Arrays.copyOf(free.bytes(), size);

            PayloadWriter exact = Payloads.writer(Decode.NONE, format, size);
            exact.write(Payloads.row(item));
            assertEquals(new String(payload, UTF_8), new String(exact.bytes(), 0, exact.size(), UTF_8));

            for (int most = 0; most < size; most++) {
                PayloadWriter tight = Payloads.writer(Decode.NONE, format, most);
                MalformedRowException e =
                        assertThrows(MalformedRowException.class, () -> tight.write(Payloads.row(item)));
                assertEquals(RECORD_TOO_LARGE, e.reason());
                assertEquals("the payload is longer than " + most + " bytes", e.getMessage());
            }
        }
    }

    @Test
    void write_afterOneTooLarge_theNextIsWhole() throws MalformedRowException {
        PayloadWriter writer = Payloads.writer(Decode.NONE, BinaryFormat.NODE, 1_000);
        Row large = Payloads.row(row("{\"a\":{\"S\":\"", "x", "\"}}", 2_000));
        for (int i = 0; i < 3; i++) {
            assertThrows(MalformedRowException.class, () -> writer.write(large));
            assertEquals("{\"a\":{\"S\":\"x\"}}", Payloads.item(writer, "{\"a\":{\"S\":\"x\"}}".getBytes(UTF_8)));
        }
    }

    @Test
    void write_textOf8MiB_asItIs() throws MalformedRowException {
        String item = row("{\"a\":{\"S\":\"", "x", "\"}}", MAX);
        assertEquals(MAX, item.length());
        assertTrue(item.equals(Payloads.node(item)));
    }

    @Test
    void write_base64TextOf8MiB_asItIs() throws MalformedRowException {
        String item = row("{\"a\":{\"B\":\"", "AQID", "\"}}", MAX);
        assertTrue(item.length() > MAX - 4 && item.equals(Payloads.base64(item)));
    }

    @Test
    void write_nameOf8MiB_asItIs() throws MalformedRowException {
        String item = row("{\"", "x", "\":{\"S\":\"\"}}", MAX);
        assertTrue(item.equals(Payloads.node(item)));
    }

    @Test
    void write_numbersOf8MiB_asTheirBytes() throws MalformedRowException {
        String item = row("{\"a\":{\"B\":[7", ",7", "]}}", MAX);
        String written = Payloads.base64(item);
        byte[] bytes = Base64.getDecoder().decode(written.substring(11, written.length() - 3));
        assertEquals(1 + (MAX - 15) / 2, bytes.length);
        for (byte b : bytes) {
            assertEquals(7, b);
        }
    }

    @Test
    void write_manyAttributes_asTheyAre() throws MalformedRowException {
        StringBuilder item = new StringBuilder("{\"a\":{\"S\":\"\"}");
        for (int i = 0; i < 200_000; i++) {
            item.append(",\"").append(i).append("\":{\"NULL\":true}");
        }
        item.append('}');
        assertTrue(item.toString().equals(Payloads.node(item.toString())));
    }

    /** Names differ from row to row where maps are keyed by ids. */
    @Test
    @Tag("slow")
    void write_everNewLongNames_memoryDoesNotGrowWithThem() throws MalformedRowException {
        PayloadWriter writer = Payloads.writer(Decode.NONE, BinaryFormat.NODE);
        byte[] item = row("{\"", "x", "\":{\"S\":\"\"}}", 100 << 10).getBytes(UTF_8);
        long before = used();
        for (int i = 0; i < 1_500; i++) {
            byte[] id = Integer.toString(100_000 + i).getBytes(UTF_8);
            System.arraycopy(id, 0, item, 2, id.length);
            writer.write(Payloads.row(item));
        }
        long more = used() - before;
        assertEquals(item.length, writer.size() - "{\"TableName\":\"Rates\",\"Item\":}".length());
        assertTrue(more < 100 << 20, "150 MB of names leave " + (more >> 20) + " MiB behind");
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
