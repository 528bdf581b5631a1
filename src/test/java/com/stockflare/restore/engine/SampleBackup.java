package com.stockflare.restore.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * A backup file and what is to become of it.
 *
 * @param content the file
 * @param payloads of the good rows, in their order, no two alike
 * @param ends the offsets after those rows
 * @param badOffsets where the rows begin that cannot be restored
 * @param blank how many rows have nothing in them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record SampleBackup(byte[] content, List<String> payloads, List<Long> ends, List<Long> badOffsets, int blank) {
    private static final List<String> BAD = List.of("!!!", "{\"id\":", "\"half", "W10=", "{\"id\":{\"X\":1}}");
    private static final List<String> BLANK = List.of("", " ", "\t ");

    /** Good rows only, each with a text of so many characters. */
    static SampleBackup good(int rows, int textLength) {
        Builder builder = new Builder();
        for (int i = 0; i < rows; i++) {
            builder.good(i, "x".repeat(textLength), item -> item, "\n");
        }
        return builder.build();
    }

    /** Rows of all kinds. About one in ten is bad, one in ten blank. */
    static SampleBackup random(long seed, int rows) {
        Random random = new Random(seed);
        Builder builder = new Builder();
        for (int i = 0; i < rows; i++) {
            String ending = i == rows - 1 && random.nextBoolean() ? "" : random.nextInt(5) == 0 ? "\r\n" : "\n";
            switch (random.nextInt(10)) {
                case 0 -> builder.bad(BAD.get(random.nextInt(BAD.size())), ending);
                case 1 ->
                    builder.blank(BLANK.get(random.nextInt(BLANK.size())) + (ending.isEmpty() ? " " : ""), ending);
                default -> builder.good(i, "é".repeat(random.nextInt(120)), encoding(random.nextInt(4)), ending);
            }
        }
        return builder.build();
    }

    private static Encoding encoding(int kind) {
        return switch (kind) {
            case 0 -> item -> item;
            case 1 -> item -> "\"" + item.replace("\"", "\"\"") + "\"";
            default -> item -> Base64.getEncoder().encodeToString(item.getBytes(UTF_8));
        };
    }

    int rows() {
        return payloads.size() + badOffsets.size() + blank;
    }

    /** How a row holds its item. */
    @FunctionalInterface
    interface Encoding {
        String row(String item);
    }

    /** Row by row. */
    static final class Builder {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final List<String> payloads = new ArrayList<>();
        private final List<Long> ends = new ArrayList<>();
        private final List<Long> badOffsets = new ArrayList<>();
        private int blank;

        Builder good(int number, String text, Encoding encoding, String ending) {
            String item = "{\"id\":{\"S\":\"row-" + number + "\"},\"text\":{\"S\":\"" + text + "\"}}";
            content.writeBytes((encoding.row(item) + ending).getBytes(UTF_8));
            payloads.add("{\"TableName\":\"" + Bench.REQUEST.table() + "\",\"Item\":" + item + "}");
            ends.add((long) content.size());
            return this;
        }

        Builder bad(String row, String ending) {
            badOffsets.add((long) content.size());
            content.writeBytes((row + ending).getBytes(UTF_8));
            return this;
        }

        Builder blank(String row, String ending) {
            content.writeBytes((row + ending).getBytes(UTF_8));
            blank++;
            return this;
        }

        SampleBackup build() {
            return new SampleBackup(content.toByteArray(), payloads, ends, badOffsets, blank);
        }
    }
}
