package com.stockflare.restore.lambda;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/** A real client whose writes a script may answer in its place. It keeps a list of its requests. */
final class ScriptedDynamoDbClient implements DynamoDbClient {

    private final DynamoDbClient real;
    private final List<BatchWriteItemRequest> batches = new CopyOnWriteArrayList<>();
    private final List<PutItemRequest> puts = new CopyOnWriteArrayList<>();
    private final Function<BatchWriteItemRequest, BatchWriteItemResponse> onBatch;
    private Function<PutItemRequest, PutItemResponse> onPut;
    private int describes;

    ScriptedDynamoDbClient(DynamoDbClient real, Function<BatchWriteItemRequest, BatchWriteItemResponse> onBatch) {
        this.real = real;
        this.onBatch = onBatch;
        this.onPut = real::putItem;
    }

    void onPut(Function<PutItemRequest, PutItemResponse> newOnPut) {
        onPut = newOnPut;
    }

    List<BatchWriteItemRequest> batches() {
        return batches;
    }

    List<PutItemRequest> puts() {
        return puts;
    }

    int describes() {
        return describes;
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
        batches.add(request);
        return onBatch.apply(request);
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        puts.add(request);
        return onPut.apply(request);
    }

    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
        describes++;
        return real.describeTable(request);
    }

    @Override
    public String serviceName() {
        return real.serviceName();
    }

    @Override
    public void close() {
        // The real client belongs to who made it.
    }
}
