package com.stockflare.restore.model;

import java.util.List;

/**
 * The table to restore into, as far as its items must fit it.
 *
 * @param table its name
 * @param keys one entry for each attribute that is a key of the table or of an index; an attribute that serves in
 *     several keys has the smallest of their limits, and is required if the table's own key is among them
 */
public record TableSchema(String table, List<KeyAttribute> keys) {
    public TableSchema {
        keys = List.copyOf(keys);
        if (keys.stream().map(KeyAttribute::name).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("two entries for one key attribute of " + table);
        }
    }

    /** Of a table that could not be described: its items' keys are not checked. */
    public static TableSchema unknown(String table) {
        return new TableSchema(table, List.of());
    }
}
