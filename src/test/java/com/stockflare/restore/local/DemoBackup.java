package com.stockflare.restore.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the demo restores.
 *
 * @param file the backup file
 * @param name its name under the restore prefix and the table's
 * @param table the table to restore into, which has to be made
 * @param key that table's key
 * @param items what the table is to hold in the end, read anew at each call
 */
record DemoBackup(
        Path file, String name, String table, TableKey key, Supplier<Iterator<Map<String, AttributeValue>>> items) {
    private static final long SEED = 42;
    private static final String SOURCE = "Sample";
    private static final String TIMESTAMP = "2015-11-11T01:02:03+00:00";

    /** Makes a table with every attribute type and writes its backup file as dynamodb-backup does. */
    static DemoBackup ofSampleTable(DynamoDbClient dynamo, int rows, Path folder) throws IOException {
        SampleTable.create(dynamo, SOURCE);
        new SampleTable(SEED, rows).fill(dynamo, SOURCE);
        String name = SOURCE + "_" + TIMESTAMP + ".csv";
        Path file = folder.resolve("sample.csv");
        try (OutputStream out = Files.newOutputStream(file)) {
            BackupWriter.CURRENT.write(TableComparison.scan(dynamo, SOURCE), out);
        }
        TableKey key = TableKey.parse(SampleTable.PARTITION_KEY + ":S," + SampleTable.SORT_KEY + ":B");
        return new DemoBackup(file, name, "SampleRestored", key, () -> TableComparison.scan(dynamo, SOURCE));
    }

    /**
     * Takes a file of the user's own.
     *
     * @throws IllegalArgumentException if there is no such file, or its table's key can neither be read nor guessed
     */
    static DemoBackup ofFile(Path file, String table, String key) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("there is no file " + file + " to read");
        }
        BackupFileItems items = new BackupFileItems(file);
        TableKey tableKey = key == null ? items.guessKey() : TableKey.parse(key);
        String name = table + "_" + TIMESTAMP + ".csv";
        return new DemoBackup(file, name, table, tableKey, () -> items.stream().iterator());
    }

    /** How many items there are, of which some may have the same key. */
    long count() {
        long count = 0;
        for (Iterator<?> all = items.get(); all.hasNext(); all.next()) {
            count++;
        }
        return count;
    }

    long bytes() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
