package com.stockflare.restore.backup;

/** Holds bytes against UTF-8, strictly: nothing overlong, no surrogates, nothing above U+10FFFF. */
final class StrictUtf8 {
    private StrictUtf8() {}

    /** @return where the first bytes that are not UTF-8 start, counted from {@code from}, or -1 */
    static int firstMalformed(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (bytes[i] >= 0) {
                i = passAscii(bytes, i, to);
            } else {
                int length = length(bytes, i, to);
                if (length == 0) {
                    return i - from;
                }
                i += length;
            }
        }
        return -1;
    }

    private static int passAscii(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long marks = EightBytes.notAscii(EightBytes.at(bytes, i));
            if (marks != 0) {
                return i + EightBytes.first(marks);
            }
        }
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    /** How long the character is that starts here, or 0 if it is malformed: table 3-7 of the Unicode Standard. */
    private static int length(byte[] bytes, int i, int to) {
        int first = Byte.toUnsignedInt(bytes[i]);
        int second = i + 1 < to ? Byte.toUnsignedInt(bytes[i + 1]) : 0;
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        if (first < 0xE0) {
            return isBetween(0x80, second, 0xBF) ? 2 : 0;
        }
        if (first < 0xF0) {
            boolean good = isBetween(first == 0xE0 ? 0xA0 : 0x80, second, first == 0xED ? 0x9F : 0xBF);
            return good && continues(bytes, i + 2, to) ? 3 : 0;
        }
        boolean good = isBetween(first == 0xF0 ? 0x90 : 0x80, second, first == 0xF4 ? 0x8F : 0xBF);
        return good && continues(bytes, i + 2, to) && continues(bytes, i + 3, to) ? 4 : 0;
    }

    private static boolean isBetween(int least, int value, int most) {
        return least <= value && value <= most;
    }

    private static boolean continues(byte[] bytes, int i, int to) {
        return i < to && (bytes[i] & 0xC0) == 0x80;
    }
}
