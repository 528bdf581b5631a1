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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            "arn:${AWS::Partition}:s3:::${Bucket}/*",
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
            Set<String> granted = new TreeSet<>();
            statementsOf(role)
                    .filter(statement -> !isOfAKey(statement))
                    .forEach(statement -> granted.addAll(actions(statement)));
            assertEquals(needed, granted, role);
        }
    }

    /** What is read is decrypted, what is written gets a key; DynamoDB does both in its caller's name. */
    @Test
    void roles_everyOne_mayUseExactlyTheKeysOfWhatTheyReadAndWrite() {
        Set<String> ofTables = Set.of(
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo");
        assertEquals(
                Map.of(
                        "BackupBucketKmsKeyArn", Set.of("kms:Decrypt"),
                        "RestoreBucketKmsKeyArn", Set.of("kms:Decrypt", "kms:GenerateDataKey"),
                        "StreamKmsKeyArn", Set.of("kms:GenerateDataKey"),
                        "LedgerKmsKeyArn", ofTables),
                keysOf("RestoreRole"));
        assertEquals(
                Map.of(
                        "BackupBucketKmsKeyArn", Set.of("kms:Decrypt"),
                        "RestoreBucketKmsKeyArn", Set.of("kms:Decrypt"),
                        "LedgerKmsKeyArn", ofTables),
                keysOf("RestoreApiRole"));
        assertEquals(
                Map.of(
                        "RestoreBucketKmsKeyArn", Set.of("kms:GenerateDataKey"),
                        "StreamKmsKeyArn", Set.of("kms:Decrypt"),
                        "TableKmsKeyArn", ofTables),
                keysOf("PutRole"));
    }

    /** A key is named by its parameter, which may be empty: then nothing is granted. */
    @Test
    void statements_ofKeys_holdOnlyWhereThereIsOne() {
        Map<String, String> conditions = Map.of(
                "BackupBucketKmsKeyArn", "BackupBucketHasKey",
                "RestoreBucketKmsKeyArn", "RestoreBucketHasKey",
                "StreamKmsKeyArn", "StreamHasKey",
                "LedgerKmsKeyArn", "LedgerHasKey",
                "TableKmsKeyArn", "TablesHaveKey");
        conditions.forEach((parameter, condition) -> assertEquals(
                "{\"Fn::Not\":[{\"Fn::Equals\":[{\"Ref\":\"" + parameter + "\"},\"\"]}]}",
                template.at("/Conditions/" + condition).toString()));
        int conditional = 0;
        for (JsonNode choice : template.at("/Resources").findValues("Fn::If")) {
            if (choice.path(1).has("Action")) {
                conditional++;
                assertEquals(conditions.get(key(choice.get(1))), choice.get(0).asText());
                assertEquals("{\"Ref\":\"AWS::NoValue\"}", choice.get(2).toString());
            }
        }
        assertEquals(
                template.statements().stream()
                        .filter(TemplatePolicyTest::isOfAKey)
                        .count(),
                conditional);
    }

    @Test
    void functions_everyOne_haveARoleOfTheirOwnWrittenByHand() {
        Set<String> roles = new HashSet<>();
        template.ofType("AWS::Serverless::Function").forEach((name, function) -> {
            assertTrue(function.at("/Properties/Policies").isMissingNode(), name);
            roles.add(function.at("/Properties/Role/Fn::GetAtt/0").asText());
        });
        assertEquals(HANDLERS.keySet(), roles);
        template.ofType("AWS::IAM::Role").forEach((name, role) -> {
            JsonNode shared = role.at("/Properties/ManagedPolicyArns");
            assertTrue(shared.isMissingNode() || shared.toString().equals("[{\"Ref\":\"LookPolicy\"}]"), name);
        });
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

    private static boolean isOfAKey(JsonNode statement) {
        return actions(statement).stream().allMatch(action -> action.startsWith("kms:"));
    }

    private static Set<String> actions(JsonNode statement) {
        return SamTemplate.texts(statement.get("Action"));
    }

    private static String key(JsonNode statement) {
        return statement.at("/Resource/Ref").asText();
    }

    /** What a role may do with each key, by the key's parameter. */
    private static Map<String, Set<String>> keysOf(String role) {
        return statementsOf(role)
                .filter(TemplatePolicyTest::isOfAKey)
                .collect(Collectors.groupingBy(
                        TemplatePolicyTest::key,
                        Collectors.flatMapping(statement -> actions(statement).stream(), Collectors.toSet())));
    }

    /** Its own, those of the managed policy that it has, and those of the policies that are attached to it. */
    private static Stream<JsonNode> statementsOf(String role) {
        JsonNode properties = template.properties(role);
        List<JsonNode> parts = new ArrayList<>(List.of(properties));
        SamTemplate.namesReferredTo(properties.path("ManagedPolicyArns"))
                .forEach(name -> parts.add(template.properties(name)));
        template.ofType("AWS::IAM::Policy").forEach((name, policy) -> {
            if (SamTemplate.namesReferredTo(policy.at("/Properties/Roles")).contains(role)) {
                parts.add(policy);
            }
        });
        return parts.stream().flatMap(part -> SamTemplate.statements(part).stream());
    }
}
