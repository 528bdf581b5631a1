package com.stockflare.restore.backup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds out quickly that a JSON text has no surrogates written as {@code \}{@code ud83d}, as nearly all have none. */
final class SurrogateEscapes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long BACKSLASHES = 0x5C5C_5C5C_5C5C_5C5CL;

    private SurrogateEscapes() {}

    /** True wherever there is one; also, here and there, where an escaped backslash only makes it look so. */
    static boolean mayBeIn(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long zeroWhereBackslash = (long) LONG.get(bytes, i) ^ BACKSLASHES;
            // Borrows from a byte's high bit where the byte is 0 (and, above such a one, at times where it is 1).
            if (((zeroWhereBackslash - ONES) & ~zeroWhereBackslash & HIGH_BITS) != 0
                    && mayStartIn(bytes, i, i + Long.BYTES, to)) {
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
