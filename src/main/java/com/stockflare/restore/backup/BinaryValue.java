package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.NOT_BINARY;

import java.util.Arrays;

/**
 * The bytes of one binary value, read from any of the forms that backups have: a Node.js Buffer
 * {@code {"type":"Buffer","data":[0,255]}} with or without its {@code byteLength}, the bare array of Node.js 0.10, or
 * Base64 text. Used again for the next value.
 */
final class BinaryValue {
    private byte[] bytes = new byte[1 << 10];
    private int length;

    /** The array that holds the value in its first {@link #length()} places. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Reads the value that the tokens stand at the start of, and leaves them at its last one. */
    void read(JsonTokens tokens) throws MalformedRowException {
        length = 0;
        if (tokens.isAt('{')) {
            buffer(tokens);
        } else if (tokens.isAt('[')) {
            array(tokens);
        } else if (tokens.isAt('"')) {
            text(tokens);
        } else {
            throw tokens.malformed(NOT_BINARY, "found " + tokens.kind());
        }
    }

    private void buffer(JsonTokens tokens) throws MalformedRowException {
        boolean typed = false;
        boolean filled = false;
        int byteLength = -1;
        while (tokens.nextName()) {
            if (tokens.string().is("type")) {
                passName(tokens, typed);
                type(tokens);
                typed = true;
            } else if (tokens.string().is("data")) {
                passName(tokens, filled);
                array(tokens);
                filled = true;
            } else if (tokens.string().is("byteLength")) {
                passName(tokens, byteLength != -1);
                byteLength = number(tokens, Integer.MAX_VALUE);
            } else {
                tokens.value();
                throw tokens.malformed(NOT_BINARY, "a Buffer has no such field");
            }
        }
        if (!typed || !filled) {
            throw tokens.malformed(NOT_BINARY, "an object that is not a Buffer");
        }
        if (byteLength != -1 && byteLength != length) {
            throw tokens.malformed(NOT_BINARY, "a Buffer whose length is not that of its data");
        }
    }

    private static void passName(JsonTokens tokens, boolean again) throws MalformedRowException {
        if (again) {
            throw tokens.duplicateName();
        }
        tokens.value();
    }

    /** Anything else is refused here and now: behind an object in its place the grammar would be lost. */
    private static void type(JsonTokens tokens) throws MalformedRowException {
        if (!tokens.isAt('"') || !tokens.string().is("Buffer")) {
            throw tokens.malformed(NOT_BINARY, "an object that is not a Buffer");
        }
    }

    private void array(JsonTokens tokens) throws MalformedRowException {
        if (!tokens.isAt('[')) {
            throw tokens.malformed(NOT_BINARY, "a Buffer's data must be an array");
        }
        while (tokens.nextShortNumber() || tokens.nextElement()) {
            int value = number(tokens, 255);
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = (byte) value;
        }
    }

    /** @param max at most nine digits long, or {@code Integer.MAX_VALUE} for any nine digits */
    private static int number(JsonTokens tokens, int max) throws MalformedRowException {
        if (!tokens.isAtWholeNumber() || tokens.numberLength() > 9) {
            throw tokens.malformed(NOT_BINARY, "not a whole number");
        }
        int value = tokens.wholeNumber();
        if (value < 0 || value > max) {
            throw tokens.malformed(NOT_BINARY, "not a number from 0 to " + max);
        }
        return value;
    }

    private void text(JsonTokens tokens) throws MalformedRowException {
        JsonString text = tokens.string();
        try {
            bytes = StrictBase64.decode(text.bytes(), text.from(), text.from() + text.length());
            length = bytes.length;
        } catch (IllegalArgumentException e) {
            throw tokens.malformed(NOT_BINARY, "as Base64 text " + e.getMessage());
        }
        if (bytes.length == 0) {
            bytes = new byte[1 << 10];
        }
    }
}
