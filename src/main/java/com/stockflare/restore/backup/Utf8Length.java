package com.stockflare.restore.backup;

/** How many bytes a text has in UTF-8: what DynamoDB counts, and stores. */
final class Utf8Length {
    /** Instead of a length: half of a surrogate pair stands alone, for which UTF-8 has no bytes. */
    static final int NONE = -1;

    private Utf8Length() {}

    static int of(char[] text, int from, int length) {
        int bytes = length;
        int to = from + length;
        for (int i = from; i < to; i++) {
            char c = text[i];
            if (c >= 0x80) {
                bytes += c < 0x800 ? 1 : 2;
                if (Character.isSurrogate(c)) {
                    if (Character.isLowSurrogate(c) || i + 1 == to || !Character.isLowSurrogate(text[i + 1])) {
                        return NONE;
                    }
                    // Counted with three bytes and one: the pair has four.
                    i++;
                }
            }
        }
        return bytes;
    }

    static int of(String text) {
        return of(text.toCharArray(), 0, text.length());
    }
}
