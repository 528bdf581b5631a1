package com.stockflare.restore.cli;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBarConsumer;

/** The line of a terminal that a progress bar is drawn in, over and over. Used by several threads. */
final class ProgressLine implements ProgressBarConsumer {
    /** How often it is looked whether the window has another width. */
    private static final long NANOS_BETWEEN_LOOKS = Duration.ofSeconds(2).toNanos();

    private final PrintStream out;
    private int columns;
    private long lookedAt = System.nanoTime();
    private String drawn = "";

    /** @param columns of the terminal, at first */
    ProgressLine(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    /** One less than the terminal has: a character in the last column makes some terminals begin a new line. */
    @Override
    public synchronized int getMaxRenderedLength() {
        if (System.nanoTime() - lookedAt > NANOS_BETWEEN_LOOKS) {
            lookedAt = System.nanoTime();
            int now = Terminal.columns();
            columns = now == 0 ? columns : now;
        }
        return columns - 1;
    }

    /** Leaves the cursor at the line's start, where the terminal's {@code ^C} is drawn over. */
    @Override
    public synchronized void accept(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, drawn.length() - line.length())) + "\r");
        out.flush();
        drawn = line;
    }

    /** Prints a line of its own above the bar. */
    synchronized void println(String line) {
        String bar = drawn;
        clear();
        out.println(line);
        accept(bar);
    }

    @Override
    public synchronized void clear() {
        accept("");
    }

    /** Does nothing: a bar that ends while it draws itself closes its line twice, and one that ends at once never. */
    @Override
    public void close() {}

    /** Leaves the bar as it is, and goes to the next line: when the bar is closed. */
    synchronized void end() {
        if (!drawn.isEmpty()) {
            out.println(drawn);
            drawn = "";
        }
    }
}
