package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.DUPLICATE_NAME;
import static com.stockflare.restore.model.RejectReason.NESTED_TOO_DEEP;
import static com.stockflare.restore.model.RejectReason.NOT_AN_ATTRIBUTE_VALUE;
import static com.stockflare.restore.model.RejectReason.NOT_AN_OBJECT;
import static com.stockflare.restore.model.RejectReason.NOT_JSON;
import static com.stockflare.restore.model.RejectReason.NOT_OF_ITS_TYPE;
import static com.stockflare.restore.model.RejectReason.NOT_UTF8;
import static com.stockflare.restore.model.RejectReason.NO_ATTRIBUTES;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.stockflare.restore.model.RejectReason;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Goes through an item's JSON once, token by token, and holds it against the grammar of DynamoDB's items: an object of
 * attributes, each value an object with exactly one of the ten types. Whoever listens is told where the binary values
 * are. Only the position in the grammar tells a type from an attribute that is named like one.
 */
final class ItemParser {
    /** DynamoDB's limit: the nesting of lists and maps below an attribute. */
    static final int MAX_NESTING = 32;

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

    /**
     * A factory keeps the names that its parsers met, of any length, in about twice their bytes, and copies them all when
     * a row brings a new one. It is made anew after so many bytes of items, so that neither grows with the file.
     */
    private static final int BYTES_A_FACTORY = 1 << 20;

    private JsonFactory json = factory();
    private int bytesOfFactory;
    private final StrictUtf8 utf8 = new StrictUtf8();
    private final BinaryValue binary = new BinaryValue();
    private final Listener listener;

    ItemParser(Listener listener) {
        this.listener = listener;
    }

    private static JsonFactory factory() {
        return new JsonFactoryBuilder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Attribute names come from the file: they are neither few nor worth keeping for ever.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNameLength(RowReader.MAX_ROW_BYTES)
                        .maxStringLength(RowReader.MAX_ROW_BYTES)
                        .maxNumberLength(RowReader.MAX_ROW_BYTES)
                        .build())
                .build();
    }

    void parse(byte[] bytes, int from, int to) throws MalformedRowException {
        int malformed = utf8.firstMalformed(bytes, from, to);
        if (malformed >= 0) {
            throw new MalformedRowException(NOT_UTF8, "at byte " + malformed + " of the item");
        }
        if (startsInAnotherEncoding(bytes, from, to)) {
            throw new MalformedRowException(NOT_JSON, "it does not start as JSON in UTF-8");
        }
        bytesOfFactory += to - from;
        if (bytesOfFactory > BYTES_A_FACTORY) {
            json = factory();
            bytesOfFactory = to - from;
        }
        try (JsonParser parser = json.createParser(bytes, from, to - from)) {
            item(parser);
        } catch (JsonProcessingException e) {
            long at = e.getLocation().getByteOffset();
            if (e.getOriginalMessage().startsWith("Duplicate")) {
                throw new MalformedRowException(DUPLICATE_NAME, "its second ends before byte " + at + " of the item");
            }
            throw new MalformedRowException(NOT_JSON, "at byte " + at + " of the item");
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
    }

    /** @return how many there are */
    private int attributes(JsonParser parser, int nesting) throws IOException, MalformedRowException {
        int count = 0;
        while (parser.nextFieldName() != null) {
            parser.nextToken();
            value(parser, nesting);
            count++;
        }
        return count;
    }

    private void value(JsonParser parser, int nesting) throws IOException, MalformedRowException {
        String type = parser.currentToken() == JsonToken.START_OBJECT ? parser.nextFieldName() : null;
        if (type == null) {
            throw malformed(NOT_AN_ATTRIBUTE_VALUE, parser, "not an object with a type");
        }
        JsonToken token = parser.nextToken();
        switch (type) {
            case "S", "N" -> want(parser, token == JsonToken.VALUE_STRING, "a string");
            case "B" -> binary(parser);
            case "BOOL" -> want(parser, token.isBoolean(), "true or false");
            case "NULL" -> want(parser, token == JsonToken.VALUE_TRUE, "true");
            case "SS", "NS" -> strings(parser);
            case "BS" -> binaries(parser);
            case "L" -> list(parser, deeper(parser, nesting));
            case "M" -> map(parser, deeper(parser, nesting));
            default -> throw malformed(NOT_AN_ATTRIBUTE_VALUE, parser, "an unknown type");
        }
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw malformed(NOT_AN_ATTRIBUTE_VALUE, parser, "more than one type");
        }
    }

    private static int deeper(JsonParser parser, int nesting) throws MalformedRowException {
        if (nesting == MAX_NESTING) {
            throw malformed(NESTED_TOO_DEEP, parser, "level " + (nesting + 1));
        }
        return nesting + 1;
    }

    private void map(JsonParser parser, int nesting) throws IOException, MalformedRowException {
        want(parser, parser.currentToken() == JsonToken.START_OBJECT, "an object");
        attributes(parser, nesting);
    }

    private void list(JsonParser parser, int nesting) throws IOException, MalformedRowException {
        want(parser, parser.currentToken() == JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(parser, nesting);
        }
    }

    private static void strings(JsonParser parser) throws IOException, MalformedRowException {
        want(parser, parser.currentToken() == JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            want(parser, parser.currentToken() == JsonToken.VALUE_STRING, "an array of strings");
        }
    }

    private void binaries(JsonParser parser) throws IOException, MalformedRowException {
        want(parser, parser.currentToken() == JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            binary(parser);
        }
    }

    private void binary(JsonParser parser) throws IOException, MalformedRowException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        binary.read(parser);
        listener.binary(from, (int) parser.currentLocation().getByteOffset(), binary);
    }

    private static void want(JsonParser parser, boolean good, String wanted) throws MalformedRowException {
        if (!good) {
            throw malformed(NOT_OF_ITS_TYPE, parser, "it must be " + wanted);
        }
    }

    static MalformedRowException malformed(RejectReason reason, JsonParser parser, String what) {
        return new MalformedRowException(
                reason, what + ", at byte " + parser.currentTokenLocation().getByteOffset() + " of the item");
    }
}
