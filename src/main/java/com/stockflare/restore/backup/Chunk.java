package com.stockflare.restore.backup;

/**
 * The next bytes of a file, in the first {@code length} places of an array that belongs to whoever made the chunk.
 *
 * @param bytes not to be kept: the array is filled anew for a later chunk
 * @param length 1 or more
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Chunk(byte[] bytes, int length) {
    public Chunk {
        if (length < 1 || length > bytes.length) {
            throw new IllegalArgumentException("a chunk of " + length + " bytes in an array of " + bytes.length);
        }
    }

    /** Where a file's bytes come from, in order and without gaps. */
    @FunctionalInterface
    public interface Source {
        /** The next chunk, or null at the end. The one before may be overwritten from now on. */
        Chunk next();
    }
}
