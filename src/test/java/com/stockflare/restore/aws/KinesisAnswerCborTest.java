package com.stockflare.restore.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.stockflare.restore.stream.PutResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in all the ways that CBOR has to write them, beside what Jackson reads there. */
class KinesisAnswerCborTest {
    private static final int ROUNDS = 3_000;
    private static final ObjectMapper JACKSON = new ObjectMapper(new CBORFactory());

    /** As much as comes over a network at a time. */
    private static InputStream inPieces(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int from, int most) {
                return super.read(to, from, Math.min(most, 1 + random.nextInt(40)));
            }
        };
    }

    private static Optional<PutResult> read(byte[] answer, int records, Random random) {
        try {
            return Optional.of(KinesisPutAnswer.read(new KinesisAnswerCbor(inPieces(answer, random)), records));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What Jackson makes of it: empty where that is no answer about so many records. */
    private static Optional<PutResult> readByJackson(byte[] answer, int records) throws IOException {
        JsonNode tree;
        try (JsonParser parser = JACKSON.createParser(answer)) {
            tree = parser.readValueAsTree();
            if (tree == null || parser.nextToken() != null) {
                return Optional.empty();
            }
        }
        JsonNode results = tree.path("Records");
        if (!results.isArray() || results.size() != records) {
            return Optional.empty();
        }
        List<PutResult.Failed> failed = new ArrayList<>();
        Set<String> shardIds = new HashSet<>();
        for (int i = 0; i < records; i++) {
            JsonNode code = results.get(i).path("ErrorCode");
            JsonNode shardId = results.get(i).path("ShardId");
            if (!results.get(i).isObject() || !isTextOrNone(code) || !isTextOrNone(shardId)) {
                return Optional.empty();
            }
            if (code.isTextual() || !shardId.isTextual()) {
                failed.add(new PutResult.Failed(i, code.asText().equals("ProvisionedThroughputExceededException")));
            } else {
                shardIds.add(shardId.asText());
            }
        }
        return Optional.of(new PutResult(failed, shardIds));
    }

    private static boolean isTextOrNone(JsonNode node) {
        return node.isTextual() || node.isNull() || node.isMissingNode();
    }

    @Test
    void read_writtenInAnyWay_meansWhatJacksonReads() throws IOException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            int records = random.nextInt(5);
            byte[] answer = new AnyAnswer(random).write(records);
            Optional<PutResult> expected = readByJackson(answer, records);
            assertTrue(expected.isPresent(), "Jackson cannot read seed " + seed);

            assertEquals(expected, read(answer, records, random), "seed " + seed);
        }
    }

    /** Bad text, and tags that there cannot be, may be passed over; but what is taken means what Jackson reads. */
    @Test
    void read_damagedAnywhere_isRefusedOrMeansWhatJacksonReads() {
        int taken = 0;
        for (int seed = 0; seed < 10 * ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] answer = new AnyAnswer(random).write(2);
            for (int i = random.nextInt(3); i >= 0; i--) {
                answer[random.nextInt(answer.length)] = (byte) random.nextInt();
            }

            Optional<PutResult> result = read(answer, 2, random);

            if (result.isPresent()) {
                String message = "seed " + seed;
                try {
                    Optional<PutResult> expected = readByJackson(answer, 2);
                    assertTrue(expected.isPresent(), message);
                    assertEquals(expected.get().failed(), result.get().failed(), message);
                    taken++;
                } catch (IOException e) {
                    assertTrue(
                            e.getMessage().matches("(?s).*(UTF-8|Tag value).*"), () -> message + ": " + e.getMessage());
                }
            }
        }
        assertTrue(taken > ROUNDS, "only " + taken + " could be read");
    }

    /** Each would become an object: four million fit into the longest answer. */
    @Test
    void read_moreRecordsThanWereSent_readsNoFurther() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("BF 67 52 65 63 6F 72 64 73 9F"));
        out.writeBytes(bytes("A0 ".repeat(1 << 20)));
        out.writeBytes(bytes("FF FF"));
        ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());

        assertThrows(IOException.class, () -> KinesisPutAnswer.read(new KinesisAnswerCbor(in), 2));

        assertTrue(in.available() > out.size() / 2, in.available() + " bytes are left");
    }

    @Test
    void read_somethingBehindTheEnd_isRefused() {
        byte[] answer = new AnyAnswer(new Random(1)).write(2);
        for (int more : new int[] {0x00, 0xA0, 0xF6, 0xFF}) {
            byte[] longer = Arrays.copyOf(answer, answer.length + 1);
            longer[answer.length] = (byte) more;
            assertEquals(Optional.empty(), read(longer, 2, new Random(more)), "with " + more);
        }
    }

    @Test
    void read_cutAnywhere_isRefused() {
        for (int seed = 0; seed < 100; seed++) {
            byte[] answer = new AnyAnswer(new Random(seed)).write(3);
            for (int length = 0; length < answer.length; length++) {
                assertEquals(
                        Optional.empty(),
                        read(Arrays.copyOf(answer, length), 3, new Random(length)),
                        "seed " + seed + " after " + length);
            }
        }
    }

    /** A map in a map in a map, or a text that is said to be longer than there is memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BF 61 41 [9F]",
                "BF 61 41 [81]",
                "BF 61 41 [A1 61 41]",
                "BF 61 41 [C1]",
                "BF 61 41 7A 7F FF FF FF",
                "BF 61 41 5B 00 00 00 01 00 00 00 00",
                "BF 7B FF FF FF FF FF FF FF FF",
                "BF 61 41 FF",
                "BF 61 41 1C",
                "BF 61 41 1F",
                "BF 61 41 DF",
                "BF 61 41 7F 41 41 FF FF",
                "BF 61 41 7F 7F 61 41 FF FF FF",
                "BF 67 52 65 63 6F 72 64 73 A0 FF"
            })
    void read_noAnswer_isRefusedSoon(String hex) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean again = hex.contains("[");
        byte[] head = bytes(again ? hex.substring(0, hex.indexOf('[')) : hex);
        out.writeBytes(head);
        byte[] more = again ? bytes(hex.substring(hex.indexOf('[') + 1, hex.indexOf(']'))) : new byte[0];
        while (again && out.size() < KinesisPutFormat.MOST_ANSWER_BYTES + 10) {
            out.writeBytes(more);
        }
        InputStream in = new ByteArrayInputStream(out.toByteArray());

        assertThrows(IOException.class, () -> KinesisPutAnswer.read(new KinesisAnswerCbor(in), 0));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex.trim());
    }

    /** Writes answers as RFC 8949 allows it, not as anybody does. */
    private static final class AnyAnswer {
        private static final int END = 0xFF;

        private final Random random;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        AnyAnswer(Random random) {
            this.random = random;
        }

        byte[] write(int records) {
            List<Runnable> fields = new ArrayList<>();
            fields.add(() -> {
                text("Records");
                List<Runnable> results = new ArrayList<>(Collections.nCopies(records, (Runnable) this::result));
                elements(4, results);
            });
            unknown(fields);
            elements(5, fields);
            return out.toByteArray();
        }

        private void result() {
            List<Runnable> fields = new ArrayList<>();
            optional(fields, 9, "ShardId", () -> text("shardId-" + random.nextInt(3)));
            optional(fields, 9, "SequenceNumber", () -> text("4".repeat(random.nextInt(300))));
            optional(
                    fields,
                    3,
                    "ErrorCode",
                    () -> text(random.nextBoolean() ? "ProvisionedThroughputExceededException" : "InternalFailure"));
            optional(fields, 2, "ErrorCodes", () -> text("ErrorCode"));
            unknown(fields);
            elements(5, fields);
        }

        private void optional(List<Runnable> fields, int inTen, String name, Runnable value) {
            if (random.nextInt(10) < inTen) {
                fields.add(() -> {
                    text(name);
                    if (random.nextInt(8) == 0) {
                        out.write(0xF6);
                    } else {
                        value.run();
                    }
                });
            }
        }

        private void unknown(List<Runnable> fields) {
            for (int i = random.nextInt(3); i > 0; i--) {
                String name = "Field" + i + "é".repeat(random.nextInt(2) * random.nextInt(200));
                fields.add(() -> {
                    text(name);
                    anything(0);
                });
            }
            Collections.shuffle(fields, random);
        }

        private void anything(int depth) {
            if (random.nextInt(10) == 0) {
                head(6, random.nextInt(300) + 40_000);
            }
            switch (random.nextInt(depth < 4 ? 9 : 7)) {
                case 0 -> head(0, random.nextInt(1 << random.nextInt(31)));
                case 1 -> head(1, random.nextInt(1 << random.nextInt(31)));
                case 2 -> string(2, new byte[random.nextInt(500)]);
                case 3 -> text("ShardId".repeat(random.nextInt(50)));
                case 4 -> out.write(random.nextBoolean() ? 0xF4 : 0xF5);
                case 5 -> out.writeBytes(new byte[] {(byte) 0xFB, 1, 2, 3, 4, 5, 6, 7, 8});
                case 6 -> out.writeBytes(new byte[] {(byte) 0xF9, 0x3C, 0});
                case 7 ->
                    elements(4, new ArrayList<>(Collections.nCopies(random.nextInt(4), () -> anything(depth + 1))));
                default -> {
                    List<Runnable> fields = new ArrayList<>();
                    optional(fields, 5, "ShardId", () -> anything(depth + 1));
                    optional(fields, 5, "Records", () -> anything(depth + 1));
                    elements(5, fields);
                }
            }
        }

        /** Each of a map is a name with its value. */
        private void elements(int type, List<Runnable> each) {
            boolean toldAhead = random.nextBoolean();
            if (toldAhead) {
                head(type, each.size());
            } else {
                out.write((type << 5) | 31);
            }
            each.forEach(Runnable::run);
            if (!toldAhead) {
                out.write(END);
            }
        }

        private void text(String text) {
            string(3, text.getBytes(UTF_8));
        }

        /** Text is cut between characters only: the RFC wants it so. */
        private void string(int type, byte[] bytes) {
            if (random.nextInt(4) > 0) {
                head(type, bytes.length);
                out.writeBytes(bytes);
                return;
            }
            out.write((type << 5) | 31);
            int from = 0;
            while (from < bytes.length) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(30));
                while (to < bytes.length && (bytes[to] & 0xC0) == 0x80) {
                    to++;
                }
                head(type, to - from);
                out.write(bytes, from, to - from);
                from = to;
            }
            out.write(END);
        }

        /** The argument in as few bytes as hold it, or in more. */
        private void head(int type, long argument) {
            int least = argument < 24 ? 0 : argument < 1 << 8 ? 1 : argument < 1 << 16 ? 2 : 4;
            int bytes = least;
            if (random.nextInt(5) == 0) {
                bytes = Math.min(8, Math.max(1, least << random.nextInt(3)));
            }
            if (bytes == 0) {
                out.write((int) ((type << 5) | argument));
                return;
            }
            out.write((type << 5) | (24 + Integer.numberOfTrailingZeros(bytes)));
            for (int i = bytes - 1; i >= 0; i--) {
                out.write((int) (argument >> (8 * i)));
            }
        }
    }
}
