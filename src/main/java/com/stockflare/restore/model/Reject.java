package com.stockflare.restore.model;

/**
 * A row that cannot be restored.
 *
 * @param offset of the row's first byte in the file
 * @param length of the row in bytes, without its line ending
 * @param reason why
 * @param detail where in the row and what was found; never the item's content
 * @param row the row as it was, or null where it is too long to be held in memory
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Reject(long offset, long length, RejectReason reason, String detail, byte[] row) {}
