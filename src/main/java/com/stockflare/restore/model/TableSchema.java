package com.stockflare.restore.model;

import java.util.List;

/** What a table asks of its items. */
public record TableSchema(String table, List<KeyAttribute> keys) {
    public TableSchema {
        keys = List.copyOf(keys);
    }

    /** Of a table that could not be described: nothing is known of its keys. */
    public static TableSchema unknown(String table) {
        return new TableSchema(table, List.of());
    }
}
