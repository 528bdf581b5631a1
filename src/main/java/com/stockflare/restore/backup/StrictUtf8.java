package com.stockflare.restore.backup;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Holds bytes against UTF-8, strictly: nothing overlong, no surrogates, nothing above U+10FFFF. */
final class StrictUtf8 {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer chars = CharBuffer.allocate(4 << 10);

    /** @return where the first bytes that are not UTF-8 start, counted from {@code from}, or -1 */
    int firstMalformed(byte[] bytes, int from, int to) {
        return isAscii(bytes, from, to) ? -1 : decode(ByteBuffer.wrap(bytes, from, to - from), from);
    }

    private static boolean isAscii(byte[] bytes, int from, int to) {
        long eight = 0;
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            eight |= EightBytes.at(bytes, i);
        }
        byte one = 0;
        for (; i < to; i++) {
            one |= bytes[i];
        }
        return one >= 0 && !EightBytes.hasHighBit(eight);
    }

    private int decode(ByteBuffer in, int from) {
        decoder.reset();
        CoderResult result;
        do {
            chars.clear();
            result = decoder.decode(in, chars, true);
        } while (result.isOverflow());
        return result.isError() ? in.position() - from : -1;
    }
}
