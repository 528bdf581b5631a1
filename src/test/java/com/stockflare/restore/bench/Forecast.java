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

    /** What has the share of a whole core ("Configure Lambda function memory"); as the template has it, too. */
    private static final int MEGABYTES_A_CORE = 1_769;

    private static final double GIB_A_FUNCTION = MEGABYTES_A_CORE / 1_024.0;
    private static final int[] MEMORY = {512, 1_024, MEGABYTES_A_CORE, 3_008};
    private static final int HOURS_A_MONTH = 730;

    /** As the template has them without PutFunction. */
    private static final int ALARMS = 6;

    /** An assumption: a start every few hours, and some milliseconds otherwise. */
    private static final double LOOK_SECONDS = 0.1;

    // List prices of us-east-1 in US dollars, November 2026; a row below 1 KB.
    private static final double SHARD_HOUR = 0.015;
    private static final double MILLION_PUTS = 0.014;
    private static final double LAMBDA_GIB_SECOND = 0.000_013_333_4;
    private static final double MILLION_WRITES = 0.625;
    private static final double MILLION_INVOCATIONS = 0.20;
    private static final double ALARM_MONTH = 0.10;
    private static final double DASHBOARD_MONTH = 3.00;
    private static final double ON_DEMAND_HOUR = 0.04;

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
        table.append("""

                Computed, not measured: the memory of RestoreFunction, which is its share of a core, and 10,000,000 rows

                | MB | rows/s it could send | 10 shards: time | RestoreFunction | 32 shards: time | RestoreFunction |
                | --- | --- | --- | --- | --- | --- |
                """);
        for (int megabytes : MEMORY) {
            table.append(memoryLine(megabytes, ofOneCore));
        }
        return table + """

                Computed, not measured: a month in which nothing is restored

                | what | a month |
                | --- | --- |
                """
                + String.format(
                        Locale.ROOT,
                        "| the watchdog, a look of %.1f s every minute | $%.2f |%n",
                        LOOK_SECONDS,
                        watchdog())
                + String.format(Locale.ROOT, "| %d alarms | $%.2f |%n", ALARMS, ALARMS * ALARM_MONTH)
                + String.format(
                        Locale.ROOT, "| the dashboard, beyond an account's first three | $%.2f |%n", DASHBOARD_MONTH)
                + String.format(
                        Locale.ROOT,
                        "| a stream of its own with 10 shards | $%.2f |%n",
                        10 * SHARD_HOUR * HOURS_A_MONTH)
                + String.format(
                        Locale.ROOT, "| a stream of its own, on demand | $%.2f |%n", ON_DEMAND_HOUR * HOURS_A_MONTH)
                + String.format(Locale.ROOT, "| PutFunction's alarm | $%.2f |%n", ALARM_MONTH);
    }

    private static double watchdog() {
        double looks = HOURS_A_MONTH * 60;
        return looks * LOOK_SECONDS * GIB_A_FUNCTION * LAMBDA_GIB_SECOND + looks / 1e6 * MILLION_INVOCATIONS;
    }

    private static String memoryLine(int megabytes, double ofOneCore) {
        // More than a core is of no use to one thread that parses.
        double could = ofOneCore * Math.min(1.0, megabytes / (double) MEGABYTES_A_CORE);
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "| %,d | %,.0f |", megabytes, could));
        for (int shards : new int[] {10, SHARDS_A_WORKER}) {
            double seconds = 10_000_000 / Math.min((double) shards * Shard.RECORDS_A_SECOND, could);
            line.append(String.format(
                    Locale.ROOT, " %s | $%.3f |", time(seconds), seconds * megabytes / 1_024 * LAMBDA_GIB_SECOND));
        }
        return line.append(System.lineSeparator()).toString();
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
