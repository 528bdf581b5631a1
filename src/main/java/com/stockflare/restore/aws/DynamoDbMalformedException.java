package com.stockflare.restore.aws;

/** A payload that can never become an item, however often it is tried. The message holds nothing of the item's content. */
public final class DynamoDbMalformedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String table;

    DynamoDbMalformedException(String table, String reason) {
        super(reason);
        this.table = table;
    }

    /** The table that the payload names, empty if it cannot be told. */
    public String table() {
        return table;
    }
}
