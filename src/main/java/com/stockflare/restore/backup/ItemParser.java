package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.NESTED_TOO_DEEP;
import static com.stockflare.restore.model.RejectReason.NOT_AN_ATTRIBUTE_VALUE;
import static com.stockflare.restore.model.RejectReason.NOT_AN_OBJECT;
import static com.stockflare.restore.model.RejectReason.NOT_JSON;
import static com.stockflare.restore.model.RejectReason.NOT_OF_ITS_TYPE;
import static com.stockflare.restore.model.RejectReason.NOT_UTF8;
import static com.stockflare.restore.model.RejectReason.NO_ATTRIBUTES;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.KeyAttribute;
import com.stockflare.restore.model.TableSchema;

/**
 * Goes through an item's JSON once, token by token, and holds it against the grammar of DynamoDB's items: an object of
 * attributes, each value an object with exactly one of the ten types; and against their limits. Whoever listens is told
 * where the binary values are. Only the position in the grammar tells a type from an attribute that is named like one.
 */
final class ItemParser {
    /**
     * How many lists and maps may stand in each other. DynamoDB takes 32 levels ("Nested attribute depth" in <i>Constraints
     * in Amazon DynamoDB</i>) and counts the value in the innermost as one, so it refuses a 32nd, be it empty: DynamoDB
     * Local does, and so has been seen of the service.
     */
    static final int MAX_NESTING = 31;

    /** Told of each binary value, in the order in which they stand. */
    interface Listener {
        /**
         * A binary value has been read.
         *
         * @param from the offset of the value's first byte, counted from the item's first
         * @param to the offset after its last byte
         * @param value the bytes that the value means, good until this returns
         */
        void binary(int from, int to, BinaryValue value) throws MalformedRowException;
    }

    private final JsonTokens tokens = new JsonTokens();
    private final Distinct distinct = new Distinct();
    private final ItemSize size = new ItemSize();
    private final Scalars scalars;
    private final NameRules nameRules;
    private final KeyRules keys;

    ItemParser(TableSchema schema, BinaryFormat consumer, Listener listener) {
        this.scalars = new Scalars(tokens, size, distinct, listener);
        this.nameRules = new NameRules(consumer);
        this.keys = new KeyRules(schema);
    }

    void parse(byte[] bytes, int from, int to) throws MalformedRowException {
        int malformed = StrictUtf8.firstMalformed(bytes, from, to);
        if (malformed >= 0) {
            throw new MalformedRowException(NOT_UTF8, "at byte " + malformed + " of the item");
        }
        tokens.begin(bytes, from, to);
        distinct.shrinkTo(0);
        size.clear();
        keys.clear();
        item();
    }

    private void item() throws MalformedRowException {
        if (tokens.isAtEnd()) {
            throw new MalformedRowException(NOT_JSON, "there is nothing");
        }
        tokens.value();
        if (!tokens.isAt('{')) {
            throw new MalformedRowException(NOT_AN_OBJECT, "");
        }
        if (attributes(0) == 0) {
            throw new MalformedRowException(NO_ATTRIBUTES, "");
        }
        if (!tokens.isAtEnd()) {
            tokens.value();
            throw tokens.malformed(NOT_JSON, "something follows it");
        }
        keys.checkAllFound();
    }

    /** @return how many there are */
    private int attributes(int nesting) throws MalformedRowException {
        int first = distinct.count();
        while (tokens.nextName()) {
            JsonString name = tokens.string();
            nameRules.check(tokens);
            size.add(name.length(), tokens);
            if (!distinct.add(name.bytes(), name.from(), name.length(), first)) {
                throw tokens.duplicateName();
            }
            KeyAttribute key = nesting == 0 ? keys.find(name) : null;
            tokens.value();
            value(nesting, key);
        }
        int count = distinct.count() - first;
        distinct.shrinkTo(first);
        return count;
    }

    /** @param key what the attribute is in the table's keys, or null */
    private void value(int nesting, KeyAttribute key) throws MalformedRowException {
        if (!tokens.isAt('{') || !tokens.nextName()) {
            throw tokens.malformed(NOT_AN_ATTRIBUTE_VALUE, "not an object with a type");
        }
        AttributeType type = AttributeType.of(tokens.string());
        tokens.value();
        if (type == null) {
            throw tokens.malformed(NOT_AN_ATTRIBUTE_VALUE, "an unknown type");
        }
        int bytes = content(type, nesting);
        if (key != null) {
            keys.check(key, type, bytes, tokens);
        }
        if (tokens.nextName()) {
            throw AttributeType.of(tokens.string()) == type
                    ? tokens.duplicateName()
                    : tokens.malformed(NOT_AN_ATTRIBUTE_VALUE, "more than one type");
        }
    }

    /** @return the bytes of a value that can be in a key; of others anything */
    private int content(AttributeType type, int nesting) throws MalformedRowException {
        switch (type) {
            case S -> {
                return scalars.string();
            }
            case N -> {
                return scalars.number();
            }
            case B -> {
                return scalars.binary();
            }
            case BOOL -> constant(tokens.isAt('t') || tokens.isAt('f'), "true or false");
            case NULL -> constant(tokens.isAt('t'), "true");
            case SS -> scalars.strings();
            case NS -> scalars.numbers();
            case BS -> scalars.binaries();
            case L -> list(deeper(nesting));
            case M -> map(deeper(nesting));
        }
        return 0;
    }

    private void constant(boolean good, String wanted) throws MalformedRowException {
        want(tokens, good, wanted);
        size.add(ItemSize.BOOL_OR_NULL, tokens);
    }

    private int deeper(int nesting) throws MalformedRowException {
        if (nesting == MAX_NESTING) {
            throw tokens.malformed(NESTED_TOO_DEEP, "level " + (nesting + 2));
        }
        return nesting + 1;
    }

    private void map(int nesting) throws MalformedRowException {
        want(tokens, tokens.isAt('{'), "an object");
        size.add(ItemSize.LIST_OR_MAP, tokens);
        size.add(attributes(nesting) * ItemSize.ELEMENT, tokens);
    }

    private void list(int nesting) throws MalformedRowException {
        want(tokens, tokens.isAt('['), "an array");
        size.add(ItemSize.LIST_OR_MAP, tokens);
        while (tokens.nextElement()) {
            size.add(ItemSize.ELEMENT, tokens);
            value(nesting, null);
        }
    }

    static void want(JsonTokens tokens, boolean good, String wanted) throws MalformedRowException {
        if (!good) {
            throw tokens.malformed(NOT_OF_ITS_TYPE, "it must be " + wanted);
        }
    }
}
