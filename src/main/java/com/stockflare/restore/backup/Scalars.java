package com.stockflare.restore.backup;

import static com.stockflare.restore.backup.ItemParser.malformed;
import static com.stockflare.restore.backup.ItemParser.want;
import static com.stockflare.restore.model.RejectReason.DUPLICATE_IN_SET;
import static com.stockflare.restore.model.RejectReason.EMPTY_SET;
import static com.stockflare.restore.model.RejectReason.LONE_SURROGATE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Reads strings, numbers and binary values, alone and in sets, holds them against their rules, and adds up their sizes. */
final class Scalars {
    private final NumberText number = new NumberText();
    private final BinaryValue binary = new BinaryValue();
    private final ItemSize size;
    private final ItemParser.Listener listener;

    Scalars(ItemSize size, ItemParser.Listener listener) {
        this.size = size;
        this.listener = listener;
    }

    /** @return its length in bytes */
    int string(JsonParser parser) throws IOException, MalformedRowException {
        want(parser, parser.currentToken() == JsonToken.VALUE_STRING, "a string");
        return text(parser);
    }

    private int text(JsonParser parser) throws IOException, MalformedRowException {
        int bytes = Utf8Length.of(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        if (bytes == Utf8Length.NONE) {
            throw malformed(LONE_SURROGATE, parser, "a text with half of a surrogate pair");
        }
        size.add(bytes, parser);
        return bytes;
    }

    /** @return its length in bytes */
    int number(JsonParser parser) throws IOException, MalformedRowException {
        want(parser, parser.currentToken() == JsonToken.VALUE_STRING, "a string");
        number.read(parser);
        size.add(number.bytes(), parser);
        return number.bytes();
    }

    /** @return its length in bytes */
    int binary(JsonParser parser) throws IOException, MalformedRowException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        binary.read(parser);
        size.add(binary.length(), parser);
        listener.binary(from, (int) parser.currentLocation().getByteOffset(), binary);
        return binary.length();
    }

    void strings(JsonParser parser) throws IOException, MalformedRowException {
        set(parser, this::stringElement);
    }

    void numbers(JsonParser parser) throws IOException, MalformedRowException {
        set(parser, this::numberElement);
    }

    void binaries(JsonParser parser) throws IOException, MalformedRowException {
        set(parser, this::binaryElement);
    }

    /** Reads the element that the parser stands at, and makes of it what is equal if it means the same. */
    private interface Element {
        Comparable<?> read(JsonParser parser) throws IOException, MalformedRowException;
    }

    private static void set(JsonParser parser, Element element) throws IOException, MalformedRowException {
        want(parser, parser.currentToken() == JsonToken.START_ARRAY, "an array");
        Set<Comparable<?>> elements = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!elements.add(element.read(parser))) {
                throw malformed(DUPLICATE_IN_SET, parser, "an element that is there before");
            }
        }
        if (elements.isEmpty()) {
            throw malformed(EMPTY_SET, parser, "the end of a set without elements");
        }
    }

    private String stringElement(JsonParser parser) throws IOException, MalformedRowException {
        want(parser, parser.currentToken() == JsonToken.VALUE_STRING, "an array of strings");
        text(parser);
        return parser.getText();
    }

    private Comparable<?> numberElement(JsonParser parser) throws IOException, MalformedRowException {
        want(parser, parser.currentToken() == JsonToken.VALUE_STRING, "an array of strings");
        number(parser);
        return number.value();
    }

    private String binaryElement(JsonParser parser) throws IOException, MalformedRowException {
        binary(parser);
        return new String(binary.bytes(), 0, binary.length(), ISO_8859_1);
    }
}
