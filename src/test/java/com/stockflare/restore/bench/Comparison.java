package com.stockflare.restore.bench;

import java.util.Locale;

/**
 * Rows a second, ours and those of something else in the same run.
 *
 * @param baseline what ours is compared with
 * @param kind of the rows
 */
record Comparison(Samples ours, Samples theirs, String baseline, RowKind kind) {
    /** The line that says whether ours is so many times theirs. */
    Line atLeast(double wanted, String bench, String what) {
        double ratio = ours.ratioTo(theirs);
        double megabytes = ours.median() * kind.payloadBytes() / 1e6;
        return new Line(
                bench,
                what,
                ours.inWords("rows/s") + String.format(Locale.ROOT, ", %,.0f MB/s", megabytes),
                theirs.inWords("rows/s") + ": " + baseline,
                String.format(Locale.ROOT, "%.2f", ratio),
                String.format(Locale.ROOT, "≥ %.2f", wanted),
                ratio >= wanted);
    }
}
