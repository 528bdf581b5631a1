package com.stockflare.restore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person sees in a terminal: enough of one for the sequences that are used. */
final class TerminalScreen {
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[(\\d*)([A-Za-z])");

    private final int columns;
    private final int rows;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    TerminalScreen(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    void write(String text) {
        Matcher sequence = SEQUENCE.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (sequence.region(at, text.length()).lookingAt()) {
                command(sequence.group(2), sequence.group(1));
                at = sequence.end();
            } else {
                put(text.charAt(at++));
            }
        }
    }

    private void command(String what, String count) {
        switch (what) {
            case "A" -> row -= Integer.parseInt(count);
            case "K" -> line().setLength(Math.min(column, line().length()));
            case "J" -> {
                line().setLength(Math.min(column, line().length()));
                lines.subList(row + 1, lines.size()).clear();
            }
            default -> throw new IllegalArgumentException("no such sequence: " + what);
        }
    }

    private void put(char c) {
        if (c == '\r') {
            column = 0;
        } else if (c == '\n') {
            row++;
            line();
        } else {
            if (column == columns) {
                row++;
                column = 0;
            }
            StringBuilder line = line();
            line.append(" ".repeat(Math.max(0, column + 1 - line.length())));
            line.setCharAt(column++, c);
        }
    }

    private StringBuilder line() {
        while (lines.size() <= row) {
            lines.add(new StringBuilder());
        }
        return lines.get(row);
    }

    /** Whether there were more lines than it has: what is above them cannot be drawn again. */
    boolean hasScrolled() {
        return lines.size() > rows;
    }

    List<String> lines() {
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }
}
