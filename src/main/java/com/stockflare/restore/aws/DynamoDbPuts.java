package com.stockflare.restore.aws;

import com.stockflare.restore.aws.DynamoDbPutOutcome.Later;
import com.stockflare.restore.aws.DynamoDbPutOutcome.Refused;
import com.stockflare.restore.aws.DynamoDbPutOutcome.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Puts items by BatchWriteItem, in the order in which they are added: a key that comes again begins a new call, so that its last item is
 * the one that stays. A call that DynamoDB refuses as a whole is tried again item by item.
 */
public final class DynamoDbPuts {

    /** Limits of BatchWriteItem; a request is 16 MB at most, and the names around the items need some of it. */
    private static final int MAX_PUTS_A_CALL = 25;

    private static final int MAX_BYTES_A_CALL = 15 << 20;

    /** What the item itself is to blame for. Anything else, even a missing table or permission, may be mended and pass later. */
    private static final Set<String> FINAL_ERRORS =
            Set.of("ValidationException", "ItemCollectionSizeLimitExceededException", "SerializationException");

    private final DynamoDbClient dynamo;
    private final DynamoDbKeys keys;
    private final DynamoDbRetries retries;

    private final List<Entry> open = new ArrayList<>();
    private final Set<DynamoDbKeys.Key> openKeys = new HashSet<>();
    private long openBytes;
    /** Tables that could not be asked for their key: once is enough. */
    private final Map<String, DynamoDbPutOutcome> unknownTables = new HashMap<>();

    private record Entry(DynamoDbPayload payload, DynamoDbKeys.Key key, Consumer<DynamoDbPutOutcome> settled) {
        String table() {
            return key.table();
        }

        WriteRequest write() {
            return WriteRequest.builder()
                    .putRequest(put -> put.item(payload.item()))
                    .build();
        }
    }

    public DynamoDbPuts(DynamoDbClient dynamo, DynamoDbKeys keys, DynamoDbRetries retries) {
        this.dynamo = dynamo;
        this.keys = keys;
        this.retries = retries;
    }

    /** Adds an item; {@code settled} is told what became of it, before {@link #flush} returns. */
    public void add(DynamoDbPayload payload, Consumer<DynamoDbPutOutcome> settled) {
        DynamoDbPutOutcome unknown = unknownTables.get(payload.table());
        if (unknown != null) {
            settled.accept(unknown);
            return;
        }
        try {
            DynamoDbKeys.Key key = keys.keyOf(payload.table(), payload.item(), retries);
            if (open.size() == MAX_PUTS_A_CALL
                    || openBytes + payload.bytes() > MAX_BYTES_A_CALL
                    || openKeys.contains(key)) {
                flush();
            }
            open.add(new Entry(payload, key, settled));
            openKeys.add(key);
            openBytes += payload.bytes();
        } catch (SdkException e) {
            unknownTables.put(payload.table(), outcome(e));
            settled.accept(outcome(e));
        }
    }

    /** Sends what has been added since, and settles it. */
    public void flush() {
        List<Entry> call = List.copyOf(open);
        open.clear();
        openKeys.clear();
        openBytes = 0;
        write(call);
    }

    private void write(List<Entry> call) {
        List<Entry> left = call;
        for (int inVain = 0; !left.isEmpty(); inVain++) {
            List<Entry> again;
            try {
                again = batch(left);
            } catch (SdkException e) {
                writeOneByOne(left);
                return;
            }
            left.stream().filter(entry -> !again.contains(entry)).forEach(entry -> entry.settled.accept(new Stored()));
            inVain = again.size() < left.size() ? 0 : inVain;
            left = again;
            if (!left.isEmpty() && !retries.pause(inVain)) {
                left.forEach(entry -> entry.settled.accept(new Later("UnprocessedItems")));
                return;
            }
        }
    }

    /** Makes one call and returns what of it was left unprocessed. */
    private List<Entry> batch(List<Entry> call) {
        Map<String, List<WriteRequest>> writes = call.stream()
                .collect(Collectors.groupingBy(Entry::table, Collectors.mapping(Entry::write, Collectors.toList())));
        BatchWriteItemResponse answer = retries.call(
                limits -> dynamo.batchWriteItem(b -> b.requestItems(writes).overrideConfiguration(limits)));
        Set<DynamoDbKeys.Key> unprocessed = new HashSet<>();
        answer.unprocessedItems()
                .forEach((table, left) -> left.forEach(write ->
                        unprocessed.add(keys.keyOf(table, write.putRequest().item(), retries))));
        List<Entry> again =
                call.stream().filter(entry -> unprocessed.contains(entry.key)).toList();
        // Should DynamoDB write a key otherwise than it was sent, all are sent again: twice does no harm.
        return again.size() == unprocessed.size() ? again : call;
    }

    private void writeOneByOne(List<Entry> call) {
        for (Entry entry : call) {
            try {
                retries.call(limits -> dynamo.putItem(b ->
                        b.tableName(entry.table()).item(entry.payload.item()).overrideConfiguration(limits)));
            } catch (SdkException e) {
                entry.settled.accept(outcome(e));
                continue;
            }
            entry.settled.accept(new Stored());
        }
    }

    private static DynamoDbPutOutcome outcome(SdkException e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            String code = service.awsErrorDetails().errorCode();
            return FINAL_ERRORS.contains(code)
                    ? new Refused(code + ": " + service.awsErrorDetails().errorMessage())
                    : new Later(code);
        }
        return new Later(e.getClass().getSimpleName());
    }
}
