package com.stockflare.restore.local;

/**
 * A request for an object that reached {@link LocalS3}.
 *
 * @param number counted from 1 over all requests for objects, in the order of their arrival
 * @param method GET, HEAD or PUT
 * @param range the Range header, null where there is none; likewise {@code ifMatch} and {@code versionId}
 */
public record S3Call(
        int number, String method, String bucket, String key, String range, String ifMatch, String versionId) {

    /** The first byte that it asks for. */
    public long from() {
        return range == null ? 0 : Long.parseLong(range.substring("bytes=".length(), range.indexOf('-')));
    }
}
