package com.stockflare.restore;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.model.TablePatterns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the template comes to for what may be chosen. */
class TemplateChoicesTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final String STACK_OUTPUTS = "arn:aws:lambda:eu-west-1:123456789012:function:stack-outputs";

    /** A value of each parameter that a condition hangs on, other than its default. */
    private static final Map<String, String> CHOICES = new TreeMap<>(Map.ofEntries(
            Map.entry("BackupBucketName", "backups"),
            Map.entry("KinesisStreamName", "put-stream"),
            Map.entry("TriggerOnBackupBucket", "true"),
            Map.entry("DeployPutFunction", "true"),
            Map.entry("PutStreamMode", "ON_DEMAND"),
            Map.entry("ReservedConcurrency", "42"),
            Map.entry("NotifyTopicArn", "arn:aws:sns:eu-west-1:123456789012:restores"),
            Map.entry("AlarmTopicArn", "arn:aws:sns:eu-west-1:123456789012:alarms"),
            Map.entry("BackupBucketKmsKeyArn", KEY),
            Map.entry("RestoreBucketKmsKeyArn", KEY),
            Map.entry("StreamKmsKeyArn", KEY),
            Map.entry("LedgerKmsKeyArn", KEY),
            Map.entry("TableKmsKeyArn", KEY)));

    private static SamTemplate template;

    @BeforeAll
    static void readTemplate() throws IOException {
        template = SamTemplate.read(Path.of("template.yaml"));
    }

    private static Pattern pattern(String parameter) {
        return Pattern.compile(
                template.at("/Parameters/" + parameter + "/AllowedPattern").asText());
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : node.toString();
    }

    static Stream<Map<String, String>> choices() {
        String[] names = CHOICES.keySet().toArray(String[]::new);
        return IntStream.range(0, 1 << names.length).mapToObj(bits -> {
            Map<String, String> chosen = new TreeMap<>();
            IntStream.range(0, names.length)
                    .filter(i -> (bits >> i & 1) == 1)
                    .forEach(i -> chosen.put(names[i], CHOICES.get(names[i])));
            return chosen;
        });
    }

    @Test
    void resources_anyChoice_referOnlyToWhatIsThere() {
        Set<String> decided = SamTemplate.namesReferredTo(template.at("/Conditions"));
        assertEquals(CHOICES.keySet(), decided, "a condition hangs on another parameter");
        Set<String> parameters = new TreeSet<>();
        template.at("/Parameters").fieldNames().forEachRemaining(parameters::add);
        choices().forEach(chosen -> {
            SamTemplate made = template.with(chosen);
            Set<String> there = made.resources();
            for (String section : new String[] {"/Resources", "/Outputs"}) {
                Set<String> referred = new TreeSet<>(SamTemplate.namesReferredTo(made.at(section)));
                made.at(section)
                        .findValues("Fn::GetAtt")
                        .forEach(attribute -> referred.add(attribute.path(0).asText()));
                referred.removeIf(name -> name.startsWith("AWS::") || parameters.contains(name));
                referred.removeAll(there);
                // Given with the text that they stand in.
                referred.removeAll(Set.of("Alarms", "Bucket", "Stream"));
                assertEquals(Set.of(), referred, chosen::toString);
            }
        });
    }

    @Test
    void names_given_areTaken() {
        SamTemplate made = template.with(Map.of(
                "BackupBucketName", "backups", "KinesisStreamName", "put-stream", "StackOutputsArn", STACK_OUTPUTS));
        assertNames(made, "backups", "put-stream");
        assertEquals(Map.of(), made.ofType("Custom::StackOutputs"));
    }

    @Test
    void names_notGiven_areFoundInTheStacksOutputs() {
        SamTemplate made = template.with(Map.of("StackOutputsArn", STACK_OUTPUTS, "PutStackName", "put"));
        assertNames(
                made,
                "{\"Fn::GetAtt\":[\"BackupStackOutputs\",\"DynamboDBBackupS3Bucket\"]}",
                "{\"Fn::GetAtt\":[\"PutStackOutputs\",\"KinesisStream\"]}");
        assertOutputsOf(made, "BackupStackOutputs", "dynamodb-backup");
        assertOutputsOf(made, "PutStackOutputs", "put");
    }

    @Test
    void names_ofTheStacksOwnStream_needNoOther() {
        SamTemplate made = template.with(Map.of("DeployPutFunction", "true", "StackOutputsArn", STACK_OUTPUTS));
        assertNames(
                made,
                "{\"Fn::GetAtt\":[\"BackupStackOutputs\",\"DynamboDBBackupS3Bucket\"]}",
                "{\"Ref\":\"PutStream\"}");
        assertEquals(
                Set.of("BackupStackOutputs"),
                made.ofType("Custom::StackOutputs").keySet());
    }

    private static void assertOutputsOf(SamTemplate made, String name, String stack) {
        assertEquals(STACK_OUTPUTS, made.properties(name).path("ServiceToken").asText());
        assertEquals(stack, made.properties(name).path("StackName").asText());
    }

    private static void assertNames(SamTemplate made, String bucket, String stream) {
        for (String function : new String[] {"RestoreFunction", "RestoreApiFunction"}) {
            JsonNode variables = made.properties(function).at("/Environment/Variables");
            assertEquals(bucket, text(variables.get("BACKUP_FILE_BUCKET")), function);
            assertEquals(stream, text(variables.get("KINESIS_STREAM")), function);
        }
        assertEquals(bucket, text(made.at("/Outputs/BackupBucketName/Value")));
        assertEquals(stream, text(made.at("/Outputs/StreamName/Value")));
        SamTemplate.statements(made.at("/Resources")).forEach(statement -> {
            for (JsonNode resource : statement.findValues("Fn::Sub")) {
                if (resource.path(1).has("Bucket")) {
                    assertEquals(bucket, text(resource.get(1).get("Bucket")));
                }
                if (resource.path(1).has("Stream")) {
                    assertEquals(stream, text(resource.get(1).get("Stream")));
                }
            }
        });
    }

    @Test
    void putStream_onDemand_hasNoShardsOfItsOwn() {
        JsonNode provisioned =
                template.with(Map.of("DeployPutFunction", "true")).properties("PutStream");
        assertEquals("10", provisioned.path("ShardCount").asText());
        JsonNode onDemand = template.with(Map.of("DeployPutFunction", "true", "PutStreamMode", "ON_DEMAND"))
                .properties("PutStream");
        assertEquals("ON_DEMAND", onDemand.at("/StreamModeDetails/StreamMode").asText());
        assertFalse(onDemand.has("ShardCount"));
    }

    @Test
    void encryption_anyKey_isThatOrAws() {
        SamTemplate plain = template.with(Map.of("DeployPutFunction", "true"));
        assertEquals("AES256", bucketEncryption(plain).path("SSEAlgorithm").asText());
        assertFalse(bucketEncryption(plain).has("KMSMasterKeyID"));
        assertEquals(
                "alias/aws/kinesis",
                plain.properties("PutStream").at("/StreamEncryption/KeyId").asText());
        assertTrue(plain.properties("LedgerTable")
                .at("/SSESpecification/SSEEnabled")
                .asBoolean());
        assertTrue(plain.properties("LedgerTable")
                .at("/SSESpecification/KMSMasterKeyId")
                .isMissingNode());

        SamTemplate own = template.with(CHOICES);
        assertEquals("aws:kms", bucketEncryption(own).path("SSEAlgorithm").asText());
        assertEquals(KEY, bucketEncryption(own).path("KMSMasterKeyID").asText());
        assertEquals(
                KEY, own.properties("PutStream").at("/StreamEncryption/KeyId").asText());
        assertEquals(
                KEY,
                own.properties("LedgerTable")
                        .at("/SSESpecification/KMSMasterKeyId")
                        .asText());
    }

    private static JsonNode bucketEncryption(SamTemplate made) {
        return made.properties("RestoreBucket")
                .at("/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault");
    }

    @Test
    void reservedConcurrency_anyTaken_isEnoughForAllSegmentsAndTheirNextHops() {
        int mostSegments = template.at("/Parameters/MaxSegments/MaxValue").asInt();
        int least = 2 * mostSegments + 2;
        Pattern taken = pattern("ReservedConcurrency");
        assertTrue(taken.matcher("0").matches());
        IntStream.range(1, least).forEach(i -> assertFalse(taken.matcher(i + "").matches(), i + " is taken"));
        IntStream.range(least, 2_000)
                .forEach(i -> assertTrue(taken.matcher(i + "").matches(), i + " is not taken"));
        assertFalse(template.with(Map.of()).properties("RestoreFunction").has("ReservedConcurrentExecutions"));
        assertEquals(
                "50",
                template.with(Map.of("ReservedConcurrency", "50"))
                        .properties("RestoreFunction")
                        .path("ReservedConcurrentExecutions")
                        .asText());
    }

    @Test
    void restoreTables_default_isEveryTable() {
        assertEquals(
                TablePatterns.ANY,
                TablePatterns.parse(
                        template.at("/Parameters/RestoreTables/Default").asText()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "Rates", "Rates,Prices-*", "a.b-c_?"})
    void restoreTables_taken_areRead(String tables) {
        assertTrue(pattern("RestoreTables").matcher(tables).matches());
        assertDoesNotThrow(() -> TablePatterns.parse(tables));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "Rates,", "Rates, Prices", "arn:aws:dynamodb:eu-west-1:1:table/Rates"})
    void restoreTables_notNames_areNotTaken(String tables) {
        assertFalse(pattern("RestoreTables").matcher(tables).matches());
    }
}
