package com.stockflare.restore.backup;

import java.util.Arrays;
import java.util.function.IntSupplier;

/** A file's bytes in chunks of any sizes. The array of one chunk is overwritten before the next, as the contract allows. */
final class CutChunks implements Chunk.Source {
    private final byte[] file;
    private final IntSupplier sizes;
    private int position;
    private byte[] last = {};

    /** @param sizes of the chunks, 1 or more each; the last is what remains */
    CutChunks(byte[] file, int from, IntSupplier sizes) {
        this.file = file;
        this.position = from;
        this.sizes = sizes;
    }

    @Override
    public Chunk next() {
        Arrays.fill(last, (byte) '#');
        if (position == file.length) {
            return null;
        }
        int length = Math.min(sizes.getAsInt(), file.length - position);
        // Longer than what it holds: what lies behind the length is none of the reader's business.
        last = Arrays.copyOfRange(file, position, position + length + 3);
        Arrays.fill(last, length, length + 3, (byte) '\n');
        position += length;
        return new Chunk(last, length);
    }
}
