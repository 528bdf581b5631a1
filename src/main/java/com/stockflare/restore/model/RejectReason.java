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
    NOT_AN_ATTRIBUTE_VALUE("A value is not an object with exactly one of S N B BOOL NULL SS NS BS L M."),
    NOT_OF_ITS_TYPE("A value's JSON does not fit its attribute type."),
    NOT_BINARY("A binary value is neither a Buffer, nor an array of bytes, nor Base64 text."),
    NESTED_TOO_DEEP("The item is nested deeper than 32 levels."),
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
