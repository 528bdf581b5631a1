package com.stockflare.restore.backup;

/** Finds out quickly that a JSON text has no surrogates written as {@code \}{@code ud83d}, as nearly all have none. */
final class SurrogateEscapes {
    private SurrogateEscapes() {}

    /** True wherever there is one; also, here and there, where an escaped backslash only makes it look so. */
    static boolean mayBeIn(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            if (EightBytes.equalTo('\\', EightBytes.at(bytes, i)) != 0 && mayStartIn(bytes, i, i + Long.BYTES, to)) {
                return true;
            }
        }
        return mayStartIn(bytes, i, to, to);
    }

    private static boolean mayStartIn(byte[] bytes, int from, int before, int to) {
        for (int i = from; i < before; i++) {
            if (bytes[i] == '\\' && i + 2 < to && bytes[i + 1] == 'u' && (bytes[i + 2] | 0x20) == 'd') {
                return true;
            }
        }
        return false;
    }
}
