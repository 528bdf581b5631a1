package com.stockflare.restore.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One line of the table.
 *
 * @param bench the benchmark's name
 * @param what was measured
 * @param ours the figure with its unit
 * @param comparedWith the figure of the baseline and what that is, or the limit
 * @param ratio of the two
 * @param wanted of the ratio
 * @param reached whether the ratio is as wanted
 */
record Line(String bench, String what, String ours, String comparedWith, String ratio, String wanted, boolean reached) {
    private static final List<String> HEAD =
            List.of("benchmark", "what", "ours", "compared with", "ratio", "wanted", "reached");

    private List<String> cells() {
        return List.of(bench, what, ours, comparedWith, ratio, wanted, reached ? "yes" : "no");
    }

    /** A table in Markdown, its columns aligned. */
    static String table(List<Line> lines) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        lines.forEach(line -> rows.add(line.cells()));
        int[] widths = IntStream.range(0, HEAD.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
                .toArray();
        rows.add(1, IntStream.of(widths).mapToObj("-"::repeat).toList());
        return rows.stream().map(row -> aligned(row, widths)).collect(Collectors.joining());
    }

    private static String aligned(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths[column] - row.get(column).length()))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
