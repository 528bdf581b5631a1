package com.stockflare.restore.model;

/** Why a row cannot be restored. The names are part of the rejects' format. */
public enum RejectReason {
    ROW_TOO_LONG("The row is longer than 8 MiB."),
    NOT_BASE64("The row is not Base64: standard alphabet, with padding, nothing before or after."),
    NOT_CSV("The row starts with a quote but is not one quoted CSV field."),
    NOT_UTF8("The item's text is not UTF-8."),
    NOT_JSON("The item is not one JSON value with nothing after it."),
    NOT_AN_OBJECT("The item is JSON, but not an object of attributes."),
    NO_ATTRIBUTES("The item has no attribute."),
    DUPLICATE_NAME("A name stands twice in one object; one of the two would be lost."),
    NAME_EMPTY("An attribute has no name."),
    NAME_TOO_LONG("An attribute's name is longer than 65,535 bytes."),
    NAME_UNSAFE("An attribute is named __proto__ or hasOwnProperty: a Node.js consumer loses it, or fails on it."),
    LONE_SURROGATE("A text holds half of a surrogate pair, which cannot be stored as it is."),
    NOT_AN_ATTRIBUTE_VALUE("A value is not an object with exactly one of S N B BOOL NULL SS NS BS L M."),
    NOT_OF_ITS_TYPE("A value's JSON does not fit its attribute type."),
    NOT_BINARY("A binary value is neither a Buffer, nor an array of bytes, nor Base64 text."),
    NOT_A_NUMBER(
            "A number is not written as DynamoDB writes it: digits, with at most a minus, a point between them and an exponent."),
    NUMBER_TOO_PRECISE("A number has more than 38 significant digits."),
    NUMBER_OUT_OF_RANGE("A number's magnitude is neither zero nor from 1E-130 to 9.99…E+125."),
    EMPTY_SET("A set has no element."),
    DUPLICATE_IN_SET("A set has an element twice."),
    NESTED_TOO_DEEP("The item is nested deeper than 32 levels."),
    ITEM_TOO_LARGE("The item is larger than 400 KB as DynamoDB counts it."),
    KEY_MISSING("The item lacks a key attribute of the table."),
    KEY_WRONG_TYPE("A key attribute of the table or of an index has another type there."),
    KEY_EMPTY("A key attribute of the table or of an index is empty."),
    KEY_TOO_LONG("A key attribute is longer than 2,048 bytes in a partition key, or 1,024 in a sort key."),
    RECORD_TOO_LARGE("The finished record is larger than the stream takes. Raise the stream's maximum record size.");

    private final String sentence;

    RejectReason(String sentence) {
        this.sentence = sentence;
    }

    /** The reason for a person. */
    public String sentence() {
        return sentence;
    }
}
