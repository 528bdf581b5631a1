package com.stockflare.restore.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.aws.LambdaApi;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches a restore until it is over: in place in a terminal; else a line when its status changes, and every five
 * seconds; or for scripts the API's JSON whenever it is another.
 */
final class Watcher {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(5).toNanos();

    /** What fails for longer is said to have failed. */
    private static final long MOST_NANOS_WITHOUT_ANSWER = Duration.ofMinutes(1).toNanos();

    private final Service service;
    private final String id;
    private final boolean json;
    private final String again;
    private final LiveView live;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean isThere;
    private JsonNode shown;
    private long lineAt;
    private long answeredAt = System.nanoTime();

    /** @param again the command that watches it again */
    Watcher(Service service, String id, boolean json, String again) {
        this.service = service;
        this.id = id;
        this.json = json;
        this.again = again;
        this.live = json ? null : LiveView.onStandardOutput();
    }

    /**
     * Watches it.
     *
     * @param isKnown whether there is such a restore for sure, before it has been looked at
     * @return the exit status: how the restore ended
     */
    int watch(boolean isKnown) {
        isThere = isKnown;
        Thread atCtrlC = new Thread(this::sayThatItGoesOn, "ctrl-c");
        Runtime.getRuntime().addShutdownHook(atCtrlC);
        RestoreView view = look();
        while (view == null || !view.isOver()) {
            pause();
            view = look();
        }
        end(atCtrlC);
        if (!json) {
            // The rest is in the frame that was drawn last.
            (live == null ? view.lines() : view.outcome()).forEach(System.out::println);
        }
        return view.exitStatus();
    }

    private static void end(Thread atCtrlC) {
        try {
            Runtime.getRuntime().removeShutdownHook(atCtrlC);
        } catch (IllegalStateException e) {
            // Ctrl-C has just been pressed: the hook has its say all the same.
        }
    }

    private void sayThatItGoesOn() {
        stopped.countDown();
        if (!isThere) {
            return;
        }
        ErrorLine.print("stopped watching; the restore goes on. Watch it again with:");
        System.err.println("  " + again);
    }

    private void pause() {
        try {
            if (stopped.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                // The process is ending: nothing is drawn over its last words.
                Thread.sleep(Long.MAX_VALUE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Null where there was no answer, which may pass. */
    private RestoreView look() {
        try {
            JsonNode restore = service.get("/restores/" + id, Map.of());
            answeredAt = System.nanoTime();
            isThere = true;
            RestoreView view = new RestoreView(restore);
            show(view);
            shown = restore;
            return view;
        } catch (LambdaApi.CallException e) {
            wait(e, e.mayPass());
        } catch (Service.RefusedException e) {
            wait(e, e.mayPass());
        }
        return null;
    }

    private void wait(RuntimeException e, boolean mayPass) {
        if (!mayPass || System.nanoTime() - answeredAt > MOST_NANOS_WITHOUT_ANSWER) {
            throw e;
        }
        String note = Terminal.clean(e.getMessage()) + " It is tried again.";
        if (live == null) {
            ErrorLine.print(note);
        } else {
            live.note(note);
        }
    }

    private void show(RestoreView view) {
        if (json) {
            if (!view.json().equals(shown)) {
                System.out.println(view.json());
            }
        } else if (live != null) {
            live.draw(view);
        } else if (shown == null
                || !shown.path("status").equals(view.json().path("status"))
                || System.nanoTime() - lineAt >= NANOS_BETWEEN_LINES) {
            lineAt = System.nanoTime();
            System.out.println(view.line());
        }
    }
}
