package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Metrics as lines of the log: CloudWatch finds them there by the member {@code _aws} (embedded metric format), whatever
 * else a line holds, and no call has to be made or allowed. A line that is JSON already is left as it is by Lambda's JSON
 * log format.
 *
 * @param function the one dimension: the name of RestoreFunction, also for what others write
 * @param lines where they are written
 */
record Metrics(String function, InstantSource clock, Consumer<ObjectNode> lines) {
    static final String NAMESPACE = "dynamodb-restore";
    static final String DIMENSION = "FunctionName";

    /** On this machine's clock, to the log. */
    static Metrics of(String function) {
        return new Metrics(function, InstantSource.system(), HopLog::write);
    }

    /**
     * Writes one line.
     *
     * @param line what it tells people, restore's id and all
     */
    void write(ObjectNode line, Map<Metric, ? extends Number> values) {
        line.put(DIMENSION, function);
        ObjectNode aws = line.putObject("_aws").put("Timestamp", clock.millis());
        ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject().put("Namespace", NAMESPACE);
        directive.putArray("Dimensions").addArray().add(DIMENSION);
        ArrayNode metrics = directive.putArray("Metrics");
        new TreeMap<>(values).forEach((metric, value) -> {
            metrics.addObject().put("Name", metric.title()).put("Unit", metric.unit());
            line.set(metric.title(), JobJson.MAPPER.valueToTree(value));
        });
        lines.accept(line);
    }
}
