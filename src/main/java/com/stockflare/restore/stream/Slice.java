package com.stockflare.restore.stream;

import java.util.Objects;

/** A part of an array that belongs to somebody else. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Slice(byte[] bytes, int from, int length) {
    public Slice {
        Objects.checkFromIndexSize(from, length, bytes.length);
    }
}
