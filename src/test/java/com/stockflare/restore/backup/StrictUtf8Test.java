package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictUtf8Test {
    private static final int[] EDGES = {
        0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
        0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFE, 0xFF
    };

    private static int firstMalformed(byte[] bytes) {
        byte[] shifted = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, shifted, 2, bytes.length);
        Arrays.fill(shifted, bytes.length + 2, shifted.length, (byte) 0x80);
        return StrictUtf8.firstMalformed(shifted, 2, bytes.length + 2);
    }

    /** What is not UTF-8 becomes a replacement character and does not come back as it was. */
    private static boolean comesBack(byte[] bytes) {
        return Arrays.equals(bytes, new String(bytes, UTF_8).getBytes(UTF_8));
    }

    @Test
    void firstMalformed_everySequenceOfEdgesUpToFour_asTheJdkDecodes() {
        int n = EDGES.length;
        for (int i = 0; i < n * n * n * n; i++) {
            byte[] four = {
                (byte) EDGES[i % n], (byte) EDGES[i / n % n], (byte) EDGES[i / n / n % n], (byte) EDGES[i / n / n / n]
            };
            assertEquals(comesBack(four), firstMalformed(four) < 0, () -> Arrays.toString(four));
        }
    }

    @RepeatedTest(30)
    void firstMalformed_oneByteBrokenInALongText_thatPlace(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        StringBuilder text = new StringBuilder();
        while (text.length() < 10_000) {
            text.appendCodePoint("aé€😀".codePointAt(new int[] {0, 1, 2, 3}[random.nextInt(4)]));
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        assertEquals(-1, firstMalformed(bytes));
        int at = random.nextInt(bytes.length);
        while ((bytes[at] & 0xC0) == 0x80) {
            at--;
        }
        bytes[at] = (byte) 0xFF;
        assertEquals(at, firstMalformed(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {4094, 4095, 4096, 8191, 8192})
    void firstMalformed_pairAcrossTheBuffersEnd_taken(int before) {
        assertEquals(-1, firstMalformed(("x".repeat(before) + "😀").getBytes(UTF_8)));
        byte[] cutOff = Arrays.copyOf(("x".repeat(before) + "😀").getBytes(UTF_8), before + 3);
        assertEquals(before, firstMalformed(cutOff));
    }

    @ParameterizedTest
    @CsvSource({"c0af,0", "61e08080,1", "eda080,0", "f4908080,0", "61c3,1", "ff,0", "c3a9fe,2", "e282,0"})
    void firstMalformed_overlongSurrogatesCutOff_whereItStarts(String hex, int at) {
        assertEquals(at, firstMalformed(HexFormat.of().parseHex(hex)));
    }

    @Test
    void firstMalformed_afterARefusal_startsAfresh() {
        assertEquals(0, firstMalformed(new byte[] {(byte) 0xE2, (byte) 0x82}));
        assertEquals(-1, firstMalformed("€".getBytes(UTF_8)));
        assertEquals(-1, firstMalformed(new byte[0]));
    }
}
