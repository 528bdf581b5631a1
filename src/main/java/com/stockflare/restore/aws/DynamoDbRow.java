package com.stockflare.restore.aws;

import com.stockflare.restore.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A row of a DynamoDB table by its attributes' names. An attribute that is null is one that the row does not have. */
final class DynamoDbRow {
    /** When DynamoDB deletes the row, in seconds since 1970. On all rows of a restore that is over, and on no others. */
    static final String EXPIRES_AT = "expiresAt";

    private static final Duration KEPT_FOR = Duration.ofDays(90);

    private final Map<String, AttributeValue> attributes;

    DynamoDbRow() {
        this(Map.of());
    }

    DynamoDbRow(Map<String, AttributeValue> attributes) {
        this.attributes = new LinkedHashMap<>(attributes);
    }

    /** @param value written as its {@code toString()}, or null */
    DynamoDbRow putText(String name, Object value) {
        attributes.put(name, value == null ? null : AttributeValue.fromS(value.toString()));
        return this;
    }

    DynamoDbRow putNumber(String name, Number value) {
        attributes.put(name, value == null ? null : AttributeValue.fromN(value.toString()));
        return this;
    }

    DynamoDbRow putFlag(String name, boolean value) {
        attributes.put(name, AttributeValue.fromBool(value));
        return this;
    }

    /** @param value or null */
    DynamoDbRow putMap(String name, Map<String, AttributeValue> value) {
        attributes.put(name, value == null ? null : AttributeValue.fromM(value));
        return this;
    }

    /** @param failure or null */
    DynamoDbRow putFailure(Failure failure) {
        return putText("failureCode", failure == null ? null : failure.code())
                .putText("failureMessage", failure == null ? null : failure.message());
    }

    /** @param ended when the restore has ended */
    DynamoDbRow putExpiry(Instant ended) {
        return putNumber(EXPIRES_AT, ended.plus(KEPT_FOR).getEpochSecond());
    }

    boolean has(String name) {
        return attributes.get(name) != null;
    }

    /** Null where the row has no such attribute. */
    String text(String name) {
        return has(name) ? attributes.get(name).s() : null;
    }

    /** Null where the row has no such attribute. */
    Instant instant(String name) {
        return has(name) ? Instant.parse(text(name)) : null;
    }

    /** Null where the row tells of none. */
    Failure failure() {
        return has("failureCode") ? new Failure(text("failureCode"), text("failureMessage")) : null;
    }

    long number(String name) {
        return Long.parseLong(decimal(name));
    }

    /** The number as it is written. */
    String decimal(String name) {
        return required(name).n();
    }

    Map<String, AttributeValue> map(String name) {
        return required(name).m();
    }

    boolean flag(String name) {
        return required(name).bool();
    }

    private AttributeValue required(String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }

    /** All attributes, null values among them. */
    Map<String, AttributeValue> attributes() {
        return Collections.unmodifiableMap(attributes);
    }
}
