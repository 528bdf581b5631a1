package com.stockflare.restore.backup;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds what stands twice among the names of a map or the elements of a set, each taken as bytes, of all that are open at
 * a time, one in the other. A hash table over all of them; what was added last is taken off first, so that its places can
 * be freed one by one.
 */
final class Distinct {
    /** Drawn anew for each process: nobody can choose bytes that all fall on one place. */
    private static final long FACTOR = ThreadLocalRandom.current().nextLong() | 1;

    private byte[] bytes = new byte[1 << 10];

    /** Of each one: where it ends in the bytes, its hash, and its place in the table. */
    private int[] ends = new int[1 << 6];

    private int[] hashes = new int[ends.length];
    private int[] places = new int[ends.length];
    private int count;

    /** A number from 1, or 0 where a place is free. As long as a power of two, and twice as many as there are at least. */
    private int[] table = new int[2 * ends.length];

    /** How many there are. */
    int count() {
        return count;
    }

    /** Takes off all but the first so many. */
    void shrinkTo(int first) {
        while (count > first) {
            table[places[--count]] = 0;
        }
    }

    /**
     * Adds a name or an element.
     *
     * @param first how many there were before the first of its map or set
     * @return false if its map or set has it already
     */
    boolean add(byte[] source, int from, int length, int first) {
        reserve(length);
        int at = end(count);
        System.arraycopy(source, from, bytes, at, length);
        ends[count] = at + length;
        hashes[count] = hash(at, at + length);
        int place = place(hashes[count]);
        for (; table[place] != 0; place = next(place)) {
            int other = table[place] - 1;
            if (other >= first && isEqual(other, count)) {
                return false;
            }
        }
        places[count] = place;
        table[place] = ++count;
        return true;
    }

    private int end(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private boolean isEqual(int one, int other) {
        return hashes[one] == hashes[other]
                && Arrays.equals(bytes, end(one), ends[one], bytes, end(other), ends[other]);
    }

    private int hash(int from, int to) {
        long hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * FACTOR + bytes[i];
        }
        return (int) ((hash * FACTOR) >>> Integer.SIZE);
    }

    private int place(int hash) {
        return hash >>> Integer.numberOfLeadingZeros(table.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (table.length - 1);
    }

    private void reserve(int moreBytes) {
        int needed = end(count) + moreBytes;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            hashes = Arrays.copyOf(hashes, 2 * count);
            places = Arrays.copyOf(places, 2 * count);
            rebuild();
        }
    }

    private void rebuild() {
        table = new int[2 * ends.length];
        for (int i = 0; i < count; i++) {
            int place = place(hashes[i]);
            while (table[place] != 0) {
                place = next(place);
            }
            places[i] = place;
            table[place] = i + 1;
        }
    }
}
