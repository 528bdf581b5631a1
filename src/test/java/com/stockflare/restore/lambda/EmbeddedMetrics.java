package com.stockflare.restore.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds metrics in a log as CloudWatch does ("Specification: Embedded metric format"); a line against its rules fails. */
final class EmbeddedMetrics {
    private static final Set<String> UNITS = Set.of("Count", "Bytes", "Milliseconds", "Percent");

    private static final int MOST_METRICS = 100;

    private EmbeddedMetrics() {}

    /** The lines of a log that hold metrics. */
    static List<JsonNode> in(String log) {
        List<JsonNode> found = new ArrayList<>();
        for (String line : log.lines().toList()) {
            if (line.contains("\"_aws\"")) {
                found.add(checked(HandlerBench.json(line)));
            }
        }
        return found;
    }

    static long sum(List<JsonNode> lines, String metric) {
        return lines.stream().mapToLong(line -> line.path(metric).asLong()).sum();
    }

    /** The names of the metrics that a line holds. */
    static List<String> names(JsonNode line) {
        return line.at("/_aws/CloudWatchMetrics/0/Metrics").findValuesAsText("Name");
    }

    static JsonNode checked(JsonNode line) {
        JsonNode aws = line.get("_aws");
        assertTrue(aws.path("Timestamp").isIntegralNumber(), line::toString);
        JsonNode directives = aws.get("CloudWatchMetrics");
        assertTrue(directives.isArray() && !directives.isEmpty(), line::toString);
        for (JsonNode directive : directives) {
            assertEquals(Set.of("Namespace", "Dimensions", "Metrics"), members(directive));
            assertFalse(directive.get("Namespace").asText().isBlank(), line::toString);
            directive.get("Dimensions").forEach(set -> {
                assertTrue(set.isArray() && set.size() <= 30, line::toString);
                set.forEach(name -> assertFalse(text(line, name.asText()).isBlank(), line::toString));
            });
            checkMetrics(line, directive.get("Metrics"));
        }
        return line;
    }

    private static void checkMetrics(JsonNode line, JsonNode metrics) {
        assertTrue(metrics.isArray() && !metrics.isEmpty() && metrics.size() <= MOST_METRICS, line::toString);
        Set<String> seen = new HashSet<>();
        for (JsonNode metric : metrics) {
            assertEquals(Set.of("Name", "Unit"), members(metric));
            assertTrue(UNITS.contains(metric.get("Unit").asText()), line::toString);
            String name = metric.get("Name").asText();
            assertTrue(seen.add(name), () -> name + " twice in " + line);
            assertTrue(
                    line.path(name).isNumber() && Double.isFinite(line.get(name).asDouble()), line::toString);
        }
    }

    private static String text(JsonNode line, String member) {
        assertTrue(line.path(member).isTextual(), () -> "no text " + member + " in " + line);
        return line.get(member).asText();
    }

    private static Set<String> members(JsonNode object) {
        Set<String> members = new HashSet<>();
        object.fieldNames().forEachRemaining(members::add);
        return members;
    }
}
