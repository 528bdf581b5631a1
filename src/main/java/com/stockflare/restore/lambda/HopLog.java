package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.engine.Progress;
import com.stockflare.restore.engine.ProgressListener;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;

/** Writes what happens in one invocation to standard output, a JSON object a line, and never an item's content. */
final class HopLog implements ProgressListener {
    private final RestoreJob job;
    private final long startedAt = System.nanoTime();
    private Progress latest;

    HopLog(RestoreJob job) {
        this.job = job;
        this.latest = new Progress(job.checkpoint(), 0, 0, 0);
        write(line("INFO", "started")
                .put("file", job.file().uri())
                .put("table", job.request().table()));
    }

    @Override
    public void progress(Progress progress) {
        latest = progress;
    }

    @Override
    public void note(String sentence) {
        write(line("WARN", sentence));
    }

    /** Writes the summary of the invocation, which is also its answer. */
    ObjectNode ended(Outcome outcome) {
        ObjectNode answer = answer(outcome.status().name());
        write(line("INFO", "ended").setAll(answer));
        return answer;
    }

    void failed(RestoreException failure) {
        write(line("ERROR", failure.getMessage()).put("code", failure.code()).setAll(answer("FAILED")));
    }

    private ObjectNode answer(String status) {
        Checkpoint reached = latest.checkpoint();
        return JobJson.MAPPER
                .createObjectNode()
                .put("restoreId", job.restoreId())
                .put("status", status)
                .put("rows", reached.counts().rows())
                .put("sent", reached.counts().sent())
                .put("rejected", reached.counts().rejected())
                .put("blank", reached.counts().blank())
                .put("bytesRead", latest.bytesRead())
                .put("nextOffset", reached.offset())
                .put("hop", reached.hop());
    }

    private ObjectNode line(String level, String message) {
        return JobJson.MAPPER
                .createObjectNode()
                .put("level", level)
                .put("message", message)
                .put("restoreId", job.restoreId())
                .put("segment", job.checkpoint().segment())
                .put("hop", job.checkpoint().hop())
                .put("offset", latest.checkpoint().offset())
                .put("resent", latest.resent())
                .put("millis", (System.nanoTime() - startedAt) / 1_000_000);
    }

    private static void write(Object line) {
        System.out.println(line);
    }
}
