package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.LONE_SURROGATE;
import static com.stockflare.restore.model.RejectReason.NAME_EMPTY;
import static com.stockflare.restore.model.RejectReason.NAME_TOO_LONG;
import static com.stockflare.restore.model.RejectReason.NAME_UNSAFE;

import com.stockflare.restore.model.BinaryFormat;

/** What an attribute may be called, at the top or in a map. */
final class NameRules {
    /** DynamoDB's limit: "less than 64 KB", <i>Supported data types and naming rules in Amazon DynamoDB</i>. */
    static final int MAX_BYTES = (64 << 10) - 1;

    private final boolean forNode;

    NameRules(BinaryFormat consumer) {
        this.forNode = consumer == BinaryFormat.NODE;
    }

    /** Holds the name that the tokens stand at against the rules. */
    void check(JsonTokens tokens) throws MalformedRowException {
        JsonString name = tokens.string();
        if (!name.isText()) {
            throw tokens.malformed(LONE_SURROGATE, "a name with half of a surrogate pair");
        }
        if (name.length() == 0) {
            throw tokens.malformed(NAME_EMPTY, "a name of no character");
        }
        if (forNode && isUnsafeInNode(name)) {
            throw tokens.malformed(NAME_UNSAFE, "a name that means something in JavaScript");
        }
        if (name.length() > MAX_BYTES) {
            throw tokens.malformed(NAME_TOO_LONG, "a name of more than " + MAX_BYTES + " bytes");
        }
    }

    /**
     * The AWS SDK for JavaScript v2 copies maps by plain assignment, which sets the copy's prototype instead of an
     * attribute {@code __proto__}: it is lost without a word. Up to 2.3 it also calls {@code hasOwnProperty} on each map,
     * and throws where that is an attribute. All other names, those of {@code Object.prototype} too, arrive.
     */
    private static boolean isUnsafeInNode(JsonString name) {
        return name.is("__proto__") || name.is("hasOwnProperty");
    }
}
