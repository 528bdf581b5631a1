package com.stockflare.restore.model;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many rows may be rejected before a restore is given up as one of the wrong file.
 *
 * @param count rows, 0 or more
 * @param percent of the rows so far, 0 to 100
 */
public record MaxRejects(long count, double percent) {
    /** Any number. */
    public static final MaxRejects NONE = new MaxRejects(Long.MAX_VALUE, 100);

    /** A share of fewer rows says nothing, unless they are all there are: the first bad row would be 100 percent. */
    private static final long LEAST_ROWS_FOR_PERCENT = 1_000;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})|(\\d{1,3}(?:\\.\\d{1,6})?)%");

    public MaxRejects {
        if (count < 0 || !(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("not a limit for rejects: " + count + ", " + percent + " %");
        }
    }

    /** As {@link #parse} reads it. */
    public String text() {
        String share =
                new BigDecimal(Double.toString(percent)).stripTrailingZeros().toPlainString() + "%";
        return count == Long.MAX_VALUE ? share : Long.toString(count);
    }

    /**
     * Reads a number of rows, {@code 100}, or a share, {@code 2.5%}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static MaxRejects parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a number or a percentage: " + text);
        }
        return matcher.group(1) != null
                ? new MaxRejects(Long.parseLong(text), 100)
                : new MaxRejects(Long.MAX_VALUE, Double.parseDouble(matcher.group(2)));
    }

    /**
     * Whether there are too many.
     *
     * @param atEnd whether no more rows will come
     */
    public boolean isExceededBy(Counts counts, boolean atEnd) {
        boolean enoughRows = atEnd || counts.rows() >= LEAST_ROWS_FOR_PERCENT;
        return counts.rejected() > count || (enoughRows && counts.rejected() * 100.0 > percent * counts.rows());
    }
}
