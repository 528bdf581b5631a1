package com.stockflare.restore.backup;

/** The types of DynamoDB's values, by DynamoDB's names. */
enum AttributeType {
    S,
    N,
    B,
    BOOL,
    NULL,
    SS,
    NS,
    BS,
    L,
    M;

    /** The type of this name, or null if there is none. */
    static AttributeType of(JsonString name) {
        return switch (name.length()) {
            case 1 -> ofOneLetter(name.bytes()[name.from()]);
            case 2 -> name.is("SS") ? SS : name.is("NS") ? NS : name.is("BS") ? BS : null;
            case 4 -> name.is("BOOL") ? BOOL : name.is("NULL") ? NULL : null;
            default -> null;
        };
    }

    private static AttributeType ofOneLetter(byte letter) {
        return switch (letter) {
            case 'S' -> S;
            case 'N' -> N;
            case 'B' -> B;
            case 'L' -> L;
            case 'M' -> M;
            default -> null;
        };
    }
}
