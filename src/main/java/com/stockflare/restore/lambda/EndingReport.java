package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.aws.SnsTopic;
import com.stockflare.restore.engine.Endings;
import com.stockflare.restore.model.RestoreState;
import java.util.Map;
import java.util.Optional;

/**
 * Tells that a restore has ended: counts it by its status, and sends one message to a topic, if there is one. A dry run is
 * told of and not counted. A message that cannot be sent does not matter to the restore: the log says so.
 *
 * @param topic null if there is none
 */
record EndingReport(Metrics metrics, RestoreJson json, SnsTopic topic) implements Endings {
    static EndingReport of(Settings settings, Metrics metrics, AwsClients clients) {
        String topic = settings.notifyTopic();
        return new EndingReport(
                metrics, settings.restoreJson(), topic == null ? null : new SnsTopic(topic, clients::sns));
    }

    @Override
    public void ended(RestoreState restore) {
        ObjectNode summary = json.brief(restore);
        ObjectNode line = HopLog.entry("INFO", "restore ended").setAll(summary);
        boolean isDry = restore.request().dryRun();
        if (isDry) {
            HopLog.write(line);
        } else {
            metrics.write(line, Map.of(Metric.of(restore.status()), 1));
        }
        if (topic != null) {
            // What is too long is cut off, and names of tables may be.
            String what = isDry ? ": dry run for " : ": restore into ";
            String subject = restore.status() + what + restore.request().table();
            Optional<String> whyNot = topic.publish(subject, summary.toPrettyString());
            whyNot.ifPresent(why -> HopLog.write(HopLog.entry("WARN", "Nobody was told by a message: " + why)
                    .put("restoreId", restore.restoreId())));
        }
    }
}
