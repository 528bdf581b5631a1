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

/** Records at the limit of what the stream takes, and items of the greatest length. */
class RecordSizeTest {
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

    /** As large as an item can become: each byte of it takes the most that a row may spend on one. */
    @Test
    void write_mostBytesInTheLongestForm_asTheyAre() throws MalformedRowException {
        String item = row("{\"a\":{\"B\":[255", ",         255", "]}}", 13 * (ItemSize.MAX_BYTES - 1) + 10);
        byte[] bytes = new byte[ItemSize.MAX_BYTES - 1];
        Arrays.fill(bytes, (byte) 255);
        String written = Payloads.base64(item);
        assertTrue(written.equals("{\"a\":{\"B\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}}"));
    }

    /** Names differ from row to row where maps are keyed by ids. */
    @Test
    @Tag("slow")
    void write_everNewLongNames_memoryDoesNotGrowWithThem() throws MalformedRowException {
        PayloadWriter writer = Payloads.writer(Decode.NONE, BinaryFormat.NODE);
        byte[] item = row("{\"", "x", "\":{\"S\":\"\"}}", 60 << 10).getBytes(UTF_8);
        long before = used();
        for (int i = 0; i < 2_500; i++) {
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
