package com.stockflare.restore.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Utf8;
import com.stockflare.restore.backup.Chunk;
import com.stockflare.restore.backup.MalformedRowException;
import com.stockflare.restore.backup.PayloadWriter;
import com.stockflare.restore.backup.RowReader;
import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.KeyAttribute;
import com.stockflare.restore.model.KeyAttribute.KeyType;
import com.stockflare.restore.model.TableSchema;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The rows of a kind, all of one length: the standard Base64 of an item's JSON, as the backup writes them. Texts are
 * ASCII but for an escape or an accent now and then.
 */
enum RowKind {
    /** A row of 248 bytes in the file. */
    FILE_250(215, "248 B in the file"),
    PAYLOAD_150(150, "150 B"),
    PAYLOAD_1K(1_024, "1 KB"),
    PAYLOAD_20K(20_480, "20 KB"),
    /** The only one with binary values: three of them, of 30 bytes each. */
    BINARY_1K(1_024, "1 KB with binary");

    static final String TABLE = "Rates";

    /** Its items' key: who restores a table checks it. */
    static final TableSchema SCHEMA = new TableSchema(
            TABLE,
            List.of(
                    new KeyAttribute("id", KeyType.S, KeyAttribute.MAX_PARTITION_KEY_BYTES, true),
                    new KeyAttribute("at", KeyType.N, KeyAttribute.MAX_SORT_KEY_BYTES, true)));

    /** What a payload has around the item. */
    private static final String FRAME = "{\"TableName\":\"" + TABLE + "\",\"Item\":}";

    /** Of different rows, which a file repeats. */
    private static final int BLOCK_BYTES = 2 << 20;

    private static final int BINARY_BYTES = 30;

    private static final int MOST_ENTRY_BYTES = 220;

    private static final String ESCAPED = "\\n";

    private static final String ACCENT = "é";

    private final int payloadBytes;
    private final String inWords;

    /**
     * @param payloadBytes of a payload, before its binary values are written anew
     * @param inWords how long its rows are
     */
    RowKind(int payloadBytes, String inWords) {
        this.payloadBytes = payloadBytes;
        this.inWords = inWords;
    }

    /** For a table: {@code rows of 1 KB}. */
    String inWords() {
        return "rows of " + inWords;
    }

    private int itemBytes() {
        return payloadBytes - FRAME.length();
    }

    /** Of a row in the file, without the newline. */
    int rowBytes() {
        return (itemBytes() + 2) / 3 * 4;
    }

    int payloadBytes() {
        return payloadBytes;
    }

    /** How many of them are different. */
    int rowsOfBlock() {
        return BLOCK_BYTES / (rowBytes() + 1);
    }

    /** Of so many rows, with a newline between them and none at the end. */
    long fileBytes(long rows) {
        return rows * (rowBytes() + 1) - 1;
    }

    /** The different rows, each with its newline. */
    byte[] block() {
        SplittableRandom random = new SplittableRandom(payloadBytes);
        ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK_BYTES);
        for (int i = 0; i < rowsOfBlock(); i++) {
            block.writeBytes(Base64.getEncoder().encode(item(i, random).getBytes(UTF_8)));
            block.write('\n');
        }
        return block.toByteArray();
    }

    /** The payloads of the different rows. */
    List<byte[]> payloads() {
        byte[] block = block();
        Iterator<Chunk> chunks = List.of(new Chunk(block, block.length)).iterator();
        RowReader rows = new RowReader(() -> chunks.hasNext() ? chunks.next() : null, 0);
        PayloadWriter writer = new PayloadWriter(SCHEMA, Decode.AUTO, BinaryFormat.NODE, 1 << 20);
        List<byte[]> payloads = new ArrayList<>();
        try {
            while (rows.next()) {
                writer.write(rows.row());
                payloads.add(Arrays.copyOf(writer.bytes(), writer.size()));
            }
        } catch (MalformedRowException e) {
            throw new IllegalStateException(e);
        }
        return payloads;
    }

    /** Key and an attribute, then as much more as there is room for, and a text that fills what is left. */
    private String item(int number, SplittableRandom random) {
        StringBuilder item = new StringBuilder(String.format(
                Locale.ROOT,
                "{\"id\":{\"S\":\"%08x\"},\"at\":{\"N\":\"%d\"},\"rate\":{\"N\":\"%d.%04d\"}",
                number * 0x9E3779B1,
                1_447_210_923L + number,
                random.nextInt(1, 10),
                random.nextInt(10_000)));
        if (this == BINARY_1K) {
            item.append(String.format(
                    ",\"hash\":{\"B\":%s},\"parts\":{\"BS\":[%s,%s]}", buffer(random), buffer(random), buffer(random)));
        }
        appendLog(item, random);
        item.append(",\"note\":{\"S\":\"");
        appendText(item, itemBytes() - bytes(item) - "\"}}".length(), random);
        return item.append("\"}}").toString();
    }

    /** A list of maps, which is what large items tend to be made of. */
    private void appendLog(StringBuilder item, SplittableRandom random) {
        int last = itemBytes() - MOST_ENTRY_BYTES - ",\"note\":{\"S\":\"\"}}]}".length();
        String before = ",\"open\":{\"BOOL\":true},\"log\":{\"L\":[";
        if (bytes(item) + before.length() > last) {
            return;
        }
        item.append(before);
        for (String comma = ""; bytes(item) <= last; comma = ",") {
            item.append(comma).append(entry(random));
        }
        item.append("]}");
    }

    private static String entry(SplittableRandom random) {
        StringBuilder entry = new StringBuilder(String.format(
                Locale.ROOT,
                "{\"M\":{\"at\":{\"N\":\"%d\"},\"kind\":{\"S\":\"%s\"},\"text\":{\"S\":\"",
                1_447_000_000 + random.nextInt(1_000_000),
                random.nextInt(2) == 0 ? "quote" : "trade"));
        appendText(entry, 40 + random.nextInt(100), random);
        return entry.append("\"}}}").toString();
    }

    /** A Buffer of Node.js as JSON. */
    private static String buffer(SplittableRandom random) {
        StringBuilder buffer = new StringBuilder("{\"type\":\"Buffer\",\"data\":[");
        for (int i = 0; i < BINARY_BYTES; i++) {
            buffer.append(i == 0 ? "" : ",").append(random.nextInt(256));
        }
        return buffer.append("]}").toString();
    }

    /** Appends a text of exactly so many bytes. */
    private static void appendText(StringBuilder item, int bytes, SplittableRandom random) {
        int left = bytes;
        while (left > 0) {
            int letter = random.nextInt(150);
            if (letter < 2 && left >= 2) {
                item.append(letter == 0 ? ESCAPED : ACCENT);
                left -= 2;
            } else {
                item.append(letter % 6 == 0 ? ' ' : (char) ('a' + letter % 26));
                left--;
            }
        }
    }

    private static int bytes(CharSequence text) {
        return Utf8.encodedLength(text);
    }
}
