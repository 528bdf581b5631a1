package com.stockflare.restore.backup;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The names of the attributes in the maps that are open at a time, each in the other, to find one that stands twice in a
 * map. A hash table over all of them; what was added last is taken off first, so that its places can be freed one by one.
 */
final class AttributeNames {
    /** Drawn anew for each process: nobody can choose names that all fall on one place. */
    private static final long FACTOR = ThreadLocalRandom.current().nextLong() | 1;

    private byte[] bytes = new byte[1 << 10];

    /** Of each name: where it ends in the bytes, its hash, and its place in the table. */
    private int[] ends = new int[1 << 6];

    private int[] hashes = new int[ends.length];
    private int[] places = new int[ends.length];
    private int count;

    /** The number of a name, from 1, or 0 where a place is free. A power of two, and twice as many as names at least. */
    private int[] table = new int[2 * ends.length];

    /** How many names there are. */
    int count() {
        return count;
    }

    /** Takes off all names but the first so many. */
    void shrinkTo(int first) {
        while (count > first) {
            table[places[--count]] = 0;
        }
    }

    /**
     * Adds a name.
     *
     * @param first how many names of other maps came before the first of its map
     * @return false if its map has it already
     */
    boolean add(JsonString name, int first) {
        reserve(name.length());
        int from = end(count);
        System.arraycopy(name.bytes(), name.from(), bytes, from, name.length());
        ends[count] = from + name.length();
        hashes[count] = hash(from, ends[count]);
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

    private int end(int names) {
        return names == 0 ? 0 : ends[names - 1];
    }

    private boolean isEqual(int one, int other) {
        return hashes[one] == hashes[other]
                && Arrays.equals(bytes, end(one), ends[one], bytes, end(other), ends[other]);
    }

    private int hash(int from, int to) {
        long hash = 0;
        int i = from;
        for (; i + Long.BYTES < to; i += Long.BYTES) {
            hash = (hash ^ EightBytes.at(bytes, i)) * FACTOR;
            hash ^= hash >>> Integer.SIZE;
        }
        long last = EightBytes.at(bytes, i) << (Byte.SIZE * (i + Long.BYTES - to));
        return (int) (((hash ^ last) * FACTOR) >>> Integer.SIZE);
    }

    private int place(int hash) {
        return hash >>> Integer.numberOfLeadingZeros(table.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (table.length - 1);
    }

    private void reserve(int moreBytes) {
        // Eight are looked at together, also where only one of them is left.
        int needed = end(count) + moreBytes + Long.BYTES;
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
