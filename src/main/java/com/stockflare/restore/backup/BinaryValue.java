package com.stockflare.restore.backup;

import static com.stockflare.restore.backup.ItemParser.malformed;
import static com.stockflare.restore.model.RejectReason.NOT_BINARY;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /** Reads the value that the parser stands at the start of, and leaves the parser on its last token. */
    void read(JsonParser parser) throws IOException, MalformedRowException {
        length = 0;
        switch (parser.currentToken()) {
            case START_OBJECT -> buffer(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> text(parser);
            default -> throw malformed(NOT_BINARY, parser, "found " + parser.currentToken());
        }
    }

    private void buffer(JsonParser parser) throws IOException, MalformedRowException {
        boolean typed = false;
        boolean filled = false;
        int byteLength = -1;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "type" -> {
                    // Refused here and now: behind an object in its place the grammar would be lost.
                    if (parser.currentToken() != JsonToken.VALUE_STRING || !"Buffer".equals(parser.getText())) {
                        throw malformed(NOT_BINARY, parser, "an object that is not a Buffer");
                    }
                    typed = true;
                }
                case "data" -> {
                    array(parser);
                    filled = true;
                }
                case "byteLength" -> byteLength = number(parser, Integer.MAX_VALUE);
                default -> throw malformed(NOT_BINARY, parser, "a Buffer has no such field");
            }
        }
        if (!typed || !filled) {
            throw malformed(NOT_BINARY, parser, "an object that is not a Buffer");
        }
        if (byteLength != -1 && byteLength != length) {
            throw malformed(NOT_BINARY, parser, "a Buffer whose length is not that of its data");
        }
    }

    private void array(JsonParser parser) throws IOException, MalformedRowException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw malformed(NOT_BINARY, parser, "a Buffer's data must be an array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int value = number(parser, 255);
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = (byte) value;
        }
    }

    /** @param max at most nine digits long, or {@code Integer.MAX_VALUE} for any nine digits */
    private static int number(JsonParser parser, int max) throws IOException, MalformedRowException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getTextLength() > 9) {
            throw malformed(NOT_BINARY, parser, "not a whole number");
        }
        int value = parser.getIntValue();
        if (value < 0 || value > max) {
            throw malformed(NOT_BINARY, parser, "not a number from 0 to " + max);
        }
        return value;
    }

    private void text(JsonParser parser) throws IOException, MalformedRowException {
        byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
        try {
            bytes = StrictBase64.decode(text, 0, text.length);
            length = bytes.length;
        } catch (IllegalArgumentException e) {
            throw malformed(NOT_BINARY, parser, "as Base64 text " + e.getMessage());
        }
        if (bytes.length == 0) {
            bytes = new byte[1 << 10];
        }
    }
}
