package com.stockflare.restore.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A restore drawn in a terminal, over and over in the same place. */
final class LiveView {
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream out;
    private Terminal.Size size;
    private int drawn;
    private RestoreView latest;

    private LiveView(PrintStream out, Terminal.Size size) {
        this.out = out;
        this.size = size;
    }

    /** Null where standard output is no terminal. */
    static LiveView onStandardOutput() {
        Terminal.Size size = Terminal.sizeOfStandardOutput();
        return size == null ? null : new LiveView(System.out, size);
    }

    void draw(RestoreView restore) {
        latest = restore;
        draw(restore, "");
    }

    /** Says something below the restore until it is drawn again. */
    void note(String sentence) {
        draw(latest, sentence);
    }

    /** A character in the last column, or a line in the last row, would make the terminal scroll. */
    private void draw(RestoreView restore, String note) {
        Terminal.Size now = Terminal.sizeOfStandardOutput();
        size = now == null ? size : now;
        int columns = Math.max(1, size.columns() - 1);
        int rows = Math.max(1, size.rows() - 1 - (note.isEmpty() ? 0 : 1));
        List<String> lines = new ArrayList<>(restore == null ? List.of() : restore.frame(columns, rows));
        if (!note.isEmpty()) {
            lines.add(note);
        }
        StringBuilder frame = new StringBuilder(drawn == 0 ? "" : "\u001b[" + drawn + "A");
        if (restore != null && restore.isOver()) {
            // Nothing is drawn over it any more: what is too long may wrap.
            frame.append('\r').append(CLEAR_BELOW);
            lines.forEach(line -> frame.append(line).append('\n'));
        } else {
            for (String line : lines) {
                frame.append('\r').append(line, 0, Math.min(line.length(), columns));
                frame.append(CLEAR_TO_END_OF_LINE).append('\n');
            }
            frame.append(CLEAR_BELOW);
        }
        out.print(frame);
        out.flush();
        drawn = lines.size();
    }
}
