package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.DUPLICATE_NAME;
import static com.stockflare.restore.model.RejectReason.LONE_SURROGATE;
import static com.stockflare.restore.model.RejectReason.NESTED_TOO_DEEP;
import static com.stockflare.restore.model.RejectReason.NOT_AN_ATTRIBUTE_VALUE;
import static com.stockflare.restore.model.RejectReason.NOT_AN_OBJECT;
import static com.stockflare.restore.model.RejectReason.NOT_JSON;
import static com.stockflare.restore.model.RejectReason.NOT_OF_ITS_TYPE;
import static com.stockflare.restore.model.RejectReason.NOT_UTF8;
import static com.stockflare.restore.model.RejectReason.NO_ATTRIBUTES;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.KeyAttribute;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

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

    /** What Jackson says of half a pair in a name; in a text it lets it pass. */
    private static final Pattern SURROGATE_IN_NAME = Pattern.compile("surrogate (?:pair )?in field name");

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

    /** Instead of the length of a value whose length does not matter. */
    private static final int UNMEASURED = -1;

    private final JsonParsers parsers = new JsonParsers();
    private final ItemSize size = new ItemSize();
    private final Scalars scalars;
    private final NameRules names;
    private final KeyRules keys;

    /**
     * Whether names and texts are measured, which takes longer than passing over them. It is not needed where no surrogate
     * can stand alone, since none is escaped, and the JSON has no more bytes than an item may have: each name and value is
     * counted with fewer bytes than it has there, with its quotes and its type.
     */
    private boolean measured;

    ItemParser(TableSchema schema, BinaryFormat consumer, Listener listener) {
        this.scalars = new Scalars(size, listener);
        this.names = new NameRules(consumer);
        this.keys = new KeyRules(schema);
    }

    void parse(byte[] bytes, int from, int to) throws MalformedRowException {
        int malformed = StrictUtf8.firstMalformed(bytes, from, to);
        if (malformed >= 0) {
            throw new MalformedRowException(NOT_UTF8, "at byte " + malformed + " of the item");
        }
        if (startsInAnotherEncoding(bytes, from, to)) {
            throw new MalformedRowException(NOT_JSON, "it does not start as JSON in UTF-8");
        }
        size.clear();
        keys.clear();
        measured = to - from > ItemSize.MAX_BYTES || SurrogateEscapes.mayBeIn(bytes, from, to);
        try (JsonParser parser = parsers.of(bytes, from, to)) {
            item(parser);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException("there is no I/O in an array", e);
        }
    }

    /** Jackson would take UTF-16 and UTF-32 by their zero bytes, and a byte-order mark; a payload is none of these. */
    private static boolean startsInAnotherEncoding(byte[] bytes, int from, int to) {
        return to - from >= 2 && (bytes[from] == 0 || bytes[from + 1] == 0 || bytes[from] == (byte) 0xEF);
    }

    private void item(JsonParser parser) throws IOException, MalformedRowException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new MalformedRowException(NOT_JSON, "there is nothing");
        }
        if (first != JsonToken.START_OBJECT) {
            throw new MalformedRowException(NOT_AN_OBJECT, "");
        }
        if (attributes(parser, 0) == 0) {
            throw new MalformedRowException(NO_ATTRIBUTES, "");
        }
        if (parser.nextToken() != null) {
            throw malformed(NOT_JSON, parser, "something follows it");
        }
        keys.checkAllFound();
    }

    /** @return how many there are */
    private int attributes(JsonParser parser, int nesting) throws IOException, MalformedRowException {
        int count = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            size.add(names.check(name, measured, parser), parser);
            parser.nextToken();
            value(parser, nesting, nesting == 0 ? keys.find(name) : null);
            count++;
        }
        return count;
    }

    /** @param key what the attribute is in the table's keys, or null */
    private void value(JsonParser parser, int nesting, KeyAttribute key) throws IOException, MalformedRowException {
        String type = parser.currentToken() == JsonToken.START_OBJECT ? parser.nextFieldName() : null;
        if (type == null) {
            throw malformed(NOT_AN_ATTRIBUTE_VALUE, parser, "not an object with a type");
        }
        JsonToken token = parser.nextToken();
        int bytes = UNMEASURED;
        switch (type) {
            case "S" -> bytes = string(parser, key);
            case "N" -> bytes = scalars.number(parser);
            case "B" -> bytes = scalars.binary(parser);
            case "BOOL" -> constant(parser, token.isBoolean(), "true or false");
            case "NULL" -> constant(parser, token == JsonToken.VALUE_TRUE, "true");
            case "SS" -> scalars.strings(parser);
            case "NS" -> scalars.numbers(parser);
            case "BS" -> scalars.binaries(parser);
            case "L" -> list(parser, deeper(parser, nesting));
            case "M" -> map(parser, deeper(parser, nesting));
            default -> throw malformed(NOT_AN_ATTRIBUTE_VALUE, parser, "an unknown type");
        }
        if (key != null) {
            keys.check(key, type, bytes, parser);
        }
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw malformed(NOT_AN_ATTRIBUTE_VALUE, parser, "more than one type");
        }
    }

    private int string(JsonParser parser, KeyAttribute key) throws IOException, MalformedRowException {
        if (measured || key != null) {
            return scalars.string(parser);
        }
        want(parser, parser.currentToken() == JsonToken.VALUE_STRING, "a string");
        return UNMEASURED;
    }

    private void constant(JsonParser parser, boolean good, String wanted) throws MalformedRowException {
        want(parser, good, wanted);
        size.add(ItemSize.BOOL_OR_NULL, parser);
    }

    private static int deeper(JsonParser parser, int nesting) throws MalformedRowException {
        if (nesting == MAX_NESTING) {
            throw malformed(NESTED_TOO_DEEP, parser, "level " + (nesting + 2));
        }
        return nesting + 1;
    }

    private void map(JsonParser parser, int nesting) throws IOException, MalformedRowException {
        want(parser, parser.currentToken() == JsonToken.START_OBJECT, "an object");
        size.add(ItemSize.LIST_OR_MAP, parser);
        size.add(attributes(parser, nesting) * ItemSize.ELEMENT, parser);
    }

    private void list(JsonParser parser, int nesting) throws IOException, MalformedRowException {
        want(parser, parser.currentToken() == JsonToken.START_ARRAY, "an array");
        size.add(ItemSize.LIST_OR_MAP, parser);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            size.add(ItemSize.ELEMENT, parser);
            value(parser, nesting, null);
        }
    }

    static void want(JsonParser parser, boolean good, String wanted) throws MalformedRowException {
        if (!good) {
            throw malformed(NOT_OF_ITS_TYPE, parser, "it must be " + wanted);
        }
    }

    static MalformedRowException malformed(RejectReason reason, JsonParser parser, String what) {
        return new MalformedRowException(
                reason, what + ", at byte " + parser.currentTokenLocation().getByteOffset() + " of the item");
    }

    private static MalformedRowException malformed(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        String at = "byte " + e.getLocation().getByteOffset() + " of the item";
        if (message.startsWith("Duplicate")) {
            return new MalformedRowException(DUPLICATE_NAME, "its second ends before " + at);
        }
        boolean surrogate = SURROGATE_IN_NAME.matcher(message).find();
        return new MalformedRowException(surrogate ? LONE_SURROGATE : NOT_JSON, "at " + at);
    }
}
