package com.stockflare.restore.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * The terminal that standard error is, if it is one. The shell is asked: {@link System#console} knows neither of standard
 * error nor of a width, and a terminal library brings native code and takes Ctrl-C for itself.
 */
final class Terminal {
    private static final String ASK = "exec 3>&2 2>/dev/null; test -t 3 && stty size <&3";

    /** Of a terminal that does not tell. */
    private static final int USUAL_COLUMNS = 80;

    private Terminal() {}

    /** How wide the terminal is, or 0 where standard error is none, or no shell is there to tell. */
    static int columns() {
        try {
            Process shell = new ProcessBuilder("sh", "-c", ASK)
                    .redirectError(Redirect.INHERIT)
                    .start();
            String answer = new String(shell.getInputStream().readAllBytes(), US_ASCII).strip();
            return columns(answer);
        } catch (IOException e) {
            return 0;
        }
    }

    /** From rows and columns, such as "24 80"; of a terminal that nobody has given a size, "0 0". */
    static int columns(String rowsAndColumns) {
        if (!rowsAndColumns.matches("\\d+ \\d{1,5}")) {
            return 0;
        }
        int columns = Integer.parseInt(rowsAndColumns.substring(rowsAndColumns.indexOf(' ') + 1));
        return columns == 0 ? USUAL_COLUMNS : columns;
    }
}
