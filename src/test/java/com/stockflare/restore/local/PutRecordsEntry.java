package com.stockflare.restore.local;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkBytes;

/**
 * One record of a call.
 *
 * @param hashKey the ExplicitHashKey, or else the MD5 of the partition key
 */
public record PutRecordsEntry(SdkBytes data, String partitionKey, BigInteger hashKey) {

    /** What counts against the limits: the data and the partition key in UTF-8. */
    int bytes() {
        return data.asByteArrayUnsafe().length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
    }
}
