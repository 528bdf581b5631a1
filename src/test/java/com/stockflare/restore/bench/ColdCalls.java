package com.stockflare.restore.bench;

import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The kinds of calls that an invocation makes before it may send, made by the SDK, each once, and nothing of this project:
 * the ledger is read, written and its lease taken, the file, the stream, the table and earlier rejects are looked at.
 */
final class ColdCalls {
    private static final Map<String, AttributeValue> ROW =
            Map.of("restoreId", AttributeValue.fromS("none"), "part", AttributeValue.fromS("cold"));
    private static final String CHANGE = "SET #n = :v";
    private static final Map<String, String> NAME = Map.of("#n", "name");
    private static final Map<String, AttributeValue> VALUE = Map.of(":v", AttributeValue.fromS("value"));

    private ColdCalls() {}

    public static void main(String[] args) {
        ChildJvm.answer(key -> {
            SdkHttpClient http = Apache5HttpClient.create();
            S3Client s3 = ColdSdk.s3(http);
            KinesisClient kinesis = ColdSdk.kinesis(http);
            DynamoDbClient dynamo = DynamoDbClient.builder().httpClient(http).build();
            dynamo.query(r -> r.tableName(ColdStartBench.LEDGER)
                    .consistentRead(true)
                    .keyConditionExpression("restoreId = :id")
                    .expressionAttributeValues(Map.of(":id", AttributeValue.fromS("none"))));
            s3.headObject(r -> r.bucket(GeneratedS3.BUCKET).key(key));
            dynamo.transactWriteItems(r ->
                    r.transactItems(TransactWriteItem.builder().update(change()).build()));
            dynamo.updateItem(r -> r.tableName(ColdStartBench.LEDGER)
                    .key(ROW)
                    .updateExpression(CHANGE)
                    .expressionAttributeNames(NAME)
                    .expressionAttributeValues(VALUE)
                    .returnValues(ReturnValue.ALL_NEW));
            kinesis.listShards(r -> r.streamName(QuickKinesis.STREAM));
            kinesis.describeStreamSummary(r -> r.streamName(QuickKinesis.STREAM));
            dynamo.describeTable(r -> r.tableName(RowKind.TABLE));
            s3.listObjectsV2(r -> r.bucket(GeneratedS3.REJECTS).prefix("rejects/none/"));
            ColdSdk.getAndPut(s3, kinesis, key);
            return new Report(Map.of("rows", 1L));
        });
    }

    private static Update change() {
        return Update.builder()
                .tableName(ColdStartBench.LEDGER)
                .key(ROW)
                .updateExpression(CHANGE)
                .expressionAttributeNames(NAME)
                .expressionAttributeValues(VALUE)
                .build();
    }
}
