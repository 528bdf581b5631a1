package com.stockflare.restore.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.engine.Progress;
import com.stockflare.restore.engine.Progress.Load;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HopMetricsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final RestoreRequest REQUEST =
            new RestoreRequest("Rates", "backups", "Rates/1.csv", null, "put-stream", 0, Decode.AUTO);
    private static final BackupFile FILE = new BackupFile("backups", "Rates/1.csv", null, "etag", 1_000_000);

    private final List<JsonNode> lines = new ArrayList<>();
    private final Metrics metrics = new Metrics("restore", InstantSource.fixed(NOW), lines::add);
    private long nanos;

    private HopMetrics hop(ByteRange range, Checkpoint from) {
        RestoreJob job = new RestoreJob("r-1", REQUEST, FILE, range, from);
        return new HopMetrics(metrics, job, () -> nanos, () -> HopLog.entry("INFO", "metrics"));
    }

    private HopMetrics hop(Checkpoint from) {
        return hop(new ByteRange(0, FILE.size()), from);
    }

    private static Checkpoint at(long offset, Counts counts) {
        return new Checkpoint(0, 0, offset, counts);
    }

    private static Progress progress(long offset, Counts counts, long resent, Load load) {
        return new Progress(at(offset, counts), 0, resent, 10, load);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private long sum(String metric) {
        lines.forEach(EmbeddedMetrics::checked);
        return EmbeddedMetrics.sum(lines, metric);
    }

    @Test
    void write_anyLine_isInTheEmbeddedMetricFormat() {
        HopMetrics hop = hop(Checkpoint.START);
        pass(Duration.ofSeconds(10));
        hop.progress(progress(500, new Counts(9, 1, 0), 3, new Load(9, 400, 2, 1, Duration.ofSeconds(5))));
        hop.ended();

        JsonNode line = EmbeddedMetrics.checked(lines.get(0));
        assertEquals(1, lines.size());
        assertEquals(NOW.toEpochMilli(), line.at("/_aws/Timestamp").asLong());
        assertEquals(
                "dynamodb-restore",
                line.at("/_aws/CloudWatchMetrics/0/Namespace").asText());
        assertEquals("restore", line.path("FunctionName").asText());
        Map.of("Rows", 10, "Rejects", 1, "Bytes", 500, "Throttles", 2, "Retries", 3, "Hops", 1, "ConsumerLag", 5_000)
                .forEach((name, value) -> assertEquals(value, line.path(name).asInt(), name));
    }

    @Test
    void progress_fromCheckpointToCheckpoint_writesALineAMinute() {
        HopMetrics hop = hop(Checkpoint.START);
        for (int second = 1; second <= 150; second++) {
            pass(Duration.ofSeconds(1));
            hop.progress(progress(100L * second, new Counts(second, 0, 0), 0, Load.NONE));
        }
        assertEquals(
                List.of(60L, 60L),
                lines.stream().map(line -> line.path("Rows").asLong()).toList());
        hop.ended();
        assertEquals(3, lines.size());
        assertEquals(150, sum("Rows"));
        assertEquals(15_000, sum("Bytes"));
        assertEquals(1, sum("Hops"));
    }

    /** The second hop is tried again: once it failed, once it was killed before it could write anything. */
    @Test
    void ended_severalHopsOneOfThemTriedAgain_addUpToTheRestore() {
        HopMetrics first = hop(Checkpoint.START);
        first.progress(progress(400, new Counts(4, 0, 0), 2, new Load(5, 500, 2, 1, null)));
        first.ended();
        HopMetrics failed = hop(at(400, new Counts(4, 0, 0)).nextHop());
        failed.progress(progress(600, new Counts(5, 1, 0), 1, new Load(2, 200, 0, 1, null)));
        failed.ended();
        hop(at(600, new Counts(5, 1, 0))).progress(progress(600, new Counts(5, 1, 0), 0, Load.NONE));
        HopMetrics last = hop(at(600, new Counts(5, 1, 0)));
        last.progress(progress(1_000, new Counts(7, 2, 1), 0, new Load(2, 200, 0, 1, null)));
        last.ended();

        assertEquals(10, sum("Rows"));
        assertEquals(2, sum("Rejects"));
        assertEquals(1_000, sum("Bytes"));
        assertEquals(3, sum("Retries"));
        assertEquals(2, sum("Throttles"));
        assertEquals(3, sum("Hops"));
    }

    @Test
    void progress_firstRowOfASegmentIsFound_doesNotCountWhatLiesBeforeIt() {
        HopMetrics hop = hop(new ByteRange(500, 1_000), at(499, Counts.NONE));
        hop.progress(progress(530, Counts.NONE, 0, Load.NONE));
        hop.progress(progress(1_010, new Counts(8, 0, 0), 0, Load.NONE));
        hop.ended();
        assertEquals(480, sum("Bytes"));
    }

    @ParameterizedTest
    @CsvSource({
        // 10 shards take 10,000 records and 10 MiB a second; the half of it is one worker's of two.
        "1, 25000, 0, 25.0",
        "2, 25000, 0, 50.0",
        "1, 25000, 52428800, 50.0",
        "1, 0, 0, 0.0",
        "4, 33333, 1, 133.3"
    })
    void ended_afterTenSeconds_tellsTheShareOfTheCeiling(int workers, long records, long bytes, double expected) {
        HopMetrics hop = hop(Checkpoint.START);
        pass(Duration.ofSeconds(10));
        hop.progress(progress(100, new Counts(1, 0, 0), 0, new Load(records, bytes, 0, workers, null)));
        hop.ended();
        assertEquals(expected, lines.get(0).path("ShareOfCeiling").asDouble());
    }

    @Test
    void ended_withNothingKnown_leavesOutLagAndShare() {
        hop(Checkpoint.START).ended();
        assertEquals(
                Set.of("Rows", "Rejects", "Bytes", "Throttles", "Retries", "Hops"),
                Set.copyOf(EmbeddedMetrics.names(EmbeddedMetrics.checked(lines.get(0)))));
        assertFalse(lines.get(0).has("ShareOfCeiling"));
    }

    @Test
    void metric_ofEveryFinalStatus_isThere() {
        Set<String> ofRestores = new TreeSet<>();
        for (Status status : Status.values()) {
            if (status.isOver()) {
                ofRestores.add(Metric.of(status).title());
            }
        }
        Set<String> all = Arrays.stream(Metric.values())
                .map(Metric::title)
                .filter(title -> title.startsWith("Restores"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, ofRestores);
        assertTrue(all.size() == 4);
    }
}
