package com.stockflare.restore.cli;

import com.stockflare.restore.engine.DryRunReport;
import com.stockflare.restore.model.Findings.Rejected;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A dry run's report for a person: a figure a line, one below the other. */
final class DryRunText {
    private final StringBuilder text = new StringBuilder();

    private DryRunText() {}

    /** @param fileUri the backup file as a person writes it */
    static String of(String fileUri, DryRunReport report) {
        DryRunText text = new DryRunText();
        text.text.append("Dry run of ").append(fileUri).append(": nothing was sent.\n\n");
        text.rows(report);
        text.line("bytes to be sent", number(report.bytes()), "");
        Long largestAt = report.largestItemOffset();
        text.line(
                "  largest item", number(report.largestItemBytes()), largestAt == null ? "" : "at offset " + largestAt);
        text.line("  mean item", number(report.meanItemBytes()), "");
        Long seconds = report.estimatedSeconds();
        text.line("time of the restore", seconds == null ? "?" : Figures.time(seconds), timeInWords(report));
        return text.text.toString().stripTrailing();
    }

    private static String timeInWords(DryRunReport report) {
        if (report.sendable() == 0) {
            return "nothing is to be sent";
        }
        return report.estimatedSeconds() == null ? "the stream is not known" : "at least, on this stream";
    }

    private void rows(DryRunReport report) {
        line("rows", number(report.rows()), "");
        line("  to be sent", number(report.sendable()), "");
        line("  blank", number(report.blank()), "");
        line("  rejected", number(report.rejected()), "");
        for (Rejected rejected : report.rejects()) {
            line("    " + rejected.reason(), number(rejected.count()), "at " + places(rejected));
        }
    }

    /** Plain digits, as {@code --from} and other programs take them. */
    private static String places(Rejected rejected) {
        List<Long> offsets = rejected.firstOffsets();
        String listed = offsets.stream().map(Object::toString).collect(Collectors.joining(", "));
        String more = rejected.count() > offsets.size() ? ", …" : "";
        return (rejected.count() == 1 ? "offset " : "offsets ") + listed + more;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void line(String label, String value, String remark) {
        text.append(String.format(Locale.ROOT, "%-26s %15s  %s", label, value, remark)
                        .stripTrailing())
                .append('\n');
    }
}
