package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Follows a restore from outside: what RestoreFunction logs, what the stream has taken, what the consumer has put. */
final class DemoWatch {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final StreamCounts NOTHING = new StreamCounts(0, 0, 0, 0, 0, Map.of());

    private final CompletableFuture<JsonNode> end = new CompletableFuture<>();
    private StreamShare share;
    private StreamCounts counts = NOTHING;
    private long startedAt;
    private long shownAt;
    private volatile long endedAt;

    /** Now the file is dropped. */
    void start(LocalAws aws) {
        share = new StreamShare(aws.stream().options().shards());
        startedAt = System.nanoTime();
        shownAt = startedAt;
    }

    /** Takes a line that a function has printed. */
    void line(String function, String line) {
        if (!function.equals(LocalAws.RESTORE_FUNCTION)) {
            return;
        }
        try {
            JsonNode json = JSON.readTree(line);
            if (!json.path("level").asText().equals("INFO")) {
                System.out.println(function + ": " + json.path("message").asText());
            }
            if (json.path("status").asText().startsWith("COMPLETED")) {
                end(json);
            }
        } catch (JsonProcessingException e) {
            System.out.println(function + ": " + line);
        }
    }

    /** Takes an event that has failed for good. */
    void failed(FailedEvent event) {
        end(JSON.createObjectNode()
                .put("status", "FAILED")
                .put("message", event.response().payload()));
    }

    private void end(JsonNode how) {
        endedAt = System.nanoTime();
        end.complete(how);
    }

    /** Waits a second at most for the restore to end. */
    Optional<JsonNode> awaitEnd() throws InterruptedException {
        try {
            return Optional.of(end.get(1, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How far the restore is, and how fast it has been since the line before. */
    String sending(LocalAws aws, long rows) {
        StreamCounts before = counts;
        double seconds = secondsSinceShown();
        counts = aws.stream().counts();
        long records = counts.recordsAccepted() - before.recordsAccepted();
        double used = share.of(records, counts.bytesAccepted() - before.bytesAccepted(), seconds);
        return text(
                "%6.1f s  sent %,d of %,d rows (%.0f %%), %,.0f rows/s, %.0f %% of the stream, hop %d, put %,d",
                elapsed(shownAt),
                counts.recordsAccepted(),
                rows,
                rows == 0 ? 100.0 : 100.0 * counts.recordsAccepted() / rows,
                records / seconds,
                100 * used,
                hops(aws),
                aws.consumer().recordsPassed());
    }

    /** How far the consumer is, when all has been sent. */
    String putting(LocalAws aws, long before) {
        double seconds = secondsSinceShown();
        long put = aws.consumer().recordsPassed();
        return text(
                "%6.1f s  put %,d of %,d items, %,.0f items/s",
                elapsed(shownAt), put, aws.stream().counts().recordsAccepted(), (put - before) / seconds);
    }

    /** The whole restore, from the dropped file to the last acknowledged record. */
    String summary(LocalAws aws, JsonNode how) {
        double seconds = elapsed(endedAt);
        StreamCounts all = aws.stream().counts();
        double used = new StreamShare(aws.stream().options().shards())
                .of(all.recordsAccepted(), all.bytesAccepted(), seconds);
        return text(
                "The restore is %s after %.1f s, %d %s: %,.0f rows/s, %.0f %% of the stream on average.",
                how.path("status").asText(),
                seconds,
                hops(aws),
                hops(aws) == 1 ? "hop" : "hops",
                how.path("rows").asLong() / seconds,
                100 * used);
    }

    private static long hops(LocalAws aws) {
        return aws.lambda().invocations(LocalAws.RESTORE_FUNCTION);
    }

    private double secondsSinceShown() {
        long before = shownAt;
        shownAt = System.nanoTime();
        return Math.max(1e-3, (shownAt - before) / 1e9);
    }

    private double elapsed(long until) {
        return (until - startedAt) / 1e9;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
