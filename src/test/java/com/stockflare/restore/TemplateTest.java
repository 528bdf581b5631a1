package com.stockflare.restore;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds template.yaml to what cfn-lint does not know: what starts a restore, and where it ends that fails. */
class TemplateTest {

    /** Every variable that each function's code, or its Java, reads. */
    private static final Map<String, Set<String>> ENVIRONMENT = Map.of(
            "RestoreFunction",
            Set.of(
                    "BACKUP_FILE_BUCKET",
                    "BINARY_FORMAT",
                    "CHECKPOINT_INTERVAL_MS",
                    "JAVA_TOOL_OPTIONS",
                    "KINESIS_STREAM",
                    "PART_SIZE_BYTES",
                    "REJECTS_BUCKET",
                    "RESTORE_PREFIX"),
            "PutFunction",
            Set.of("JAVA_TOOL_OPTIONS", "REJECTS_BUCKET"));

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
    void environment_ofEveryFunction_isWhatItsCodeReads() {
        Set<String> global = names(template.at("/Globals/Function/Environment/Variables"));
        Set<String> functions = template.ofType("AWS::Serverless::Function").keySet();
        assertEquals(ENVIRONMENT.keySet(), new HashSet<>(functions));
        for (String function : functions) {
            Set<String> set = names(template.properties(function).at("/Environment/Variables"));
            set.addAll(global);
            assertEquals(new TreeSet<>(ENVIRONMENT.get(function)), set, function);
        }
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
        assertEquals(Set.of("BackupBucketRule", "RestoreBucketRule"), rules.keySet());
        rules.forEach((name, rule) -> {
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
    void handlers_ofEveryFunction_canBeMadeAndCalled() {
        Map<String, JsonNode> functions = template.ofType("AWS::Serverless::Function");
        assertEquals(2, functions.size());
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
