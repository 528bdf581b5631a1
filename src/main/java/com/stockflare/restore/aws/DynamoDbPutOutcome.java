package com.stockflare.restore.aws;

/** What became of an item. */
public sealed interface DynamoDbPutOutcome {

    /** It is in the table. */
    record Stored() implements DynamoDbPutOutcome {}

    /** DynamoDB will never take it. The reason is DynamoDB's own and may quote the item: it belongs beside it, not in a log. */
    record Refused(String reason) implements DynamoDbPutOutcome {}

    /** Not now; it may pass later. The reason is an error's code or a name. */
    record Later(String reason) implements DynamoDbPutOutcome {}
}
