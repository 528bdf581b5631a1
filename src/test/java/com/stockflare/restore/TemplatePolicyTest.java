package com.stockflare.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.lambda.PutHandler;
import com.stockflare.restore.lambda.RestoreApiHandler;
import com.stockflare.restore.lambda.RestoreHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the policies of template.yaml to the calls that are made: no more, no less. */
class TemplatePolicyTest {

    /** The handler of each role's function. */
    private static final Map<String, Class<?>> HANDLERS = Map.of(
            "RestoreRole",
            RestoreHandler.class,
            "RestoreApiRole",
            RestoreApiHandler.class,
            "PutRole",
            PutHandler.class);

    /** What Lambda needs for each role's function beside the function's own calls. */
    private static final Map<String, Set<String>> FOR_LAMBDA = Map.of(
            "RestoreRole",
            Set.of("logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"),
            "RestoreApiRole",
            Set.of("logs:CreateLogStream", "logs:PutLogEvents"),
            "PutRole",
            Set.of(
                    "kinesis:DescribeStream",
                    "kinesis:DescribeStreamSummary",
                    "kinesis:GetRecords",
                    "kinesis:GetShardIterator",
                    "kinesis:ListShards",
                    "logs:CreateLogStream",
                    "logs:PutLogEvents",
                    "sqs:SendMessage"));

    /** The only resources with a star: objects of a bucket, any table's key, and what knows no smaller one. */
    private static final Set<String> STARRED_RESOURCES = Set.of(
            "*",
            "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*",
            "arn:${AWS::Partition}:s3:::${BackupBucketName}/*",
            "${RestoreBucket.Arn}/*",
            "${RestoreBucket.Arn}/rejects/*",
            "${RestoreBucket.Arn}/set-aside/*");

    private static SamTemplate template;

    @BeforeAll
    static void readTemplate() throws IOException {
        template = SamTemplate.read(Path.of("template.yaml"));
    }

    @Test
    void statements_denying_onlyRefusePlainHttp() {
        List<JsonNode> denying = template.statements().stream()
                .filter(statement -> !allows(statement))
                .toList();
        assertEquals(1, denying.size());
        JsonNode tlsOnly = denying.get(0);
        assertEquals(
                "{\"Bool\":{\"aws:SecureTransport\":\"false\"}}",
                tlsOnly.get("Condition").toString());
        assertEquals(tlsOnly, template.properties("RestoreBucketPolicy").at("/PolicyDocument/Statement/0"));
        assertEquals(2, tlsOnly.get("Resource").size(), "the bucket and its objects");
    }

    @Test
    void statements_allowing_nameEachActionInFull() {
        assertFalse(template.statements().isEmpty());
        for (JsonNode statement : template.statements()) {
            if (allows(statement)) {
                Set<String> actions = SamTemplate.texts(statement.path("Action"));
                assertFalse(actions.isEmpty(), statement::toString);
                for (String action : actions) {
                    assertTrue(action.matches("[a-z0-9]+:[A-Za-z]+"), statement::toString);
                }
                assertFalse(statement.has("NotAction"), statement::toString);
            }
        }
    }

    @Test
    void statements_allowing_reachNamedResourcesOnly() {
        Set<String> starred = new TreeSet<>();
        for (JsonNode statement : template.statements()) {
            if (allows(statement)) {
                assertTrue(statement.has("Resource"), statement::toString);
                starred.addAll(SamTemplate.leaves(statement.get("Resource")));
            }
        }
        starred.removeIf(resource -> !resource.contains("*"));
        assertEquals(new TreeSet<>(STARRED_RESOURCES), starred);
    }

    @Test
    void statements_onAnyResource_onlyReadMetrics() {
        List<JsonNode> any = template.statements().stream()
                .filter(statement -> allows(statement)
                        && SamTemplate.leaves(statement.get("Resource")).contains("*"))
                .toList();
        assertEquals(1, any.size());
        assertEquals("cloudwatch:GetMetricData", any.get(0).path("Action").asText());
    }

    @Test
    void roles_everyOne_grantExactlyTheirFunctionsCalls() {
        Set<String> roles = template.ofType("AWS::IAM::Role").keySet();
        assertEquals(HANDLERS.keySet(), new HashSet<>(roles));
        for (String role : roles) {
            Set<String> needed = new SdkCalls(HANDLERS.get(role)).actions();
            assertTrue(needed.size() > 2, needed::toString);
            needed.addAll(FOR_LAMBDA.get(role));
            assertEquals(needed, actionsOf(role), role);
        }
    }

    @Test
    void functions_everyOne_haveARoleOfTheirOwnWrittenByHand() {
        Set<String> roles = new HashSet<>();
        template.ofType("AWS::Serverless::Function").forEach((name, function) -> {
            assertTrue(function.at("/Properties/Policies").isMissingNode(), name);
            roles.add(function.at("/Properties/Role/Fn::GetAtt/0").asText());
        });
        assertEquals(HANDLERS.keySet(), roles);
        template.ofType("AWS::IAM::Role")
                .forEach((name, role) ->
                        assertTrue(role.at("/Properties/ManagedPolicyArns").isMissingNode(), name));
    }

    @Test
    void functions_invoking_reachOnlyRestoreFunction() {
        List<JsonNode> invoking = template.statements().stream()
                .filter(statement -> SamTemplate.texts(statement.get("Action")).contains("lambda:InvokeFunction"))
                .toList();
        assertEquals(2, invoking.size(), "the API's, and its own");
        invoking.forEach(statement -> assertEquals(
                "{\"Fn::GetAtt\":[\"RestoreFunction\",\"Arn\"]}",
                statement.get("Resource").toString()));
        JsonNode policy = template.properties("RestoreContinuation");
        assertTrue(invoking.contains(policy.at("/PolicyDocument/Statement/0")));
        assertEquals("[{\"Ref\":\"RestoreRole\"}]", policy.get("Roles").toString());
    }

    private static boolean allows(JsonNode statement) {
        return statement.get("Effect").asText().equals("Allow");
    }

    private static Set<String> actionsOf(String role) {
        Set<String> actions = new TreeSet<>();
        for (JsonNode policy : template.properties(role).path("Policies")) {
            addActions(policy, actions);
        }
        template.ofType("AWS::IAM::Policy").forEach((name, policy) -> {
            if (SamTemplate.namesReferredTo(policy.at("/Properties/Roles")).contains(role)) {
                addActions(policy.get("Properties"), actions);
            }
        });
        return actions;
    }

    private static void addActions(JsonNode policy, Set<String> actions) {
        for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
            actions.addAll(SamTemplate.texts(statement.get("Action")));
        }
    }
}
