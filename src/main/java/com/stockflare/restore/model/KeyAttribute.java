package com.stockflare.restore.model;

import java.util.Objects;

/**
 * An attribute that is a key of a table or of one of its indexes.
 *
 * @param name of the attribute
 * @param type that its value must have
 * @param maxBytes the longest value: {@link #MAX_PARTITION_KEY_BYTES} or {@link #MAX_SORT_KEY_BYTES}
 * @param required whether each item must have it: so it is with the table's own key. An index leaves out an item without
 *     its key.
 */
public record KeyAttribute(String name, KeyType type, int maxBytes, boolean required) {
    /** DynamoDB's limit, "Partition key length" in <i>Constraints in Amazon DynamoDB</i>. */
    public static final int MAX_PARTITION_KEY_BYTES = 2_048;

    /** DynamoDB's limit, "Sort key length" in <i>Constraints in Amazon DynamoDB</i>. */
    public static final int MAX_SORT_KEY_BYTES = 1_024;

    /** The types that a key can have, by DynamoDB's names. */
    public enum KeyType {
        S,
        N,
        B
    }

    public KeyAttribute {
        Objects.requireNonNull(type, "type");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a key attribute without a name");
        }
        if (maxBytes < 1 || maxBytes > MAX_PARTITION_KEY_BYTES) {
            throw new IllegalArgumentException("a key attribute of at most " + maxBytes + " bytes");
        }
    }
}
