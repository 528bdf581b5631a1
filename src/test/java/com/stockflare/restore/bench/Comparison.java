package com.stockflare.restore.bench;

import java.util.Locale;

/**
 * Two figures of the same run.
 *
 * @param unit of both
 * @param baseline what ours is compared with
 */
record Comparison(Samples ours, Samples theirs, String unit, String baseline) {
    /** The line that says whether ours is so many times theirs. */
    Line atLeast(double wanted, String bench, String what) {
        double ratio = ours.median() / theirs.median();
        return new Line(
                bench,
                what,
                ours.inWords(unit),
                theirs.inWords(unit) + ": " + baseline,
                String.format(Locale.ROOT, "%.2f", ratio),
                String.format(Locale.ROOT, "≥ %.2f", wanted),
                ratio >= wanted);
    }
}
