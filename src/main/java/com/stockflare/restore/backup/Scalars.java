package com.stockflare.restore.backup;

import static com.stockflare.restore.backup.ItemParser.want;
import static com.stockflare.restore.model.RejectReason.DUPLICATE_IN_SET;
import static com.stockflare.restore.model.RejectReason.EMPTY_SET;
import static com.stockflare.restore.model.RejectReason.LONE_SURROGATE;

/** Reads strings, numbers and binary values, alone and in sets, holds them against their rules, and adds up their sizes. */
final class Scalars {
    private final NumberText number = new NumberText();
    private final BinaryValue binary = new BinaryValue();
    private final JsonTokens tokens;
    private final ItemSize size;
    private final Distinct distinct;
    private final ItemParser.Listener listener;

    Scalars(JsonTokens tokens, ItemSize size, Distinct distinct, ItemParser.Listener listener) {
        this.tokens = tokens;
        this.size = size;
        this.distinct = distinct;
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

    /** Reads the element that the tokens stand at; false if the set has one already that means the same. */
    private interface Element {
        boolean read(int first) throws MalformedRowException;
    }

    private void set(Element element) throws MalformedRowException {
        want(tokens, tokens.isAt('['), "an array");
        int first = distinct.count();
        while (tokens.nextElement()) {
            if (!element.read(first)) {
                throw tokens.malformed(DUPLICATE_IN_SET, "an element that is there before");
            }
        }
        if (distinct.count() == first) {
            throw tokens.malformed(EMPTY_SET, "the end of a set without elements");
        }
        distinct.shrinkTo(first);
    }

    private boolean stringElement(int first) throws MalformedRowException {
        string("an array of strings");
        JsonString string = tokens.string();
        return distinct.add(string.bytes(), string.from(), string.length(), first);
    }

    private boolean numberElement(int first) throws MalformedRowException {
        number("an array of strings");
        return distinct.add(number.meaning(tokens.string().bytes()), 0, number.meaningLength(), first);
    }

    private boolean binaryElement(int first) throws MalformedRowException {
        binary();
        return distinct.add(binary.bytes(), 0, binary.length(), first);
    }
}
