package com.stockflare.restore.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Counts the records of a PutRecords request, and looks at no more of it than that takes. */
final class RecordCounter {
    private static final byte[] RECORDS = "Records".getBytes(US_ASCII);
    private static final byte[] PARTITION_KEY = "\"PartitionKey\":".getBytes(US_ASCII);

    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int SIMPLE = 7;

    /** Instead of a length: the elements go on until a break. */
    private static final long INDEFINITE = -1;

    private static final int BREAK = 0xFF;

    private final byte[] bytes;
    private int position;

    /** Of the item that was begun last. */
    private int type;

    private long argument;

    private RecordCounter(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Counts partition keys: a record has one, and in Base64 there is no quote. */
    static int inJson(byte[] bytes, int length) {
        int count = 0;
        int last = length - PARTITION_KEY.length;
        for (int i = 0; i <= last; i++) {
            if (bytes[i] == '"'
                    && Arrays.equals(bytes, i, i + PARTITION_KEY.length, PARTITION_KEY, 0, PARTITION_KEY.length)) {
                count++;
                i += PARTITION_KEY.length;
            }
        }
        return count;
    }

    /** Counts the elements of the array {@code Records}, RFC 8949. */
    static int inCbor(byte[] bytes) {
        RecordCounter counter = new RecordCounter(bytes);
        counter.begin(MAP);
        for (long i = counter.argument; counter.hasMore(i); i--) {
            counter.begin(TEXT);
            int from = counter.position;
            counter.position += (int) counter.argument;
            if (Arrays.equals(bytes, from, counter.position, RECORDS, 0, RECORDS.length)) {
                counter.begin(ARRAY);
                return counter.skipElements(counter.argument);
            }
            counter.skip();
        }
        return 0;
    }

    /** Whether an array or a map goes on, of which so many elements are left if that is known. */
    private boolean hasMore(long left) {
        if (left >= 0) {
            return left > 0;
        }
        boolean more = (bytes[position] & 0xFF) != BREAK;
        position += more ? 0 : 1;
        return more;
    }

    private void begin(int wanted) {
        begin();
        if (type != wanted) {
            throw new IllegalArgumentException("not a PutRecords request: type " + type + " before byte " + position);
        }
    }

    private void begin() {
        int first = bytes[position++] & 0xFF;
        type = first >> 5;
        int more = first & 31;
        argument = more;
        if (more == 31) {
            argument = INDEFINITE;
        } else if (more >= 24) {
            argument = 0;
            for (int i = 1 << (more - 24); i > 0; i--) {
                argument = argument << 8 | (bytes[position++] & 0xFF);
            }
        }
    }

    private void skip() {
        begin();
        switch (type) {
            case 0, 1, SIMPLE -> {
                // The argument is all there is.
            }
            case ARRAY -> skipElements(argument);
            case MAP -> skipElements(argument == INDEFINITE ? INDEFINITE : 2 * argument);
            case TAG -> skip();
            default -> {
                if (argument == INDEFINITE) {
                    skipElements(INDEFINITE);
                } else {
                    position += (int) argument;
                }
            }
        }
    }

    private int skipElements(long length) {
        int count = 0;
        for (long left = length; hasMore(left); left -= left > 0 ? 1 : 0) {
            skip();
            count++;
        }
        return count;
    }
}
