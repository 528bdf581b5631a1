package com.stockflare.restore.backup;

import static com.stockflare.restore.backup.ItemParser.malformed;
import static com.stockflare.restore.model.RejectReason.KEY_EMPTY;
import static com.stockflare.restore.model.RejectReason.KEY_MISSING;
import static com.stockflare.restore.model.RejectReason.KEY_TOO_LONG;
import static com.stockflare.restore.model.RejectReason.KEY_WRONG_TYPE;

import com.fasterxml.jackson.core.JsonParser;
import com.stockflare.restore.model.KeyAttribute;
import com.stockflare.restore.model.TableSchema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds the key attributes of one item after the other against the table that it is for. */
final class KeyRules {
    private final List<KeyAttribute> keys;
    private final Map<String, Integer> places = new HashMap<>();
    private final boolean[] found;

    KeyRules(TableSchema schema) {
        this.keys = schema.keys();
        this.found = new boolean[keys.size()];
        for (int i = 0; i < keys.size(); i++) {
            places.put(keys.get(i).name(), i);
        }
    }

    /** A new item begins. */
    void clear() {
        Arrays.fill(found, false);
    }

    /** The key attribute of this name, which the item has, or null if there is no such key. */
    KeyAttribute find(String name) {
        Integer place = places.get(name);
        if (place == null) {
            return null;
        }
        found[place] = true;
        return keys.get(place);
    }

    /**
     * @param type of the value by DynamoDB's name
     * @param bytes of the value, if it is a string or binary
     */
    void check(KeyAttribute key, String type, int bytes, JsonParser parser) throws MalformedRowException {
        if (!key.type().name().equals(type)) {
            throw malformed(KEY_WRONG_TYPE, parser, named(key) + " must be of type " + key.type());
        }
        if (bytes == 0) {
            throw malformed(KEY_EMPTY, parser, named(key) + " is empty");
        }
        if (bytes > key.maxBytes()) {
            throw malformed(
                    KEY_TOO_LONG, parser, named(key) + " has " + bytes + " bytes, " + key.maxBytes() + " are the most");
        }
    }

    /** The item has ended. */
    void checkAllFound() throws MalformedRowException {
        for (int i = 0; i < found.length; i++) {
            if (!found[i] && keys.get(i).required()) {
                throw new MalformedRowException(KEY_MISSING, named(keys.get(i)) + " is not there");
            }
        }
    }

    private static String named(KeyAttribute key) {
        return "the key attribute '" + key.name() + "'";
    }
}
