package com.stockflare.restore.bench;

import com.stockflare.restore.stream.Shard;
import java.util.Locale;

/**
 * What a restore takes on real streams, computed and not measured: from what one core was measured to send, from what
 * Kinesis takes, and from list prices.
 */
final class Forecast {
    private static final long[] ROWS = {1_000_000, 10_000_000, 100_000_000};
    private static final int[] SHARDS = {10, 100};

    /** By which the engine cuts a file by itself. */
    private static final int SHARDS_A_WORKER = 32;

    /** As the template has it. */
    private static final int MOST_WORKERS = 4;

    /** Of 1,769 MB, a whole core. */
    private static final double GIB_A_FUNCTION = 1_769 / 1_024.0;

    // List prices of us-east-1 in US dollars, November 2026; a row below 1 KB.
    private static final double SHARD_HOUR = 0.015;
    private static final double MILLION_PUTS = 0.014;
    private static final double LAMBDA_GIB_SECOND = 0.000_013_333_4;
    private static final double MILLION_WRITES = 0.625;

    private Forecast() {}

    /** @param ofOneCore rows of 250 bytes that one core sends in a second */
    static String table(double ofOneCore) {
        StringBuilder table = new StringBuilder("""
                Computed, not measured: rows of 250 bytes on real streams

                | rows | shards | functions | rows/s | time | stream and function | the table's writes |
                | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (int shards : SHARDS) {
            for (long rows : ROWS) {
                table.append(line(rows, shards, ofOneCore));
            }
        }
        return table.toString();
    }

    private static String line(long rows, int shards, double ofOneCore) {
        int workers = Math.min(MOST_WORKERS, (shards + SHARDS_A_WORKER - 1) / SHARDS_A_WORKER);
        double rowsPerSecond = Math.min((double) shards * Shard.RECORDS_A_SECOND, workers * ofOneCore);
        double seconds = rows / rowsPerSecond;
        double sending = seconds / 3_600 * shards * SHARD_HOUR
                + rows / 1e6 * MILLION_PUTS
                + seconds * workers * GIB_A_FUNCTION * LAMBDA_GIB_SECOND;
        return String.format(
                Locale.ROOT,
                "| %,d | %d | %d | %,.0f | %s | $%,.2f | $%,.2f |%n",
                rows,
                shards,
                workers,
                rowsPerSecond,
                time(seconds),
                sending,
                rows / 1e6 * MILLION_WRITES);
    }

    private static String time(double seconds) {
        return seconds < 90
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : seconds < 5_400
                        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                        : String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
    }
}
