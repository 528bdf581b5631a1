package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.engine.DryRunReport;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Findings;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;

/**
 * A restore as the API shows it: what is in the ledger, and what follows from it.
 *
 * @param mostSegments of a restore that are worked on at once
 */
record RestoreJson(InstantSource clock, int mostSegments, String rejectsBucket) {
    /** Without its segments, for a list. */
    ObjectNode brief(RestoreState restore) {
        ObjectNode json = JobJson.MAPPER
                .createObjectNode()
                .put("restoreId", restore.restoreId())
                .put("status", restore.status().name());
        if (restore.requested() != null && restore.requested() != restore.status()) {
            json.put("requested", restore.requested().name());
        }
        if (restore.isOver() && restore.ending().failure() != null) {
            Failure failure = restore.ending().failure();
            json.putObject("reason").put("code", failure.code()).put("detail", failure.message());
        }
        putRequest(json, restore);
        json.put("createdAt", restore.createdAt().toString());
        if (restore.isOver()) {
            json.put("endedAt", restore.ending().at().toString());
        }
        json.put("drained", restore.drained());
        putProgress(json, restore);
        return json;
    }

    /** All that is known. */
    ObjectNode full(RestoreState restore) {
        ObjectNode json = brief(restore);
        json.putArray("segments")
                .addAll(restore.segments().stream()
                        .map(segment -> segment(restore, segment))
                        .toList());
        if (restore.request().dryRun()) {
            json.set("report", report(restore.request(), restore.counts(), restore.findings()));
        }
        return json;
    }

    /** What a dry run has found so far. */
    static ObjectNode report(RestoreRequest request, Counts counts, Findings findings) {
        return JobJson.MAPPER.valueToTree(DryRunReport.of(request, counts, findings));
    }

    private static void putRequest(ObjectNode json, RestoreState restore) {
        RestoreRequest request = restore.request();
        json.put("dryRun", request.dryRun())
                .put("table", request.table())
                .put("bucket", request.bucket())
                .put("file", request.file());
        if (restore.file().versionId() != null) {
            json.put("versionId", restore.file().versionId());
        }
        json.put("size", restore.file().size()).put("stream", request.stream());
        if (request.partitions() > 0) {
            json.put("partitions", request.partitions());
        }
        json.put("decode", request.decode().name().toLowerCase(Locale.ROOT));
        if (!request.maxRejects().equals(MaxRejects.NONE)) {
            json.put("maxRejects", request.maxRejects().text());
        }
        if (request.rate() > 0) {
            json.put("rate", request.rate());
        }
        json.put("ignoreLag", request.ignoreLag());
    }

    private void putProgress(ObjectNode json, RestoreState restore) {
        Counts counts = restore.counts();
        long bytes = restore.segments().stream().mapToLong(RestoreJson::bytes).sum();
        long now = restore.segments().stream()
                .filter(segment -> segment.holding() != null)
                .mapToLong(segment -> segment.flow().rowsPerSecond())
                .sum();
        putCounts(json, restore.request(), counts)
                .put("bytes", bytes)
                .put("percent", percent(bytes, restore.file().size(), restore.isOver()))
                .put("rowsPerSecond", now)
                .put("averageRowsPerSecond", average(restore, counts.rows()));
        if (now > 0 && bytes > 0) {
            double bytesPerSecond = (double) bytes / counts.rows() * now;
            json.put("secondsLeft", (long) Math.ceil((restore.file().size() - bytes) / bytesPerSecond));
        }
        json.put(
                "throttled",
                restore.segments().stream()
                        .mapToLong(segment -> segment.flow().throttled())
                        .sum());
        restore.segments().stream()
                .filter(segment -> segment.flow().lag() != null)
                .max(Comparator.comparing(SegmentState::changedAt))
                .map(SegmentState::flow)
                .map(Flow::lag)
                .ifPresent(lag -> json.put("consumerLagSeconds", lag.toSeconds()));
        if (counts.rejected() > 0 && !restore.request().dryRun()) {
            json.put("rejectsAt", "s3://" + rejectsBucket + "/rejects/" + restore.restoreId() + "/");
        }
    }

    static ObjectNode putCounts(ObjectNode json, RestoreRequest request, Counts counts) {
        return json.put("rows", counts.rows())
                .put("sent", request.dryRun() ? 0 : counts.sent())
                .put("rejected", counts.rejected())
                .put("blank", counts.blank());
    }

    private ObjectNode segment(RestoreState restore, SegmentState segment) {
        Checkpoint reached = segment.checkpoint();
        ObjectNode json = JobJson.MAPPER
                .createObjectNode()
                .put("segment", segment.number())
                .put("from", segment.range().from())
                .put("to", segment.range().to())
                .put("offset", reached.offset())
                .put(
                        "percent",
                        percent(
                                bytes(segment),
                                segment.range().to() - segment.range().from(),
                                segment.isDone()))
                .put("status", status(restore, segment))
                .put("hop", reached.hop());
        putCounts(json, restore.request(), reached.counts())
                .put("rowsPerSecond", segment.flow().rowsPerSecond())
                .put("throttled", segment.flow().throttled())
                .put("lastSign", segment.changedAt().toString());
        if (segment.isHeld()) {
            json.put("wakeAt", segment.wakeAt().toString());
        }
        return json;
    }

    private String status(RestoreState restore, SegmentState segment) {
        if (segment.isDone()) {
            return "DONE";
        }
        if (restore.isOver()) {
            return "STOPPED";
        }
        if (segment.holding() != null) {
            return "RUNNING";
        }
        if (restore.requested() == Status.PAUSED) {
            return "PAUSED";
        }
        if (segment.isHeld()) {
            return "HELD";
        }
        boolean isBetweenHops =
                !segment.isUntouched() && restore.open(mostSegments).contains(segment);
        return isBetweenHops ? "RUNNING" : "WAITING";
    }

    /** Settled; a row belongs to where it starts, so the last one may reach beyond the range. */
    private static long bytes(SegmentState segment) {
        return Math.max(0, segment.checkpoint().offset() - segment.range().from());
    }

    /** With one decimal, and 100 only where all is settled. */
    private static double percent(long part, long whole, boolean isOver) {
        if (whole <= 0) {
            return isOver ? 100 : 0;
        }
        return part >= whole ? 100 : Math.floor(part * 1_000.0 / whole) / 10;
    }

    private long average(RestoreState restore, long rows) {
        Instant end = restore.isOver() ? restore.ending().at() : clock.instant();
        double seconds = Duration.between(restore.createdAt(), end).toMillis() / 1_000.0;
        return seconds <= 0 ? 0 : Math.round(rows / Math.max(1, seconds));
    }
}
