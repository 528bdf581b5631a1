package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictBase64Test {
    private static final String SOME = "AEBQ/+-_= \n\u00E9";

    private static byte[] decode(String text) {
        byte[] bytes = (">>" + text + "=<").getBytes(ISO_8859_1);
        return StrictBase64.decode(bytes, 2, 2 + text.length());
    }

    private static boolean isTaken(String text) {
        try {
            decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What an encoder writes is what decodes and encodes to itself. */
    private static boolean isCanonical(String text) {
        try {
            byte[] bytes = text.getBytes(ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(Base64.getDecoder().decode(bytes))
                    .equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @RepeatedTest(50)
    void decode_whatAnEncoderWrote_theSameBytes(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        assertArrayEquals(bytes, decode(Base64.getEncoder().encodeToString(bytes)));
    }

    @Test
    void decode_everyTextOfUpToFourCharacters_takenIfAnEncoderWritesIt() {
        List<String> texts = List.of("");
        for (int length = 0; length <= 4; length++) {
            for (String text : texts) {
                assertEquals(isCanonical(text), isTaken(text), text);
            }
            texts = texts.stream()
                    .flatMap(text -> SOME.chars().mapToObj(c -> text + (char) c))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AQ",
                "AQI",
                "AQ=",
                "AQI=AQI=",
                "AQ==AQ==",
                "=",
                "==",
                "====",
                "A===",
                "AR==",
                "AQJ=",
                " AQ==",
                "AQ== ",
                "AQ\n==",
                "AQ==\n",
                "AQ-_",
                "_-8=",
                "AQ==x",
                "AQ==A",
                "A\u00E9Q=",
                "\u0000AA="
            })
    void decode_whatTheJdkOrOthersLetPass_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> decode(text));
    }

    @ParameterizedTest
    @CsvSource({
        "SECRE, 'its length, 5 bytes, is not a multiple of 4'",
        "SE*R, 'it holds a character that is not Base64, or padding in the middle'",
        "SECRETR=, 'its last character has bits that belong to no byte'",
        "SECRET==, 'its last character has bits that belong to no byte'"
    })
    void decode_refused_saysWhyWithoutTheContent(String text, String message) {
        String said =
                assertThrows(IllegalArgumentException.class, () -> decode(text)).getMessage();
        assertEquals(message, said);
        assertFalse(said.contains("SE"));
    }
}
