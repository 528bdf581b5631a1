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
 * @param key the key of the table to restore into, which has to be made
 * @param items what the table is to hold in the end, read anew at each call
 */
record DemoBackup(Path file, String name, TableKey key, Supplier<Iterator<Map<String, AttributeValue>>> items) {
    private static final String TIMESTAMP = "2015-11-11T01:02:03+00:00";

    /** Writes the backup file of a {@link SampleTable} as dynamodb-backup does. */
    static DemoBackup ofSampleTable(DynamoDbClient dynamo, String table, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            BackupWriter.CURRENT.write(TableComparison.scan(dynamo, table), out);
        }
        TableKey key = TableKey.parse(SampleTable.PARTITION_KEY + ":S," + SampleTable.SORT_KEY + ":B");
        return new DemoBackup(file, name(table), key, () -> TableComparison.scan(dynamo, table));
    }

    /**
     * Takes a file of the user's own.
     *
     * @throws IllegalArgumentException if there is no such file, or its table's key can neither be read nor guessed
     */
    static DemoBackup ofFile(DemoArguments arguments) {
        Path file = Path.of(arguments.file().orElseThrow());
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("there is no file " + file + " to read");
        }
        BackupFileItems items = new BackupFileItems(file);
        TableKey key = arguments.key().map(TableKey::parse).orElseGet(items::guessKey);
        return new DemoBackup(
                file, name(arguments.table()), key, () -> items.stream().iterator());
    }

    private static String name(String table) {
        return table + "_" + TIMESTAMP + ".csv";
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
