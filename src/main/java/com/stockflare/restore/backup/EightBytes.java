package com.stockflare.restore.backup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks through bytes eight at a time: byte by byte it would take a third of a row's time. What is found is marked by
 * the high bit of its byte. The first mark is right; behind it there may be wrong ones.
 */
final class EightBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private EightBytes() {}

    /** Those from {@code index} to before {@code index + 8}, the first one lowest. */
    static long at(byte[] bytes, int index) {
        return (long) LONG.get(bytes, index);
    }

    /** Marks what is no ASCII. */
    static long notAscii(long eight) {
        return eight & HIGH_BITS;
    }

    /** Marks this ASCII character. */
    static long equalTo(char c, long eight) {
        return below((char) 1, eight ^ (c * ONES));
    }

    /** Marks the ASCII characters below this one. */
    static long below(char c, long eight) {
        // Only a byte that is marked borrows from the next one, and so can have that marked in error.
        return (eight - c * ONES) & ~eight & HIGH_BITS;
    }

    /** Where the first mark is, counted in bytes; 8 if there is none. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) / Byte.SIZE;
    }
}
