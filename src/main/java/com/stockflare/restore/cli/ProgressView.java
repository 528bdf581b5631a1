package com.stockflare.restore.cli;

import com.stockflare.restore.engine.Progress;
import com.stockflare.restore.engine.ProgressListener;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.RestoreJob;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how a restore gets on: a bar in a terminal, a line every few seconds where there is none. */
final class ProgressView implements ProgressListener {
    private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(5).toNanos();

    private final PrintStream out;
    private final long size;
    private final long firstOffset;
    private final long startedAt = System.nanoTime();
    private final ProgressBar bar;
    private Progress latest;
    private long lineAt = startedAt;

    /** @param terminal whether {@code out} is one */
    ProgressView(RestoreJob job, PrintStream out, boolean terminal) {
        this.out = out;
        this.size = job.file().size();
        this.firstOffset = job.checkpoint().offset();
        this.latest = new Progress(job.checkpoint(), 0, 0, 0);
        this.bar = terminal ? bar() : null;
    }

    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName("restore")
                .setInitialMax(size)
                .setUnit(" MB", 1_000_000)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(out))
                .startsFrom(firstOffset, Duration.ZERO)
                .build();
    }

    /** Every row before it is settled. */
    long offset() {
        return latest.checkpoint().offset();
    }

    Counts counts() {
        return latest.checkpoint().counts();
    }

    @Override
    public void progress(Progress progress) {
        latest = progress;
        if (bar != null) {
            bar.stepTo(progress.checkpoint().offset());
            bar.setExtraMessage(rates());
        } else if (System.nanoTime() - lineAt >= NANOS_BETWEEN_LINES) {
            lineAt = System.nanoTime();
            out.println(line());
        }
    }

    @Override
    public void note(String sentence) {
        out.println("dynamodb-restore: note: " + sentence);
    }

    private String line() {
        long offset = latest.checkpoint().offset();
        double share = size == 0 ? 1 : (double) offset / size;
        double perSecond = (offset - firstOffset) / seconds();
        long left = perSecond == 0 ? 0 : Math.round((size - offset) / perSecond);
        return String.format(
                Locale.ROOT,
                "%.1f %%, %s, about %s left",
                100 * share,
                rates(),
                perSecond == 0
                        ? "?"
                        : Duration.ofSeconds(left).toString().substring(2).toLowerCase(Locale.ROOT));
    }

    private String rates() {
        long rows = latest.checkpoint().counts().rows();
        double megabytes = (latest.checkpoint().offset() - firstOffset) / 1e6;
        return String.format(
                Locale.ROOT,
                "%,d rows, %,.0f rows/s, %.1f MB/s%s",
                rows,
                rows / seconds(),
                megabytes / seconds(),
                latest.resent() == 0 ? "" : String.format(Locale.ROOT, ", %,d sent again", latest.resent()));
    }

    private double seconds() {
        return (System.nanoTime() - startedAt) / 1e9;
    }

    /** Ends the bar, and says in one line on standard output what came of the restore. */
    void end() {
        if (bar != null) {
            bar.close();
        }
        System.out.printf(
                Locale.ROOT,
                "%,d rows: %,d sent, %,d rejected, %,d blank, in %.1f s%n",
                counts().rows(),
                counts().sent(),
                counts().rejected(),
                counts().blank(),
                seconds());
    }
}
