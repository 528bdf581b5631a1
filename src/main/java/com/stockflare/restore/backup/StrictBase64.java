package com.stockflare.restore.backup;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Base64 as RFC 4648 section 4 has it and no other way: padded, nothing before, within or after, no bits set that
 * belong to no byte. The JDK's decoder lets a missing padding and such bits pass.
 */
final class StrictBase64 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private StrictBase64() {}

    /** @throws IllegalArgumentException if it is not Base64; the message tells no content */
    static byte[] decode(byte[] bytes, int from, int to) {
        return decode(ByteBuffer.wrap(bytes, from, to - from));
    }

    /** The same for what a buffer holds between its position and its limit; passes over it. */
    static byte[] decode(ByteBuffer text) {
        int length = text.remaining();
        int to = text.limit();
        if (length % 4 != 0) {
            throw new IllegalArgumentException("its length, " + length + " bytes, is not a multiple of 4");
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(text).array();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it holds a character that is not Base64, or padding in the middle", e);
        }
        if (length > 0 && text.get(to - 1) == '=') {
            boolean two = text.get(to - 2) == '=';
            int last = ALPHABET.indexOf(text.get(two ? to - 3 : to - 2));
            if ((last & (two ? 0b1111 : 0b11)) != 0) {
                throw new IllegalArgumentException("its last character has bits that belong to no byte");
            }
        }
        return decoded;
    }
}
