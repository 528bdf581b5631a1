package com.stockflare.restore.engine;

import com.stockflare.restore.model.TableException;
import com.stockflare.restore.model.TableSchema;

/** Tells what a table asks of its items. */
@FunctionalInterface
public interface TableCatalog {
    /** Knows no table: their keys are not checked. */
    TableCatalog UNKNOWN = (table, notes) -> TableSchema.unknown(table);

    /**
     * Looks at a table.
     *
     * @param notes told in a sentence what could not be found out; the table is then taken as unknown
     * @throws TableException if it is not there, or not ready
     */
    TableSchema describe(String table, Notes notes);
}
