package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.engine.HopResult;
import com.stockflare.restore.engine.Progress;
import com.stockflare.restore.engine.ProgressListener;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.Status;
import java.util.List;
import java.util.Map;

/** Writes what happens in one invocation to standard output, a JSON object a line, and never an item's content. */
final class HopLog implements ProgressListener {
    /** Of an invocation that failed, while its restore goes on: Lambda tries it again, or the watchdog does. */
    private static final String BROKEN_OFF = "BROKEN_OFF";

    private final RestoreRequest request;
    private String restoreId;
    private final long startedAt = System.nanoTime();
    private final Metrics metrics;
    private Progress latest;

    /** Of the segment that the invocation works on; null as long as it works on none, and in a dry run, which restores nothing. */
    private HopMetrics hop;

    /** @param from where the invocation goes on */
    HopLog(String restoreId, RestoreRequest request, Checkpoint from, Metrics metrics) {
        this.restoreId = restoreId;
        this.request = request;
        this.metrics = metrics;
        this.latest = new Progress(from, 0, 0, 0);
        write(line("INFO", "started").put("file", request.fileUri()).put("table", request.table()));
    }

    /** For an invocation that failed before it knew what to restore. */
    static void refused(String requestId, RestoreException failure) {
        write(entry("ERROR", failure.getMessage()).put("code", failure.code()).put("requestId", requestId));
    }

    /** What a person should know although no single restore failed. */
    static void warn(String sentence) {
        write(entry("WARN", sentence));
    }

    /** The watchdog's summary, which is also its metric. */
    static void looked(ObjectNode answer, Metrics metrics) {
        metrics.write(
                entry("INFO", "looked after all restores").setAll(answer),
                Map.of(Metric.WATCHDOG_STARTS, answer.path("started").asInt()));
    }

    /** A call of the API. */
    static void answered(String call, ApiAnswer answer, long millis) {
        ObjectNode line = entry(answer.status() < 500 ? "INFO" : "ERROR", call)
                .put("status", answer.status())
                .put("millis", millis);
        for (String name : List.of("restoreId", "code", "detail")) {
            if (answer.body().has(name)) {
                line.set(name, answer.body().get(name));
            }
        }
        write(line);
    }

    /** An invocation that failed by a fault of this program. */
    static void broke(String requestId, RuntimeException fault) {
        write(entry("ERROR", "This is a fault of the program. Report it with its stack trace.")
                .put("requestId", requestId)
                .put("stackTrace", trace(fault)));
    }

    /** Without the messages, which may quote an item. */
    private static String trace(Throwable fault) {
        StringBuilder trace = new StringBuilder();
        for (Throwable e = fault; e != null; e = e.getCause()) {
            trace.append(e.getClass().getName()).append('\n');
            for (StackTraceElement frame : e.getStackTrace()) {
                trace.append("\tat ").append(frame).append('\n');
            }
            for (Throwable suppressed : e.getSuppressed()) {
                trace.append("suppressed: ").append(trace(suppressed));
            }
        }
        return trace.toString();
    }

    /** The invocation works on this, from here on. */
    HopLog worksOn(RestoreJob job) {
        restoreId = job.restoreId();
        latest = new Progress(job.checkpoint(), 0, 0, 0);
        if (!job.request().dryRun()) {
            hop = new HopMetrics(metrics, job, System::nanoTime, () -> line("INFO", "metrics"));
        }
        return this;
    }

    @Override
    public void progress(Progress progress) {
        latest = progress;
        if (hop != null) {
            hop.progress(progress);
        }
    }

    @Override
    public void note(String sentence) {
        write(line("WARN", sentence));
    }

    /** Writes the summary of the invocation, which is also its answer. */
    ObjectNode ended(HopResult result) {
        writeMetrics();
        restoreId = result.restoreId();
        latest = new Progress(result.checkpoint(), result.bytesRead(), latest.resent(), latest.shards());
        ObjectNode answer = answer(result.status().name());
        if (request.dryRun() && result.status().isOver()) {
            Checkpoint reached = result.checkpoint();
            answer.set("report", RestoreJson.report(request, reached.counts(), reached.findings()));
        }
        write(line("INFO", "ended").setAll(answer));
        return answer;
    }

    /** Writes the summary of an invocation that failed. */
    void failed(RestoreException failure) {
        writeMetrics();
        String status = failure.isRetryable() ? BROKEN_OFF : Status.FAILED.name();
        write(line("ERROR", failure.getMessage()).put("code", failure.code()).setAll(answer(status)));
    }

    /** The same where the fault is this program's; {@link #broke(String, RuntimeException)} has its stack trace. */
    void broke(RuntimeException fault) {
        writeMetrics();
        write(line("ERROR", "This is a fault of the program. Report it with the stack trace that follows.")
                .put("code", fault.getClass().getSimpleName())
                .setAll(answer(BROKEN_OFF)));
    }

    private void writeMetrics() {
        if (hop != null) {
            hop.ended();
        }
    }

    private ObjectNode answer(String status) {
        Checkpoint reached = latest.checkpoint();
        ObjectNode answer =
                JobJson.MAPPER.createObjectNode().put("restoreId", restoreId).put("status", status);
        if (request.dryRun()) {
            answer.put("dryRun", true);
        }
        return RestoreJson.putCounts(answer, request, reached.counts())
                .put("bytesRead", latest.bytesRead())
                .put("nextOffset", reached.offset())
                .put("hop", reached.hop());
    }

    private ObjectNode line(String level, String message) {
        return entry(level, message)
                .put("restoreId", restoreId)
                .put("segment", latest.checkpoint().segment())
                .put("hop", latest.checkpoint().hop())
                .put("offset", latest.checkpoint().offset())
                .put("resent", latest.resent())
                .put("millis", (System.nanoTime() - startedAt) / 1_000_000);
    }

    static ObjectNode entry(String level, String message) {
        return JobJson.MAPPER.createObjectNode().put("level", level).put("message", message);
    }

    static void write(ObjectNode line) {
        System.out.println(line);
    }
}
