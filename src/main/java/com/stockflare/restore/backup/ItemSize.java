package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.ITEM_TOO_LARGE;

/**
 * The size of an item as DynamoDB counts it: names and values in UTF-8 or raw bytes, for a list or map 3 bytes and 1 more
 * for each of its elements, for a boolean or null 1 (<i>DynamoDB item sizes and formats</i>; numbers:
 * {@link NumberText#bytes}). A set has the sizes of its elements.
 */
final class ItemSize {
    /** DynamoDB's limit, "Item size" in <i>Constraints in Amazon DynamoDB</i>, where a KB has 1,024 bytes. */
    static final int MAX_BYTES = 400 << 10;

    static final int LIST_OR_MAP = 3;
    static final int ELEMENT = 1;
    static final int BOOL_OR_NULL = 1;

    private int bytes;

    void clear() {
        bytes = 0;
    }

    /** @param more at most as many as a row has, so that the sum does not overflow */
    void add(int more, JsonTokens tokens) throws MalformedRowException {
        bytes += more;
        if (bytes > MAX_BYTES) {
            throw tokens.malformed(ITEM_TOO_LARGE, "more than " + MAX_BYTES + " bytes as DynamoDB counts them");
        }
    }
}
