package com.stockflare.restore.aws;

import com.stockflare.restore.engine.RestorePage;
import com.stockflare.restore.engine.Ticker;
import com.stockflare.restore.model.LedgerException;
import com.stockflare.restore.stream.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The calls that the ledger makes to its table. Whatever keeps one from being made is a {@link LedgerException}. */
final class DynamoDbLedgerTable {
    /** Whether a restore is watched: the index's key, in those rows only that are. */
    static final String YES = "yes";

    private static final String WATCHED = "watched";
    private static final String NEWEST = "newest";
    private static final String INDEXES = "indexes " + WATCHED + " and " + NEWEST;
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";

    /** What stands in a call's way for as long as another writes to the same rows. The SDK does not try these again. */
    private static final Set<String> CONFLICTS =
            Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

    private static final int MOST_ATTEMPTS = 8;
    private static final Backoff BACKOFF = new Backoff(
            Duration.ofMillis(20).toNanos(),
            Duration.ofSeconds(1).toNanos(),
            () -> ThreadLocalRandom.current().nextLong());

    private final DynamoDbClient dynamo;
    private final String table;

    DynamoDbLedgerTable(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    String name() {
        return table;
    }

    /** A change to one row. */
    record Change(String restoreId, String part, DynamoDbUpdate update) {
        private Map<String, AttributeValue> key() {
            return Map.of("restoreId", AttributeValue.fromS(restoreId), "part", AttributeValue.fromS(part));
        }
    }

    /** All rows of one partition key, as they are now. */
    List<DynamoDbRow> rows(String restoreId) {
        return query(QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("restoreId = :id")
                .expressionAttributeValues(Map.of(":id", AttributeValue.fromS(restoreId)))
                .build());
    }

    /** Ids of the restores that are watched, oldest first. An index is behind the table by a moment. */
    List<String> watchedIds() {
        return query(QueryRequest.builder()
                        .tableName(table)
                        .indexName(WATCHED)
                        .keyConditionExpression("watched = :yes")
                        .expressionAttributeValues(Map.of(":yes", AttributeValue.fromS(YES)))
                        .build())
                .stream()
                .map(row -> row.text("restoreId"))
                .toList();
    }

    /**
     * Ids of restores.
     *
     * @param next where the page after this one begins, or null if this is the last
     */
    record Ids(List<String> ids, String next) {}

    /**
     * Ids of restores, the newest first.
     *
     * @param after what {@link Ids#next} of the page before is, or null
     * @throws com.stockflare.restore.model.InvalidRequestException if it is something else
     */
    Ids newestIds(int most, String after) {
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .indexName(NEWEST)
                .keyConditionExpression("listed = :yes")
                .expressionAttributeValues(Map.of(":yes", AttributeValue.fromS(YES)))
                .scanIndexForward(false)
                .limit(most)
                .exclusiveStartKey(after == null ? null : key(RestorePage.Place.of(after)))
                .build();
        QueryResponse page = call(() -> dynamo.query(request));
        List<String> ids =
                page.items().stream().map(row -> row.get("restoreId").s()).toList();
        return new Ids(ids, page.hasLastEvaluatedKey() ? place(page.lastEvaluatedKey()) : null);
    }

    private static String place(Map<String, AttributeValue> key) {
        return new RestorePage.Place(
                        key.get("createdAt").s(), key.get("restoreId").s())
                .toString();
    }

    private static Map<String, AttributeValue> key(RestorePage.Place place) {
        return Map.of(
                "listed", AttributeValue.fromS(YES),
                "createdAt", AttributeValue.fromS(place.createdAt()),
                "restoreId", AttributeValue.fromS(place.restoreId()),
                "part", AttributeValue.fromS(DynamoDbRestoreRow.PART));
    }

    private List<DynamoDbRow> query(QueryRequest request) {
        return call(() -> dynamo.queryPaginator(request).items().stream()
                .map(DynamoDbRow::new)
                .toList());
    }

    /** The row after the change; as it was before, where the condition did not hold; empty where there was none. */
    Optional<DynamoDbRow> update(Change change) {
        UpdateItemRequest request = change.update()
                .request()
                .tableName(table)
                .key(change.key())
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return call(() -> {
            try {
                return Optional.of(new DynamoDbRow(dynamo.updateItem(request).attributes()));
            } catch (ConditionalCheckFailedException e) {
                return e.hasItem() ? Optional.of(new DynamoDbRow(e.item())) : Optional.empty();
            }
        });
    }

    /** Makes all changes, or none: false if one's condition did not hold. */
    boolean write(List<Change> changes) {
        List<TransactWriteItem> writes = changes.stream()
                .map(change -> TransactWriteItem.builder()
                        .update(change.update()
                                .inTransaction()
                                .tableName(table)
                                .key(change.key())
                                .build())
                        .build())
                .toList();
        // Within ten minutes a call that comes again with its token is the same call to DynamoDB.
        String token = UUID.randomUUID().toString();
        return call(() -> {
            try {
                dynamo.transactWriteItems(r -> r.transactItems(writes).clientRequestToken(token));
                return true;
            } catch (TransactionCanceledException e) {
                if (has(e, Set.of(CONDITION_FAILED))) {
                    return false;
                }
                throw e;
            }
        });
    }

    private <T> T call(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (SdkException e) {
                if (!isConflict(e) || attempt == MOST_ATTEMPTS) {
                    throw failure(e);
                }
                pause(attempt, e);
            }
        }
    }

    private void pause(int attempt, SdkException conflict) {
        try {
            Ticker.SYSTEM.sleep(BACKOFF.nanos(attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(conflict);
        }
    }

    private static boolean isConflict(SdkException e) {
        return e instanceof TransactionConflictException
                || e instanceof TransactionInProgressException
                || (e instanceof TransactionCanceledException cancelled && has(cancelled, CONFLICTS));
    }

    private static boolean has(TransactionCanceledException cancelled, Set<String> codes) {
        return cancelled.cancellationReasons().stream()
                .anyMatch(reason -> reason.code() != null && codes.contains(reason.code()));
    }

    private LedgerException failure(SdkException e) {
        AwsFailure failure = new AwsFailure(e);
        return new LedgerException(table, failure.mayPass() || isConflict(e), why(failure) + ".", e);
    }

    private static String why(AwsFailure failure) {
        if (failure.cause() instanceof ResourceNotFoundException) {
            return "there is no such table in this account and region. Deploy the stack again, or correct LEDGER_TABLE";
        }
        if (failure.isDenied()) {
            return "access is denied. Allow dynamodb:Query and dynamodb:UpdateItem on it, and dynamodb:Query on its "
                    + INDEXES;
        }
        if (failure.code().equals("ValidationException")) {
            return failure.inWords() + ". Set LEDGER_TABLE to a table that the stack has made, with its " + INDEXES;
        }
        return failure.inWords();
    }
}
