package com.stockflare.restore.model;

/** How a binary value is written in a payload. */
public enum BinaryFormat {
    /**
     * A Node.js Buffer with its length, {@code {"type":"Buffer","data":[0,255],"byteLength":2}}: the one shape that an
     * unmodified lambda-dynamodb-put stores exactly.
     */
    NODE,
    /** Base64 text, as DynamoDB's own JSON has it. */
    BASE64
}
