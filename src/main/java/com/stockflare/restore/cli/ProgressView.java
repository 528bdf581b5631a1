package com.stockflare.restore.cli;

import com.stockflare.restore.engine.Progress;
import com.stockflare.restore.engine.ProgressListener;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Findings;
import com.stockflare.restore.model.RestoreJob;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how a restore gets on: a bar in a terminal, a line every few seconds where there is none. */
final class ProgressView implements ProgressListener {
    private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(5).toNanos();
    private static final int MILLIS_BETWEEN_DRAWINGS = 250;

    private final PrintStream out;
    private final long from;
    private final long size;
    private final Pace pace = new Pace();
    private final long startedAt = System.nanoTime();
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final ProgressLine line;
    private final ProgressBar bar;
    private volatile Checkpoint latest;
    private volatile Figures figures;
    private volatile boolean abandoned;
    private long lineAt = startedAt;

    /** @param columns of the terminal that {@code out} is, or 0 where it is none */
    ProgressView(RestoreJob job, PrintStream out, int columns) {
        this.out = out;
        this.from = job.checkpoint().offset();
        this.size = job.file().size();
        this.latest = job.checkpoint();
        this.figures = figures();
        this.line = columns == 0 ? null : new ProgressLine(out, columns);
        this.bar = columns == 0 ? null : bar();
    }

    /** Draws what is there also when nothing has moved: a key that is pressed leaves its mark in the line. */
    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setInitialMax(size)
                .setUpdateIntervalMillis(MILLIS_BETWEEN_DRAWINGS)
                .continuousUpdate()
                .setRenderer((state, columns) -> abandoned ? "" : figures.bar(columns))
                .setConsumer(line)
                .build();
    }

    /** Every row before it is settled. */
    long offset() {
        return latest.offset();
    }

    /** Of the rows that this run has settled. */
    Counts counts() {
        return latest.counts();
    }

    /** Of a dry run, about the same rows. */
    Findings findings() {
        return latest.findings();
    }

    @Override
    public void progress(Progress progress) {
        latest = progress.checkpoint();
        figures = figures();
        if (bar == null && System.nanoTime() - lineAt >= NANOS_BETWEEN_LINES) {
            lineAt = System.nanoTime();
            out.println(figures.percent() + "%, " + figures.text());
        }
    }

    private Figures figures() {
        return pace.at(System.nanoTime(), counts().rows(), offset(), size);
    }

    private double seconds() {
        return (System.nanoTime() - startedAt) / 1e9;
    }

    /** Says each thing once: a restore that waits for its consumer looks at stream and table anew every time. */
    @Override
    public void note(String sentence) {
        if (!said.add(sentence)) {
            return;
        }
        String note = ErrorLine.of("note: " + sentence);
        if (line == null) {
            out.println(note);
        } else {
            line.println(note);
        }
    }

    /** Ends the bar. One that has not moved leaves nothing behind. */
    void end() {
        if (bar != null) {
            abandoned = offset() == from && from < size;
            bar.close();
            line.end();
        }
    }

    /** What came of it in one line, such as {@code 300,000 rows: 299,998 sent, 2 rejected, 0 blank, in 30.1 s}. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%,d rows: %,d sent, %,d rejected, %,d blank, in %.1f s",
                counts().rows(),
                counts().sent(),
                counts().rejected(),
                counts().blank(),
                seconds());
    }
}
