package com.stockflare.restore.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.stockflare.restore.engine.DryRunReport;
import com.stockflare.restore.model.BackupFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * A restore for a person's eyes.
 *
 * @param json as the API shows it
 */
record RestoreView(JsonNode json) {
    /** Of the bars where no terminal sets it. */
    private static final int USUAL_WIDTH = 100;

    private static final ObjectReader REPORT =
            Service.MAPPER.readerFor(DryRunReport.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static String number(JsonNode number) {
        return String.format(Locale.ROOT, "%,d", number.asLong());
    }

    /** What the API says. */
    String text(String name) {
        return Terminal.clean(json.path(name).asText());
    }

    String status() {
        return text("status");
    }

    boolean isOver() {
        return json.has("endedAt");
    }

    int exitStatus() {
        return switch (status()) {
            case "COMPLETED" -> ExitStatus.DONE;
            case "COMPLETED_WITH_REJECTS" -> ExitStatus.DONE_WITH_REJECTS;
            default -> ExitStatus.FAILED;
        };
    }

    /** One line, for a log. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%s %s%%, %s rows, %s rejected, %s rows/s%s",
                heading(),
                text("percent"),
                number(json.path("rows")),
                number(json.path("rejected")),
                number(json.path("rowsPerSecond")),
                json.has("secondsLeft")
                        ? ", " + Figures.time(json.path("secondsLeft").asLong()) + " left"
                        : "");
    }

    private String heading() {
        String requested = text("requested");
        return status() + (requested.isEmpty() ? "" : " (to be " + requested + ")");
    }

    /** All of it, each line as long as it is. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(frame(USUAL_WIDTH, Integer.MAX_VALUE));
        lines.addAll(outcome());
        return lines;
    }

    /**
     * How far it is.
     *
     * @param columns how long a line with a bar may be
     * @param rows how many lines there may be; segments that do not fit are left out
     */
    List<String> frame(int columns, int rows) {
        List<String> lines = new ArrayList<>();
        lines.add(text("restoreId") + "  " + heading());
        lines.add(fileUri() + " -> " + target());
        lines.add(bar(json.path("percent").asDouble(), columns - 9, "%5.1f%% "));
        lines.add(number(json.path("rows")) + " rows: " + number(json.path("sent")) + " sent, "
                + number(json.path("rejected")) + " rejected, " + number(json.path("blank")) + " blank");
        lines.add(speed());
        if (!isDry()) {
            lines.add("throttled " + number(json.path("throttled")) + consumer());
        }
        addSegments(lines, columns, rows);
        return lines.stream().limit(rows).toList();
    }

    private String fileUri() {
        return BackupFile.uri(text("bucket"), text("file"));
    }

    private boolean isDry() {
        return json.path("dryRun").asBoolean();
    }

    /** The table, and whether anything is sent to it. */
    String target() {
        return text("table") + (isDry() ? ", a dry run" : "");
    }

    private String speed() {
        String left = json.has("secondsLeft")
                ? ", " + Figures.time(json.path("secondsLeft").asLong()) + " left"
                : "";
        String most = json.has("rate") ? ", " + number(json.path("rate")) + " at most" : "";
        return number(json.path("rowsPerSecond")) + " rows/s, " + number(json.path("averageRowsPerSecond"))
                + " on average" + most + left;
    }

    private String consumer() {
        String lag = json.has("consumerLagSeconds")
                ? ", consumer " + Figures.time(json.path("consumerLagSeconds").asLong()) + " behind"
                : "";
        boolean allSent = status().startsWith("COMPLETED") && json.path("sent").asLong() > 0;
        return json.path("drained").asBoolean()
                ? ", and the consumer has read it all"
                : lag + (allSent ? ", the consumer may not have read it all yet" : "");
    }

    /** Why it failed, where its rejects are, and what a dry run has found: nothing of it may be cut off. */
    List<String> outcome() {
        List<String> lines = new ArrayList<>();
        if (json.has("reason")) {
            lines.add(Terminal.clean(json.at("/reason/code").asText()) + ": "
                    + Terminal.clean(json.at("/reason/detail").asText()));
        }
        if (json.path("size").asLong(1) == 0) {
            lines.add("The file is empty: it has no row.");
        } else if (status().equals("COMPLETED") && isAllBlank()) {
            lines.add("Every row is blank: there was nothing to restore.");
        }
        if (json.has("rejectsAt")) {
            lines.add("rejects: " + text("rejectsAt"));
        }
        if (json.has("report")) {
            lines.add("");
            report().lines().map(Terminal::clean).forEach(lines::add);
        }
        return lines;
    }

    private boolean isAllBlank() {
        long rows = json.path("rows").asLong();
        return rows > 0 && rows == json.path("blank").asLong();
    }

    private String report() {
        JsonNode report = json.path("report");
        try {
            return DryRunText.of(fileUri(), REPORT.readValue(report));
        } catch (IOException e) {
            // A later release's.
            return report.toString();
        }
    }

    /** One line each; where they do not fit, first those that are worked on. */
    private void addSegments(List<String> lines, int columns, int rows) {
        JsonNode segments = json.path("segments");
        if (segments.size() < 2) {
            return;
        }
        int room = rows - lines.size();
        List<JsonNode> shown = StreamSupport.stream(segments.spliterator(), false)
                .filter(segment -> segments.size() <= room || isUnderWay(segment))
                .limit(Math.max(0, segments.size() <= room ? room : room - 1))
                .toList();
        shown.forEach(segment -> lines.add(segment(segment, columns)));
        if (shown.size() < segments.size() && room > 0) {
            lines.add("  and " + (segments.size() - shown.size()) + " more segments");
        }
    }

    private static boolean isUnderWay(JsonNode segment) {
        String status = segment.path("status").asText();
        return !status.equals("DONE") && !status.equals("WAITING");
    }

    private static String segment(JsonNode segment, int columns) {
        String after = String.format(
                Locale.ROOT,
                " %5.1f%% %-7s hop %d, %,d rows/s",
                segment.path("percent").asDouble(),
                Terminal.clean(segment.path("status").asText()),
                segment.path("hop").asInt(),
                segment.path("rowsPerSecond").asLong());
        String before =
                String.format(Locale.ROOT, "  %3d ", segment.path("segment").asInt());
        int width = Math.min(30, columns - before.length() - after.length());
        return before + (width < 5 ? "" : bar(segment.path("percent").asDouble(), width, "")) + after;
    }

    /** @param before a format for the percentage in front of it, or nothing */
    private static String bar(double percent, int width, String before) {
        int inside = Math.max(1, width - 2);
        int done = (int) (inside * percent / 100);
        String tip = done < inside ? ">" : "";
        return String.format(
                Locale.ROOT,
                before.isEmpty() ? "%2$s" : before + "%2$s",
                percent,
                "[" + "=".repeat(done) + tip + " ".repeat(inside - done - tip.length()) + "]");
    }
}
