package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.SamTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the template's alarms and dashboard to the metrics that are written, and to the runbook. */
class AlarmsTest {
    private static final Pattern LINK = Pattern.compile("\\$\\{RunbookUrl}#([a-z-]+)$");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z:.]+}");

    private static SamTemplate template;
    private static Map<String, JsonNode> alarms;
    private static JsonNode dashboard;
    private static Set<String> sections;

    @BeforeAll
    static void read() throws IOException {
        template = SamTemplate.read(Path.of("template.yaml"));
        alarms = template.ofType("AWS::CloudWatch::Alarm");
        // Whatever CloudFormation puts there, it is not more than a name.
        String body =
                template.properties("Dashboard").at("/DashboardBody/Fn::Sub/0").asText();
        dashboard = HandlerBench.json(REFERENCE.matcher(body).replaceAll("X"));
        sections = Files.readString(Path.of("docs", "runbook.md"), UTF_8)
                .lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", ""))
                .map(title -> title.replace(' ', '-'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void alarms_everyOne_linkToASectionOfTheRunbook() {
        Set<String> linked = new TreeSet<>();
        alarms.forEach((name, alarm) -> {
            String description =
                    alarm.at("/Properties/AlarmDescription/Fn::Sub").asText();
            Matcher link = LINK.matcher(description);
            assertTrue(link.find(), () -> name + " has no link: " + description);
            assertTrue(sections.contains(link.group(1)), () -> link.group(1) + " is not in " + sections);
            assertTrue(linked.add(link.group(1)), () -> name + " shares its section");
        });
        assertEquals(7, linked.size());
    }

    @Test
    void alarms_everyOne_goToTheTopicAndAreSilentWithoutData() {
        alarms.forEach((name, alarm) -> {
            JsonNode properties = alarm.get("Properties");
            assertEquals("notBreaching", properties.path("TreatMissingData").asText(), name);
            assertEquals(
                    "[\"AlarmsTopic\",[{\"Ref\":\"AlarmTopicArn\"}],{\"Ref\":\"AWS::NoValue\"}]",
                    properties.at("/AlarmActions/Fn::If").toString(),
                    name);
            assertTrue(
                    properties.at("/Namespace/Fn::Sub").asText().endsWith("/${AWS::StackName}")
                            || !properties.findValues("Dimensions").isEmpty(),
                    () -> name + " is of other stacks, too");
        });
    }

    @Test
    void alarms_everyOne_areOnTheDashboard() {
        assertEquals("[\"X\"]", dashboard.at("/widgets/1/properties/alarms").toString());
        for (String deploysPutFunction : List.of("true", "false")) {
            SamTemplate made = template.with(Map.of("DeployPutFunction", deploysPutFunction));
            Set<String> shown = new TreeSet<>();
            made.properties("Dashboard")
                    .at("/DashboardBody/Fn::Sub/1/Alarms/Fn::Join/1")
                    .forEach(alarm -> shown.add(alarm.at("/Fn::GetAtt/0").asText()));
            assertEquals(made.ofType("AWS::CloudWatch::Alarm").keySet(), shown);
        }
    }

    @Test
    void setAsideAlarm_itemSetAside_isTakenFromTheLineThatPutFunctionLogs() {
        JsonNode filter = template.properties("SetAsideMetric");
        assertEquals(template.properties("PutFunction").at("/LoggingConfig/LogGroup"), filter.path("LogGroupName"));
        Matcher pattern = Pattern.compile("\\{ (\\$\\.(\\w+)) > 0 }")
                .matcher(filter.path("FilterPattern").asText());
        assertTrue(pattern.matches(), filter::toString);
        JsonNode line = HandlerBench.json(new PutTally(null, () -> 0).summary());
        assertTrue(line.path(pattern.group(2)).isInt(), line::toString);

        JsonNode metric = filter.at("/MetricTransformations/0");
        assertEquals(pattern.group(1), metric.path("MetricValue").asText());
        JsonNode alarm = alarms.get("SetAsideAlarm").path("Properties");
        assertEquals(metric.path("MetricNamespace"), alarm.path("Namespace"));
        assertEquals(metric.path("MetricName"), alarm.path("MetricName"));
        assertEquals("Sum", alarm.path("Statistic").asText());
    }

    @Test
    void dashboardAndAlarms_metricsOfOurs_areThoseThatAreWritten() {
        Set<String> written =
                Arrays.stream(Metric.values()).map(Metric::title).collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown = new TreeSet<>();
        for (JsonNode widget : dashboard.get("widgets")) {
            for (JsonNode metric : widget.at("/properties/metrics")) {
                if (metric.path(0).asText().equals(Metrics.NAMESPACE)) {
                    shown.add(metric.path(1).asText());
                    assertEquals(Metrics.DIMENSION, metric.path(2).asText());
                }
            }
        }
        assertEquals(written, shown);
        for (JsonNode alarm : alarms.values()) {
            JsonNode properties = alarm.get("Properties");
            if (properties.path("Namespace").asText().equals(Metrics.NAMESPACE)) {
                assertTrue(written.contains(properties.get("MetricName").asText()), alarm::toString);
                assertEquals(
                        "[{\"Name\":\"" + Metrics.DIMENSION + "\",\"Value\":{\"Ref\":\"RestoreFunction\"}}]",
                        properties.get("Dimensions").toString());
            }
        }
    }

    @Test
    void dashboard_widgets_lieBesideEachOtherAndInTheirRegion() {
        Set<List<Integer>> places = new HashSet<>();
        for (JsonNode widget : dashboard.get("widgets")) {
            for (int x = widget.path("x").asInt();
                    x < widget.path("x").asInt() + widget.path("width").asInt();
                    x++) {
                for (int y = widget.path("y").asInt();
                        y < widget.path("y").asInt() + widget.path("height").asInt();
                        y++) {
                    assertTrue(x < 24 && places.add(List.of(x, y)), widget::toString);
                }
            }
            if (widget.path("type").asText().equals("metric")) {
                assertEquals("X", widget.at("/properties/region").asText());
            }
        }
    }

    /** Lambda's price is by memory and time. */
    @Test
    void dashboard_costOfTheFunction_isReckonedWithItsMemory() {
        int memory = template.properties("RestoreFunction").path("MemorySize").asInt();
        Collection<String> expressions = dashboard.findValuesAsText("expression");
        assertTrue(expressions.contains("millis / 1000 * " + memory + " / 1024"), expressions::toString);
    }
}
