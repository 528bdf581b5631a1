package com.stockflare.restore.backup;

import static com.stockflare.restore.backup.ItemParser.malformed;
import static com.stockflare.restore.model.RejectReason.NAME_EMPTY;
import static com.stockflare.restore.model.RejectReason.NAME_TOO_LONG;
import static com.stockflare.restore.model.RejectReason.NAME_UNSAFE;

import com.fasterxml.jackson.core.JsonParser;
import com.stockflare.restore.model.BinaryFormat;

/** What an attribute may be called, at the top or in a map. */
final class NameRules {
    /** DynamoDB's limit: "less than 64 KB", <i>Supported data types and naming rules in Amazon DynamoDB</i>. */
    static final int MAX_BYTES = (64 << 10) - 1;

    /** The most bytes of a char in UTF-8; the two of a surrogate pair have four together. */
    private static final int MAX_BYTES_A_CHAR = 3;

    private final boolean forNode;

    NameRules(BinaryFormat consumer) {
        this.forNode = consumer == BinaryFormat.NODE;
    }

    /**
     * Holds the name that the parser stands at against the rules.
     *
     * @param name without half a surrogate pair: the parser refuses that in a name
     * @param measured whether its length matters for the item's
     * @return its bytes, or 0 where it is not measured
     */
    int check(String name, boolean measured, JsonParser parser) throws MalformedRowException {
        if (name.isEmpty()) {
            throw malformed(NAME_EMPTY, parser, "a name of no character");
        }
        if (forNode && isUnsafeInNode(name)) {
            throw malformed(NAME_UNSAFE, parser, "a name that means something in JavaScript");
        }
        if (!measured && name.length() <= MAX_BYTES / MAX_BYTES_A_CHAR) {
            return 0;
        }
        int bytes = Utf8Length.of(name);
        if (bytes > MAX_BYTES) {
            throw malformed(NAME_TOO_LONG, parser, "a name of more than " + MAX_BYTES + " bytes");
        }
        return bytes;
    }

    /**
     * The AWS SDK for JavaScript v2 copies maps by plain assignment, which sets the copy's prototype instead of an
     * attribute {@code __proto__}: it is lost without a word. Up to 2.3 it also calls {@code hasOwnProperty} on each map,
     * and throws where that is an attribute. All other names, those of {@code Object.prototype} too, arrive.
     */
    private static boolean isUnsafeInNode(String name) {
        return switch (name.length()) {
            case 9 -> name.equals("__proto__");
            case 14 -> name.equals("hasOwnProperty");
            default -> false;
        };
    }
}
