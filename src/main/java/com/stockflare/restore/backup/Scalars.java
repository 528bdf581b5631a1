package com.stockflare.restore.backup;

import static com.stockflare.restore.backup.ItemParser.want;
import static com.stockflare.restore.model.RejectReason.DUPLICATE_IN_SET;
import static com.stockflare.restore.model.RejectReason.EMPTY_SET;
import static com.stockflare.restore.model.RejectReason.LONE_SURROGATE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashSet;
import java.util.Set;

/** Reads strings, numbers and binary values, alone and in sets, holds them against their rules, and adds up their sizes. */
final class Scalars {
    private final NumberText number = new NumberText();
    private final BinaryValue binary = new BinaryValue();
    private final JsonTokens tokens;
    private final ItemSize size;
    private final ItemParser.Listener listener;

    Scalars(JsonTokens tokens, ItemSize size, ItemParser.Listener listener) {
        this.tokens = tokens;
        this.size = size;
        this.listener = listener;
    }

    /** @return its length in bytes */
    int string() throws MalformedRowException {
        return string("a string");
    }

    private int string(String wanted) throws MalformedRowException {
        want(tokens, tokens.isAt('"'), wanted);
        JsonString text = tokens.string();
        if (!text.isText()) {
            throw tokens.malformed(LONE_SURROGATE, "a text with half of a surrogate pair");
        }
        size.add(text.length(), tokens);
        return text.length();
    }

    /** @return its length in bytes */
    int number() throws MalformedRowException {
        return number("a string");
    }

    private int number(String wanted) throws MalformedRowException {
        want(tokens, tokens.isAt('"'), wanted);
        number.read(tokens);
        size.add(number.bytes(), tokens);
        return number.bytes();
    }

    /** @return its length in bytes */
    int binary() throws MalformedRowException {
        int from = tokens.from();
        binary.read(tokens);
        size.add(binary.length(), tokens);
        listener.binary(from, tokens.to(), binary);
        return binary.length();
    }

    void strings() throws MalformedRowException {
        set(this::stringElement);
    }

    void numbers() throws MalformedRowException {
        set(this::numberElement);
    }

    void binaries() throws MalformedRowException {
        set(this::binaryElement);
    }

    /** Reads the element that the tokens stand at, and makes of it what is equal if it means the same. */
    private interface Element {
        Comparable<?> read() throws MalformedRowException;
    }

    private void set(Element element) throws MalformedRowException {
        want(tokens, tokens.isAt('['), "an array");
        Set<Comparable<?>> elements = new HashSet<>();
        while (tokens.nextElement()) {
            if (!elements.add(element.read())) {
                throw tokens.malformed(DUPLICATE_IN_SET, "an element that is there before");
            }
        }
        if (elements.isEmpty()) {
            throw tokens.malformed(EMPTY_SET, "the end of a set without elements");
        }
    }

    private String stringElement() throws MalformedRowException {
        string("an array of strings");
        JsonString string = tokens.string();
        return new String(string.bytes(), string.from(), string.length(), ISO_8859_1);
    }

    private Comparable<?> numberElement() throws MalformedRowException {
        number("an array of strings");
        return number.value(tokens.string().bytes());
    }

    private String binaryElement() throws MalformedRowException {
        binary();
        return new String(binary.bytes(), 0, binary.length(), ISO_8859_1);
    }
}
