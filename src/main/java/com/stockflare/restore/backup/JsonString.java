package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.NOT_JSON;

import java.util.Arrays;

/**
 * A string of a JSON text: where it ends, and what it means, in UTF-8. Where nothing is escaped it is shown where it lies.
 * Used again for the next one.
 */
final class JsonString {
    private byte[] text = {};
    private int textFrom;
    private int textTo;

    private boolean isEscaped;

    /** Of a string with escapes, whether half of a surrogate pair is among them. */
    private boolean hasHalfPair;

    private int from;
    private int length;

    /** What strings with escapes mean. */
    private byte[] unescaped = new byte[1 << 10];

    /** Begins with another text, of which faults are counted from the first byte. */
    void begin(byte[] newText, int newFrom, int newTo) {
        text = newText;
        textFrom = newFrom;
        textTo = newTo;
    }

    /**
     * Reads a string.
     *
     * @param start behind its opening quote
     * @return behind its closing quote
     */
    int read(int start) throws MalformedRowException {
        int end = passOrdinary(start);
        if (end < textTo && text[end] == '"') {
            isEscaped = false;
            from = start;
            length = end - start;
            return end + 1;
        }
        return readEscaped(start, end);
    }

    private int readEscaped(int start, int firstStop) throws MalformedRowException {
        isEscaped = true;
        hasHalfPair = false;
        from = 0;
        length = 0;
        int ordinary = start;
        int stop = firstStop;
        while (stop < textTo && text[stop] == '\\') {
            append(ordinary, stop);
            ordinary = escape(stop);
            stop = passOrdinary(ordinary);
        }
        if (stop == textTo || text[stop] != '"') {
            throw notJson(stop);
        }
        append(ordinary, stop);
        return stop + 1;
    }

    /** Stops at a quote, a backslash or a control character, or at the end. */
    private int passOrdinary(int start) {
        int i = start;
        for (; i + Long.BYTES <= textTo; i += Long.BYTES) {
            long eight = EightBytes.at(text, i);
            long marks =
                    EightBytes.equalTo('"', eight) | EightBytes.equalTo('\\', eight) | EightBytes.below(' ', eight);
            if (marks != 0) {
                return i + EightBytes.first(marks);
            }
        }
        while (i < textTo && text[i] != '"' && text[i] != '\\' && (text[i] < 0 || text[i] >= ' ')) {
            i++;
        }
        return i;
    }

    /** Appends what the escape stands for that starts here; returns where it goes on behind it. */
    private int escape(int backslash) throws MalformedRowException {
        int i = backslash + 1;
        if (i < textTo && text[i] == 'u') {
            return unicode(backslash);
        }
        append(
                switch (i < textTo ? text[i] : 0) {
                    case '"' -> '"';
                    case '\\' -> '\\';
                    case '/' -> '/';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> throw notJson(i);
                });
        return i + 1;
    }

    private int unicode(int backslash) throws MalformedRowException {
        char first = hex(backslash + 2);
        int next = backslash + 6;
        if (Character.isHighSurrogate(first) && next + 1 < textTo && text[next] == '\\' && text[next + 1] == 'u') {
            char second = hex(next + 2);
            if (Character.isLowSurrogate(second)) {
                append(Character.toCodePoint(first, second));
                return next + 6;
            }
        }
        hasHalfPair |= Character.isSurrogate(first);
        append(first);
        return next;
    }

    private char hex(int start) throws MalformedRowException {
        int value = 0;
        for (int i = start; i < start + 4; i++) {
            int digit = i < textTo ? Character.digit(text[i], 16) : -1;
            if (digit < 0) {
                throw notJson(i);
            }
            value = (value << 4) | digit;
        }
        return (char) value;
    }

    private MalformedRowException notJson(int where) {
        return new MalformedRowException(NOT_JSON, "at byte " + (where - textFrom) + " of the item");
    }

    private void append(int start, int end) {
        reserve(end - start);
        System.arraycopy(text, start, unescaped, length, end - start);
        length += end - start;
    }

    private void append(int codePoint) {
        reserve(4);
        if (codePoint < 0x80) {
            unescaped[length++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            unescaped[length++] = (byte) (0xC0 | (codePoint >> 6));
            unescaped[length++] = continuation(codePoint);
        } else if (codePoint < 0x1_0000) {
            unescaped[length++] = (byte) (0xE0 | (codePoint >> 12));
            unescaped[length++] = continuation(codePoint >> 6);
            unescaped[length++] = continuation(codePoint);
        } else {
            unescaped[length++] = (byte) (0xF0 | (codePoint >> 18));
            unescaped[length++] = continuation(codePoint >> 12);
            unescaped[length++] = continuation(codePoint >> 6);
            unescaped[length++] = continuation(codePoint);
        }
    }

    private static byte continuation(int codePoint) {
        return (byte) (0x80 | (codePoint & 0x3F));
    }

    private void reserve(int more) {
        if (length + more > unescaped.length) {
            unescaped = Arrays.copyOf(unescaped, Math.max(length + more, 2 * unescaped.length));
        }
    }

    /** Whether it has no half of a surrogate pair, for which UTF-8 has no bytes. */
    boolean isText() {
        return !isEscaped || !hasHalfPair;
    }

    /** The array that holds what it means in the places from {@link #from()} on; good until the next is read. */
    byte[] bytes() {
        return isEscaped ? unescaped : text;
    }

    int from() {
        return from;
    }

    /** In bytes, of what it means. */
    int length() {
        return length;
    }

    boolean is(byte[] utf8) {
        return length == utf8.length && Arrays.equals(bytes(), from, from + length, utf8, 0, length);
    }

    boolean is(String ascii) {
        if (length != ascii.length()) {
            return false;
        }
        byte[] bytes = bytes();
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
