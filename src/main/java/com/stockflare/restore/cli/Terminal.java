package com.stockflare.restore.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.regex.Pattern;

/**
 * The terminal that standard error or output is, if it is one. The shell is asked: {@link System#console} knows neither of standard
 * error nor of a width, and a terminal library brings native code and takes Ctrl-C for itself.
 */
final class Terminal {
    private static final String ASK = "exec 3>&2 2>/dev/null; test -t 3 && stty size <&3";

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    /** Standard output, to be opened again: a child's own is where it answers. */
    private static final File STANDARD_OUTPUT = new File("/dev/fd/1");

    /** Of a terminal that does not tell. */
    private static final int USUAL_COLUMNS = 80;

    private static final int USUAL_ROWS = 24;

    private Terminal() {}

    /** How many characters it shows. */
    record Size(int columns, int rows) {}

    /** A text, such as a file's name or a service's answer, without what a terminal would take for a command. */
    static String clean(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    /** Null where standard output is no terminal, or no shell is there to tell. */
    static Size sizeOfStandardOutput() {
        return size(ask(Redirect.appendTo(STANDARD_OUTPUT)));
    }

    /** How wide the terminal is, or 0 where standard error is none, or no shell is there to tell. */
    static int columns() {
        return columns(ask(Redirect.INHERIT));
    }

    private static String ask(Redirect terminal) {
        try {
            Process shell =
                    new ProcessBuilder("sh", "-c", ASK).redirectError(terminal).start();
            return new String(shell.getInputStream().readAllBytes(), US_ASCII).strip();
        } catch (IOException e) {
            return "";
        }
    }

    static int columns(String rowsAndColumns) {
        Size size = size(rowsAndColumns);
        return size == null ? 0 : size.columns();
    }

    /** From rows and columns, such as "24 80"; of a terminal that nobody has given a size, "0 0". */
    private static Size size(String rowsAndColumns) {
        if (!rowsAndColumns.matches("\\d{1,5} \\d{1,5}")) {
            return null;
        }
        int space = rowsAndColumns.indexOf(' ');
        int rows = Integer.parseInt(rowsAndColumns.substring(0, space));
        int columns = Integer.parseInt(rowsAndColumns.substring(space + 1));
        return new Size(columns == 0 ? USUAL_COLUMNS : columns, rows == 0 ? USUAL_ROWS : rows);
    }
}
