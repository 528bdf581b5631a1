package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.KEY_EMPTY;
import static com.stockflare.restore.model.RejectReason.KEY_MISSING;
import static com.stockflare.restore.model.RejectReason.KEY_TOO_LONG;
import static com.stockflare.restore.model.RejectReason.KEY_WRONG_TYPE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.stockflare.restore.model.KeyAttribute;
import com.stockflare.restore.model.TableSchema;
import java.util.Arrays;

/** Holds the key attributes of one item after the other against the table that it is for. */
final class KeyRules {
    private final KeyAttribute[] keys;
    private final byte[][] names;
    private final boolean[] found;

    KeyRules(TableSchema schema) {
        this.keys = schema.keys().toArray(KeyAttribute[]::new);
        this.names = Arrays.stream(keys).map(key -> key.name().getBytes(UTF_8)).toArray(byte[][]::new);
        this.found = new boolean[keys.length];
    }

    /** A new item begins. */
    void clear() {
        Arrays.fill(found, false);
    }

    /** The key attribute of this name, which the item has, or null if there is no such key. */
    KeyAttribute find(JsonString name) {
        for (int i = 0; i < names.length; i++) {
            if (name.is(names[i])) {
                found[i] = true;
                return keys[i];
            }
        }
        return null;
    }

    /** @param bytes of the value, if it is a string or binary */
    void check(KeyAttribute key, AttributeType type, int bytes, JsonTokens tokens) throws MalformedRowException {
        if (!key.type().name().equals(type.name())) {
            throw tokens.malformed(KEY_WRONG_TYPE, named(key) + " must be of type " + key.type());
        }
        if (bytes == 0) {
            throw tokens.malformed(KEY_EMPTY, named(key) + " is empty");
        }
        if (bytes > key.maxBytes()) {
            throw tokens.malformed(
                    KEY_TOO_LONG, named(key) + " has " + bytes + " bytes, " + key.maxBytes() + " are the most");
        }
    }

    /** The item has ended. */
    void checkAllFound() throws MalformedRowException {
        for (int i = 0; i < found.length; i++) {
            if (!found[i] && keys[i].required()) {
                throw new MalformedRowException(KEY_MISSING, named(keys[i]) + " is not there");
            }
        }
    }

    private static String named(KeyAttribute key) {
        return "the key attribute '" + key.name() + "'";
    }
}
