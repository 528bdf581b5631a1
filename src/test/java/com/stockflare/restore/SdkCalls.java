package com.stockflare.restore;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The calls of AWS that a handler may come to make, read from the compiled classes: a method that it cannot reach does not
 * count.
 *
 * @param handler where to begin
 */
record SdkCalls(Class<?> handler) {
    private static final String BASE = SdkCalls.class.getPackageName();

    /** Of what lies outside only the names are needed. */
    private static final JavaClasses CLASSES = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(BASE);
    });

    /** What IAM has to allow for each. A call that is new in the code fails the test until it stands here. */
    private static final Map<String, Set<String>> ACTIONS = Map.ofEntries(
            Map.entry("CloudWatchClient.getMetricData", Set.of("cloudwatch:GetMetricData")),
            Map.entry("DynamoDbClient.batchWriteItem", Set.of("dynamodb:BatchWriteItem")),
            Map.entry("DynamoDbClient.describeTable", Set.of("dynamodb:DescribeTable")),
            Map.entry("DynamoDbClient.putItem", Set.of("dynamodb:PutItem")),
            Map.entry("DynamoDbClient.query", Set.of("dynamodb:Query")),
            Map.entry("DynamoDbClient.queryPaginator", Set.of("dynamodb:Query")),
            // The ledger's transactions are of updates, which need their own permission and none for the transaction.
            Map.entry("DynamoDbClient.transactWriteItems", Set.of("dynamodb:UpdateItem")),
            Map.entry("DynamoDbClient.updateItem", Set.of("dynamodb:UpdateItem")),
            Map.entry("KinesisClient.describeStreamSummary", Set.of("kinesis:DescribeStreamSummary")),
            Map.entry("KinesisClient.listShards", Set.of("kinesis:ListShards")),
            Map.entry("KinesisClient.putRecords", Set.of("kinesis:PutRecords")),
            Map.entry("LambdaClient.invoke", Set.of("lambda:InvokeFunction")),
            Map.entry("S3Client.getObject", Set.of("s3:GetObject", "s3:GetObjectVersion")),
            Map.entry("S3Client.getObjectAsBytes", Set.of("s3:GetObject")),
            Map.entry("S3Client.headBucket", Set.of("s3:ListBucket")),
            Map.entry("S3Client.headObject", Set.of("s3:GetObject", "s3:GetObjectVersion")),
            Map.entry("S3Client.listObjectsV2Paginator", Set.of("s3:ListBucket")),
            Map.entry("S3Client.putObject", Set.of("s3:PutObject")),
            Map.entry("SnsClient.publish", Set.of("sns:Publish")));

    /** What IAM has to allow. */
    Set<String> actions() {
        Set<String> actions = new TreeSet<>();
        for (JavaCodeUnit used : used()) {
            called(used)
                    .filter(target -> isClient(target.getOwner()))
                    .filter(target -> !target.getName().equals("builder"))
                    .map(target -> target.getOwner().getSimpleName() + "." + target.getName())
                    .forEach(call -> actions.addAll(ACTIONS.getOrDefault(call, Set.of(call + " is not known"))));
        }
        return actions;
    }

    private static boolean isClient(JavaClass owner) {
        return owner.getPackageName().startsWith("software.amazon.awssdk.services.")
                && owner.getSimpleName().endsWith("Client");
    }

    /** What a method calls or refers to, also from its lambdas. */
    private static Stream<CodeUnitAccessTarget> called(JavaCodeUnit method) {
        return Stream.concat(
                method.getCallsFromSelf().stream().map(JavaCodeUnitAccess::getTarget),
                Stream.concat(
                                method.getMethodReferencesFromSelf().stream(),
                                method.getConstructorReferencesFromSelf().stream())
                        .map(JavaCodeUnitAccess::getTarget));
    }

    /** Every method that may be reached from the handler's own. */
    private Set<JavaCodeUnit> used() {
        Set<JavaCodeUnit> used = new HashSet<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>(CLASSES.get(handler).getCodeUnits());
        while (!open.isEmpty()) {
            JavaCodeUnit next = open.pop();
            if (used.add(next)) {
                called(next)
                        .filter(target -> target.getOwner().getPackageName().startsWith(BASE))
                        .forEach(target -> candidates(target).forEach(open::push));
            }
        }
        return used;
    }

    /** The method itself, and those that override it in any class. */
    private static Stream<JavaCodeUnit> candidates(CodeUnitAccessTarget target) {
        JavaClass owner = target.getOwner();
        return Stream.concat(Stream.of(owner), owner.getAllSubclasses().stream())
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(method -> method.getName().equals(target.getName())
                        && method.getRawParameterTypes().size()
                                == target.getRawParameterTypes().size());
    }
}
