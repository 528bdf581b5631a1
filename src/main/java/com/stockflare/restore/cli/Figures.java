package com.stockflare.restore.cli;

import java.util.Locale;

/**
 * How far a restore is, in figures for a person.
 *
 * @param rows settled in this run
 * @param offset every row before it is settled
 * @param size of the file in bytes
 * @param rowsPerSecond of late
 * @param bytesPerSecond of late
 */
record Figures(long rows, long offset, long size, double rowsPerSecond, double bytesPerSecond) {
    private static final long SECONDS_A_MINUTE = 60;
    private static final long SECONDS_AN_HOUR = 3_600;

    /** Of the whole file, rounded down: 100 only when all of it is settled. */
    int percent() {
        return size == 0 ? 100 : (int) (100.0 * offset / size);
    }

    /**
     * Such as {@code    126,000 rows,   9,834 rows/s,   4.0 MB/s, 0:00:18 left}: as long for 10 million rows as for one,
     * so that nothing moves but the figures.
     */
    String text() {
        return String.format(
                Locale.ROOT,
                "%,10d rows, %,7.0f rows/s, %5.1f MB/s, %s left",
                rows,
                rowsPerSecond,
                bytesPerSecond / 1e6,
                timeLeft());
    }

    private String timeLeft() {
        if (offset == size) {
            return "0:00:00";
        }
        if (bytesPerSecond == 0) {
            return "?:??:??";
        }
        return time((long) Math.ceil((size - offset) / bytesPerSecond));
    }

    /** Such as {@code 1:02:03}. */
    static String time(long seconds) {
        return String.format(
                Locale.ROOT,
                "%d:%02d:%02d",
                seconds / SECONDS_AN_HOUR,
                seconds % SECONDS_AN_HOUR / SECONDS_A_MINUTE,
                seconds % SECONDS_A_MINUTE);
    }

    /** A line of exactly so many characters. Where they are too few, first the bar is left out, then the line's end. */
    String bar(int columns) {
        String before = String.format(Locale.ROOT, "%3d%% [", percent());
        String after = "] " + text();
        int width = columns - before.length() - after.length();
        if (width < 1) {
            String line = String.format(Locale.ROOT, "%3d%% %s", percent(), text());
            return line.substring(0, Math.min(line.length(), Math.max(0, columns)));
        }
        int done = width * percent() / 100;
        String tip = done == width ? "" : ">";
        return before + "=".repeat(done) + tip + " ".repeat(width - done - tip.length()) + after;
    }
}
