package com.stockflare.restore.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** The same figure, measured several times, in the order in which it was. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Samples(double[] figures) {
    /** From here on a table says it. */
    private static final double LARGE_SPREAD = 0.1;

    Samples {
        if (figures.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    /**
     * Measures several things in turns, A B C A B C: what disturbs the machine for a while disturbs all alike.
     *
     * @return of each, in their order
     */
    static Samples[] inTurns(int rounds, DoubleSupplier... measurements) {
        double[][] figures = new double[measurements.length][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < measurements.length; i++) {
                figures[i][round] = measurements[i].getAsDouble();
            }
        }
        return Arrays.stream(figures).map(Samples::new).toArray(Samples[]::new);
    }

    /**
     * How many times another figure this is: the median of what each round says. The machine is not as fast in one as in
     * another, and less different within one.
     *
     * @param other measured in the same rounds
     */
    double ratioTo(Samples other) {
        double[] ratios = new double[figures.length];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = figures[round] / other.figures[round];
        }
        return new Samples(ratios).median();
    }

    private double[] sorted() {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    double median() {
        double[] sorted = sorted();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Half of what lies between the lowest and the highest, as a share of the median. */
    double spread() {
        double[] sorted = sorted();
        return (sorted[sorted.length - 1] - sorted[0]) / 2 / median();
    }

    /** The median as a whole number, with its spread where that is large: {@code 98,000 rows/s ±12 %}. */
    String inWords(String unit) {
        String spread = spread() < LARGE_SPREAD ? "" : String.format(Locale.ROOT, " ±%.0f %%", 100 * spread());
        return String.format(Locale.ROOT, "%,.0f %s%s", median(), unit, spread);
    }
}
