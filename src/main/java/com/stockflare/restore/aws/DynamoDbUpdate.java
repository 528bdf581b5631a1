package com.stockflare.restore.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A change to a row, and on what condition it is made. Any attribute may be named, reserved words too. */
final class DynamoDbUpdate {
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final List<String> set = new ArrayList<>();
    private final List<String> remove = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();

    /** Writes all of a row's attributes; one that is null is removed. */
    DynamoDbUpdate set(DynamoDbRow row) {
        row.attributes().forEach((name, value) -> {
            if (value == null) {
                remove.add(named(name));
            } else {
                values.put(":" + name, value);
                set.add(named(name) + " = :" + name);
            }
        });
        return this;
    }

    DynamoDbUpdate requireThere(String name) {
        conditions.add("attribute_exists(" + named(name) + ")");
        return this;
    }

    DynamoDbUpdate requireAbsent(String name) {
        conditions.add(isAbsent(name));
        return this;
    }

    /** Requires attributes to be as a row has them; what is null there must be absent. */
    DynamoDbUpdate requireSame(DynamoDbRow row, List<String> attributes) {
        attributes.forEach(name -> conditions.add(row.has(name) ? compared(name, "=", row) : isAbsent(name)));
        return this;
    }

    /** Requires an attribute to be absent, or as a row has it. */
    DynamoDbUpdate requireAbsentOrSame(DynamoDbRow row, String name) {
        conditions.add(row.has(name) ? "(" + isAbsent(name) + " OR " + compared(name, "=", row) + ")" : isAbsent(name));
        return this;
    }

    /** Requires a number to be at most what a row has. */
    DynamoDbUpdate requireAtMost(DynamoDbRow row, String name) {
        conditions.add(compared(name, "<=", row));
        return this;
    }

    private String isAbsent(String name) {
        return "attribute_not_exists(" + named(name) + ")";
    }

    private String compared(String name, String comparison, DynamoDbRow row) {
        values.put(":required_" + name, row.attributes().get(name));
        return named(name) + " " + comparison + " :required_" + name;
    }

    private String named(String name) {
        names.put("#" + name, name);
        return "#" + name;
    }

    UpdateItemRequest.Builder request() {
        return UpdateItemRequest.builder()
                .updateExpression(expression())
                .conditionExpression(condition())
                .expressionAttributeNames(names)
                .expressionAttributeValues(valuesOrNull());
    }

    Update.Builder inTransaction() {
        return Update.builder()
                .updateExpression(expression())
                .conditionExpression(condition())
                .expressionAttributeNames(names)
                .expressionAttributeValues(valuesOrNull());
    }

    /** Null where there are none: an empty map is refused. */
    private Map<String, AttributeValue> valuesOrNull() {
        return values.isEmpty() ? null : values;
    }

    private String expression() {
        String setting = set.isEmpty() ? "" : "SET " + String.join(", ", set) + " ";
        return setting + (remove.isEmpty() ? "" : "REMOVE " + String.join(", ", remove));
    }

    /** Null where there is none: an empty one is refused. */
    private String condition() {
        return conditions.isEmpty() ? null : String.join(" AND ", conditions);
    }
}
