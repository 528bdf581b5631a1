package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Follows a restore from outside: what RestoreFunction logs, what the stream has taken, what the consumer has put. */
final class DemoWatch {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double RECORDS_A_SECOND = 1_000;
    private static final double BYTES_A_SECOND = 1 << 20;

    private final long startedAt = System.nanoTime();
    private final CompletableFuture<JsonNode> end = new CompletableFuture<>();
    private int hops;
    private StreamCounts shown;
    private long shownAt = startedAt;

    /** Takes a line that a function has printed. */
    synchronized void line(String function, String line) {
        if (!function.equals(LocalAws.RESTORE_FUNCTION)) {
            return;
        }
        try {
            String status = JSON.readTree(line).path("status").asText();
            hops += status.isEmpty() ? 0 : 1;
            if (status.startsWith("COMPLETED")) {
                end.complete(JSON.readTree(line));
            }
        } catch (JsonProcessingException e) {
            System.out.println(function + ": " + line);
        }
    }

    /** Takes an event that has failed for good. */
    void failed(FailedEvent event) {
        end.complete(JSON.createObjectNode()
                .put("status", "FAILED")
                .put("message", event.response().payload()));
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

    /** A line of progress since the one before. */
    synchronized String progress(LocalAws aws, long rows) {
        StreamCounts counts = aws.stream().counts();
        StreamCounts before = shown == null ? counts : shown;
        double seconds = Math.max(1e-3, (System.nanoTime() - shownAt) / 1e9);
        long records = counts.recordsAccepted() - (shown == null ? 0 : before.recordsAccepted());
        long bytes = counts.bytesAccepted() - (shown == null ? 0 : before.bytesAccepted());
        int shards = aws.stream().options().shards();
        double share = Math.max(records / RECORDS_A_SECOND, bytes / BYTES_A_SECOND) / seconds / shards;
        shown = counts;
        shownAt = System.nanoTime();
        return String.format(
                Locale.ROOT,
                "%6.1f s  sent %,d of %,d rows, %,.0f rows/s, %.0f %% of the stream, hops %d, put %,d",
                (shownAt - startedAt) / 1e9,
                counts.recordsAccepted(),
                rows,
                records / seconds,
                100 * share,
                hops,
                aws.consumer().recordsPassed());
    }
}
