package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.aws.DynamoDbPutOutcome;
import com.stockflare.restore.aws.DynamoDbPutOutcome.Later;
import com.stockflare.restore.aws.DynamoDbPutOutcome.Refused;
import com.stockflare.restore.aws.DynamoDbPutOutcome.Stored;
import com.stockflare.restore.aws.S3SetAside;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** What became of the records of one invocation. A record is failed until it is settled. */
final class PutTally {

    /** The names that DynamoDB allows; another one does not belong in an object's key. */
    private static final Pattern TABLE_NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

    private static final JsonMapper JSON = new JsonMapper();

    private final S3SetAside setAside;
    private final LongSupplier millisLeft;

    /** In the order of the stream. */
    private final Set<PutRecord> unsettled = new LinkedHashSet<>();

    private final Set<String> reasons = new TreeSet<>();
    private int put;
    private int aside;

    PutTally(S3SetAside setAside, LongSupplier millisLeft) {
        this.setAside = setAside;
        this.millisLeft = millisLeft;
    }

    void expect(PutRecord record) {
        unsettled.add(record);
    }

    void settle(PutRecord record, String table, DynamoDbPutOutcome outcome) {
        if (outcome instanceof Stored) {
            put++;
            unsettled.remove(record);
        } else if (outcome instanceof Refused refused) {
            setAside(record, table, refused.reason());
        } else if (outcome instanceof Later later) {
            reasons.add(later.reason());
        }
    }

    /** Settles a record by keeping it in S3; it stays failed if that cannot be done, or not in time. */
    void setAside(PutRecord record, String table, String reason) {
        long limit = millisLeft.getAsLong();
        if (limit <= 0) {
            reasons.add("set aside: no time left");
            return;
        }
        setAside.put(key(record, table), document(record, reason), Duration.ofMillis(limit))
                .ifPresentOrElse(whyNot -> reasons.add("set aside: " + whyNot), () -> {
                    aside++;
                    unsettled.remove(record);
                });
    }

    /** Lambda goes on from the first of the failed. */
    StreamsEventResponse response() {
        return new StreamsEventResponse(unsettled.stream()
                .map(record -> new BatchItemFailure(record.sequenceNumber()))
                .toList());
    }

    /** One line of JSON; what failed is said by the errors' codes, never by an item's content. */
    String summary() {
        ObjectNode summary = JSON.createObjectNode()
                .put("records", put + aside + unsettled.size())
                .put("put", put)
                .put("setAside", aside)
                .put("failed", unsettled.size());
        if (!reasons.isEmpty()) {
            reasons.forEach(summary.putArray("reasons")::add);
        }
        return summary.toString();
    }

    private static String key(PutRecord record, String table) {
        String folder = TABLE_NAME.matcher(table).matches() ? table : "unknown";
        return "set-aside/" + folder + "/" + record.shardId() + "/" + record.sequenceNumber() + ".json";
    }

    private static byte[] document(PutRecord record, String reason) {
        return JSON.createObjectNode()
                .put("reason", reason)
                .put("sequenceNumber", record.sequenceNumber())
                .put("payload", Base64.getEncoder().encodeToString(record.data().asByteArrayUnsafe()))
                .toString()
                .getBytes(UTF_8);
    }
}
