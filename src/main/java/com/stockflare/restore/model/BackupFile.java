package com.stockflare.restore.model;

import java.util.Objects;

/**
 * One state of a backup file: what a HEAD told about it at the start of the restore. Every later read is held to it.
 *
 * @param bucket the bucket, or the empty string for a file on this machine
 * @param key the object's key as it is, not URL-encoded; for a local file its path
 * @param versionId the object's version, or null where the bucket keeps none
 * @param etag what changes when the content does, with its quotes
 * @param size in bytes; 0 is an empty backup
 */
public record BackupFile(String bucket, String key, String versionId, String etag, long size) {
    public BackupFile {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(etag, "etag");
        if (size < 0) {
            throw new IllegalArgumentException("a file's size cannot be " + size);
        }
    }

    /** The file as a person writes it: {@code s3://bucket/key}, or {@code file:path}. */
    public String uri() {
        return uri(bucket, key);
    }

    /** The same for a file that nobody has looked at yet. */
    public static String uri(String bucket, String key) {
        return bucket.isEmpty() ? "file:" + key : "s3://" + bucket + "/" + key;
    }
}
