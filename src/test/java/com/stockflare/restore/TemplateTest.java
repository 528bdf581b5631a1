package com.stockflare.restore;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stockflare.restore.engine.EngineOptions;
import com.stockflare.restore.lambda.Settings;
import com.stockflare.restore.local.LedgerTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/** Holds template.yaml to what cfn-lint does not know: what starts a restore, and where it ends that fails. */
class TemplateTest {

    /** What the code reads, but a deployed function leaves alone: the default depends on its timeout; Lambda and sam local set the rest. */
    private static final Set<String> LEFT_OUT = Set.of("STOP_MARGIN_MS", "AWS_SAM_LOCAL", "AWS_LAMBDA_FUNCTION_NAME");

    private static final Set<String> ONLY_FOR_WORK =
            Set.of("BINARY_FORMAT", "CHECKPOINT_INTERVAL_MS", "MAX_CONSUMER_LAG", "PART_SIZE_BYTES", "RESTORE_PREFIX");

    private static SamTemplate template;

    @BeforeAll
    static void readTemplate() throws IOException {
        template = SamTemplate.read(Path.of("template.yaml"));
    }

    @Test
    void parameters_everyOne_areDescribedGroupedAndUsed() {
        Set<String> used = new HashSet<>();
        for (String section : List.of("/Conditions", "/Globals", "/Resources")) {
            used.addAll(SamTemplate.namesReferredTo(template.at(section)));
        }
        Set<String> grouped = SamTemplate.leaves(template.at("/Metadata/AWS::CloudFormation::Interface"));
        for (Map.Entry<String, JsonNode> parameter : template.at("/Parameters").properties()) {
            String name = parameter.getKey();
            assertFalse(parameter.getValue().path("Description").asText().isBlank(), name + " has no description");
            assertTrue(grouped.contains(name), () -> name + " is in no group");
            assertTrue(used.contains(name), () -> name + " is not used");
        }
    }

    @Test
    void parameters_everyOne_standInTheDocumentsWithTheirDefaults() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Matcher row = Pattern.compile("^\\| `([A-Za-z]+)` \\|(?: `([^`]+)`)? \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs", "deploy.md")));
        while (row.find()) {
            documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
        }
        Map<String, String> parameters = new TreeMap<>();
        template.at("/Parameters")
                .properties()
                .forEach(parameter -> parameters.put(
                        parameter.getKey(), parameter.getValue().path("Default").asText()));
        assertEquals(parameters, documented);
    }

    @Test
    void environment_ofEveryFunction_isWhatItsCodeReads() {
        assertEquals(Set.of("JAVA_TOOL_OPTIONS"), names(template.at("/Globals/Function/Environment/Variables")));
        Set<String> read = namesReadBySettings();
        assertTrue(read.removeAll(LEFT_OUT));
        // It reads and sends nothing, and nothing can be dropped for it.
        Set<String> readByApi = new TreeSet<>(read);
        readByApi.removeAll(ONLY_FOR_WORK);
        readByApi.add("RESTORE_FUNCTION");
        assertEquals(
                Map.of(
                        "RestoreFunction",
                        read,
                        "RestoreApiFunction",
                        readByApi,
                        "PutFunction",
                        Set.of("REJECTS_BUCKET")),
                template.ofType("AWS::Serverless::Function").entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                function -> names(function.getValue().at("/Properties/Environment/Variables")))));
    }

    private static Set<String> namesReadBySettings() {
        Set<String> names = new TreeSet<>();
        Map<String, String> variables = new HashMap<>(Map.of("REJECTS_BUCKET", "rejects", "LEDGER_TABLE", "ledger")) {
            private static final long serialVersionUID = 1L;

            @Override
            public String get(Object name) {
                names.add((String) name);
                return super.get(name);
            }
        };
        Settings.from(variables);
        return names;
    }

    @Test
    void maxConsumerLag_everyValueTaken_isReadAsItIs() {
        JsonNode lag = template.at("/Parameters/MaxConsumerLag");
        for (String limit : List.of("Default", "MinValue", "MaxValue")) {
            Map<String, String> variables = Map.of(
                    "REJECTS_BUCKET",
                    "rejects",
                    "LEDGER_TABLE",
                    "ledger",
                    "MAX_CONSUMER_LAG",
                    lag.path(limit).asText());
            assertEquals(
                    lag.path(limit).asInt(), Settings.from(variables).engine().maxConsumerLagPercent());
        }
        assertEquals(
                EngineOptions.DEFAULT.maxConsumerLagPercent(),
                lag.path("Default").asInt());
    }

    @Test
    void maxSegments_everyValueTaken_isReadAsItIs() {
        JsonNode segments = template.at("/Parameters/MaxSegments");
        for (String limit : List.of("Default", "MinValue", "MaxValue")) {
            Map<String, String> variables = Map.of(
                    "REJECTS_BUCKET",
                    "rejects",
                    "LEDGER_TABLE",
                    "ledger",
                    "MAX_SEGMENTS",
                    segments.path(limit).asText());
            assertEquals(segments.path(limit).asInt(), Settings.from(variables).mostSegments());
        }
        Settings unset = Settings.from(Map.of("REJECTS_BUCKET", "rejects", "LEDGER_TABLE", "ledger"));
        assertEquals(unset.mostSegments(), segments.path("Default").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore/", "a/b/", "restore.v2/of_prod-1/", "rejects-mended/", "in/rejects/"})
    void restorePrefix_endingInASlash_isTaken(String prefix) {
        assertTrue(restorePrefix().matcher(prefix).matches());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "/", "/restore/", "restore//", "restore/x", "restore /", "rejects/", "rejects/x/"})
    void restorePrefix_emptyOpenOrRejects_isRefused(String prefix) {
        assertFalse(restorePrefix().matcher(prefix).matches());
    }

    @Test
    void restorePrefix_whereAFunctionWrites_isRefused() {
        Set<String> written = template.statements().stream()
                .filter(statement -> SamTemplate.texts(statement.get("Action")).contains("s3:PutObject"))
                .map(statement -> statement.at("/Resource/Fn::Sub").asText())
                .map(resource -> resource.replaceFirst("^\\$\\{RestoreBucket\\.Arn}/", "")
                        .replaceFirst("\\*$", ""))
                .collect(Collectors.toSet());
        assertEquals(Set.of("rejects/", "set-aside/"), written);
        for (String prefix : written) {
            assertFalse(restorePrefix().matcher(prefix).matches(), prefix);
            assertFalse(restorePrefix().matcher(prefix + "below/").matches(), prefix);
        }
    }

    @Test
    void rules_everyOne_matchOnlyThePrefixAndMayInvoke() {
        Map<String, JsonNode> rules = template.ofType("AWS::Events::Rule");
        assertEquals(Set.of("BackupBucketRule", "RestoreBucketRule", "Watchdog"), rules.keySet());
        rules.keySet().stream().filter(name -> name.endsWith("BucketRule")).forEach(name -> {
            JsonNode rule = rules.get(name);
            JsonNode properties = rule.get("Properties");
            assertEquals(
                    "[{\"prefix\":{\"Ref\":\"RestorePrefix\"}}]",
                    properties.at("/EventPattern/detail/object/key").toString(),
                    name);
            assertEquals(1, properties.at("/EventPattern/detail/bucket/name").size(), name);
            assertEquals(
                    "FailureQueue",
                    properties
                            .at("/Targets/0/DeadLetterConfig/Arn/Fn::GetAtt/0")
                            .asText(),
                    name);
            // A restore that began before its function may invoke itself would end with its first invocation.
            assertEquals("RestoreContinuation", rule.path("DependsOn").asText(), name);
            JsonNode permission = template.properties(name + "Permission");
            assertEquals(name, permission.at("/SourceArn/Fn::GetAtt/0").asText());
            assertEquals(
                    rule.get("Condition"),
                    template.at("/Resources/" + name + "Permission").get("Condition"));
        });
    }

    /** Who finds a lease taken watches it run out. */
    @Test
    void restoreFunction_timeout_isLongEnoughForALease() {
        JsonNode function = template.properties("RestoreFunction");
        int leaseSeconds = function.at("/Environment/Variables/LEASE_SECONDS").asInt();
        assertTrue(leaseSeconds > 0);
        assertTrue(function.path("Timeout").asInt() >= 2 * leaseSeconds);
    }

    @Test
    void watchdog_everyMinute_sendsItsEventAndMay() {
        JsonNode watchdog = template.properties("Watchdog");
        assertEquals("rate(1 minute)", watchdog.path("ScheduleExpression").asText());
        assertEquals(
                "{\"action\":\"watchdog\"}", watchdog.at("/Targets/0/Input").asText());
        assertEquals(
                "RestoreFunction", watchdog.at("/Targets/0/Arn/Fn::GetAtt/0").asText());
        assertEquals(
                0, watchdog.at("/Targets/0/RetryPolicy/MaximumRetryAttempts").asInt(-1));
        assertEquals(
                "RestoreContinuation",
                template.at("/Resources/Watchdog/DependsOn").asText());
        assertEquals(
                "Watchdog",
                template.properties("WatchdogPermission")
                        .at("/SourceArn/Fn::GetAtt/0")
                        .asText());
    }

    @Test
    void ledger_anyDeployment_isKeptAndForgetsWhatIsOver() {
        assertEquals(
                "Retain", template.at("/Resources/LedgerTable/DeletionPolicy").asText());
        JsonNode ledger = template.properties("LedgerTable");
        assertTrue(ledger.path("DeletionProtectionEnabled").asBoolean());
        assertTrue(ledger.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                .asBoolean());
        assertEquals(
                "expiresAt", ledger.at("/TimeToLiveSpecification/AttributeName").asText());
        // As the tests' own table, which the ledger is held to its contract on.
        CreateTableRequest tested = LedgerTable.request("ledger");
        assertEquals(
                tested.keySchema().stream().map(KeySchemaElement::attributeName).toList(),
                ledger.path("KeySchema").findValuesAsText("AttributeName"));
        assertEquals(2, tested.globalSecondaryIndexes().size());
        assertEquals(2, ledger.path("GlobalSecondaryIndexes").size());
        for (int i = 0; i < 2; i++) {
            GlobalSecondaryIndex wanted = tested.globalSecondaryIndexes().get(i);
            JsonNode index = ledger.at("/GlobalSecondaryIndexes/" + i);
            assertEquals(wanted.indexName(), index.path("IndexName").asText());
            assertEquals(
                    wanted.keySchema().stream()
                            .map(KeySchemaElement::attributeName)
                            .toList(),
                    index.path("KeySchema").findValuesAsText("AttributeName"));
            assertEquals(
                    wanted.projection().projectionTypeAsString(),
                    index.at("/Projection/ProjectionType").asText());
        }
    }

    @Test
    void failures_ofEveryKind_endInTheQueue() {
        JsonNode invoke = template.properties("RestoreFunction").path("EventInvokeConfig");
        assertEquals(
                "FailureQueue",
                invoke.at("/DestinationConfig/OnFailure/Destination/Fn::GetAtt/0")
                        .asText());
        assertTrue(invoke.path("MaximumRetryAttempts").isInt());
        assertTrue(invoke.path("MaximumEventAgeInSeconds").isInt());

        JsonNode records = template.properties("PutFunction").at("/Events/Records/Properties");
        assertEquals(
                "FailureQueue",
                records.at("/DestinationConfig/OnFailure/Destination/Fn::GetAtt/0")
                        .asText());
        assertTrue(records.path("MaximumRetryAttempts").asInt(-1) >= 0, "retries must end");
        assertTrue(records.path("BisectBatchOnFunctionError").asBoolean());
        assertEquals(Set.of("ReportBatchItemFailures"), SamTemplate.texts(records.path("FunctionResponseTypes")));
        int retentionSeconds =
                template.properties("PutStream").path("RetentionPeriodHours").asInt() * 3600;
        int ageSeconds = records.path("MaximumRecordAgeInSeconds").asInt(-1);
        assertTrue(ageSeconds > 0 && ageSeconds < retentionSeconds, "reported only when the stream has dropped it");
    }

    @Test
    void logs_ofEveryFunction_areJsonAndEnd() {
        template.ofType("AWS::Serverless::Function").forEach((name, function) -> {
            JsonNode logging = function.at("/Properties/LoggingConfig");
            assertEquals("JSON", logging.path("LogFormat").asText(), name);
            JsonNode group = template.properties(logging.at("/LogGroup/Ref").asText());
            assertTrue(group.has("RetentionInDays"), name);
        });
    }

    @Test
    void restoreBucket_anyDeployment_isKeptPrivateAndVersioned() {
        assertEquals(
                "Retain", template.at("/Resources/RestoreBucket/DeletionPolicy").asText());
        assertEquals(
                "Retain",
                template.at("/Resources/RestoreBucket/UpdateReplacePolicy").asText());
        JsonNode bucket = template.properties("RestoreBucket");
        JsonNode access = bucket.path("PublicAccessBlockConfiguration");
        assertEquals(4, access.size());
        access.forEach(block -> assertTrue(block.asBoolean()));
        assertEquals("Enabled", bucket.at("/VersioningConfiguration/Status").asText());
        assertTrue(bucket.at("/NotificationConfiguration/EventBridgeConfiguration/EventBridgeEnabled")
                .asBoolean());
    }

    @Test
    void api_everyRoute_needsIamIsThrottledAndLogged() {
        Map<String, JsonNode> routes = template.ofType("AWS::ApiGatewayV2::Route");
        assertEquals(1, routes.size());
        assertEquals(
                "AWS_IAM",
                template.properties("RestoreApiRoute").path("AuthorizationType").asText());
        JsonNode stage = template.properties("RestoreApiStage");
        assertTrue(stage.at("/DefaultRouteSettings/ThrottlingRateLimit").asInt() > 0);
        assertTrue(stage.at("/DefaultRouteSettings/ThrottlingBurstLimit").asInt() > 0);
        assertDoesNotThrow(() -> new ObjectMapper()
                .readTree(stage.at("/AccessLogSettings/Format").asText()));
        assertEquals(
                "2.0",
                template.properties("RestoreApiIntegration")
                        .path("PayloadFormatVersion")
                        .asText());
    }

    @Test
    void handlers_ofEveryFunction_canBeMadeAndCalled() {
        Map<String, JsonNode> functions = template.ofType("AWS::Serverless::Function");
        assertEquals(3, functions.size());
        functions.forEach((name, function) -> {
            String[] handler = function.at("/Properties/Handler").asText().split("::", 2);
            Class<?> type = assertDoesNotThrow(() -> Class.forName(handler[0]), name);
            // Lambda takes the constructor without arguments.
            assertDoesNotThrow(() -> type.getConstructor(), name);
            assertTrue(
                    Arrays.stream(type.getMethods())
                            .anyMatch(method -> method.getName().equals(handler[1])),
                    () -> name + " has no public method " + handler[1]);
        });
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Pattern restorePrefix() {
        return Pattern.compile(
                template.at("/Parameters/RestorePrefix/AllowedPattern").asText());
    }
}
