package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.Progress;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProgressViewTest {
    private static final int COLUMNS = 80;

    private final Screen screen = new Screen();

    @Test
    void end_whileTheBarDrawsItself_leavesItWholeAndOnce() throws InterruptedException {
        ProgressView view = new ProgressView(job(), new PrintStream(screen, false, StandardCharsets.UTF_8), COLUMNS);
        assertTrue(screen.isDrawing.await(1, TimeUnit.MINUTES), "it does not draw itself");

        view.progress(new Progress(new Checkpoint(0, 0, 100, new Counts(4, 0, 0)), 100, 0, 1));
        view.end();

        String shown = screen.toString(StandardCharsets.UTF_8);
        assertEquals(1, shown.chars().filter(c -> c == '\n').count(), shown);
        assertTrue(shown.matches("(?s).*\r100% \\[=+] +4 rows, [^\r\n]+ left\r?\n"), shown);
    }

    private static RestoreJob job() {
        RestoreRequest request =
                new RestoreRequest("Rates", "backups", "Rates/a.csv", null, "put-stream", 0, Decode.AUTO);
        return new RestoreJob(
                "r", request, new BackupFile("backups", "Rates/a.csv", null, "\"e\"", 100), Checkpoint.START);
    }

    /** Takes what is drawn second only when the thread that made it waits, which it does in the bar's end. */
    private static final class Screen extends ByteArrayOutputStream {
        private final Thread maker = Thread.currentThread();
        private final CountDownLatch isDrawing = new CountDownLatch(1);
        private int drawings;

        @Override
        public synchronized void flush() {
            drawings++;
            if (drawings != 2) {
                return;
            }
            isDrawing.countDown();
            while (maker.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
    }
}
