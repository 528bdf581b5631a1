package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.DUPLICATE_NAME;
import static com.stockflare.restore.model.RejectReason.NOT_JSON;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.stockflare.restore.model.RejectReason;
import java.util.Arrays;

/**
 * Goes through one JSON text after the other, token by token, as RFC 8259 has it and no other way, and makes no object of
 * anything. Whoever goes through it knows what is open: {@link #nextName()} is for objects, {@link #nextElement()} for
 * arrays, {@link #value()} for what stands behind a name, or in no array and no object. A name that stands twice in an
 * object is not noticed here.
 */
final class JsonTokens {
    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);

    private final JsonString string = new JsonString();
    private byte[] text = {};
    private int textFrom;
    private int textTo;

    /** All before it has been looked at. */
    private int at;

    /** The first byte of the token, which tells what it is. */
    private byte first;

    /** Whether the number that was found last has neither a fraction nor an exponent. */
    private boolean isWhole;

    /** The value of the digits that were passed last, or any if they are more than nine. */
    private int digits;

    private int tokenFrom;
    private int tokenTo;

    /** Begins with another text, which must be UTF-8. */
    void begin(byte[] newText, int from, int to) {
        text = newText;
        textFrom = from;
        textTo = to;
        string.begin(newText, from, to);
        at = from;
    }

    /** Whether nothing but space is left. */
    boolean isAtEnd() {
        passSpace();
        return at == textTo;
    }

    /** Moves on to the next name of the object, or to its end: then false. */
    boolean nextName() throws MalformedRowException {
        passSpace();
        if (peek() == '}') {
            close('}');
            return false;
        }
        passCommaUnlessBehind('{');
        tokenFrom = at;
        pass('"');
        at = string.read(at);
        tokenTo = at;
        passSpace();
        pass(':');
        first = '"';
        return true;
    }

    /** Moves on to the first token of the array's next element, or to the array's end: then false. */
    boolean nextElement() throws MalformedRowException {
        passSpace();
        if (peek() == ']') {
            close(']');
            return false;
        }
        passCommaUnlessBehind('[');
        value();
        return true;
    }

    /**
     * Moves on to the array's next element if that is a number of up to three digits, with no space before and behind it:
     * the numbers in a Buffer of Node.js are. Else this stays where it is.
     */
    boolean nextShortNumber() {
        int from = first == '[' ? at : at + 1;
        if (first != '[' && (at == textTo || text[at] != ',')) {
            return false;
        }
        int value = 0;
        int i = from;
        while (i < textTo && isDigit(text[i])) {
            value = 10 * value + (text[i++] - '0');
        }
        boolean plain = i > from && i <= from + 3 && i < textTo && (text[i] == ',' || text[i] == ']');
        if (!plain || (text[from] == '0' && i > from + 1)) {
            return false;
        }
        first = text[from];
        tokenFrom = from;
        tokenTo = i;
        at = i;
        digits = value;
        isWhole = true;
        return true;
    }

    /** Moves on to the first token of the value that stands here. */
    void value() throws MalformedRowException {
        passSpace();
        tokenFrom = at;
        first = peek();
        switch (first) {
            case '"' -> at = string.read(at + 1);
            case '{', '[' -> at++;
            case 't' -> passConstant(TRUE);
            case 'f' -> passConstant(FALSE);
            case 'n' -> passConstant(NULL);
            default -> passNumber();
        }
        tokenTo = at;
    }

    /** Whether this stands at a token that starts so: each kind of token starts in its own way, but for numbers. */
    boolean isAt(char start) {
        return first == start;
    }

    /** Whether this stands at a number without a fraction and an exponent. */
    boolean isAtWholeNumber() {
        return (first == '-' || isDigit(first)) && isWhole;
    }

    /** What this stands at, in the words that rejects have always had. */
    String kind() {
        return switch (first) {
            case 't' -> "VALUE_TRUE";
            case 'f' -> "VALUE_FALSE";
            case 'n' -> "VALUE_NULL";
            default -> isWhole ? "VALUE_NUMBER_INT" : "VALUE_NUMBER_FLOAT";
        };
    }

    /** Where it starts, counted from the text's first byte. */
    int from() {
        return tokenFrom - textFrom;
    }

    /** Where it ends, counted from the text's first byte. */
    int to() {
        return tokenTo - textFrom;
    }

    /** The name or string that this stands at. */
    JsonString string() {
        return string;
    }

    /** How many characters the number has that this stands at. */
    int numberLength() {
        return tokenTo - tokenFrom;
    }

    /** The whole number that this stands at, if it has no more than nine digits. */
    int wholeNumber() {
        return text[tokenFrom] == '-' ? -digits : digits;
    }

    /** Says what is wrong with the token that this stands at. */
    MalformedRowException malformed(RejectReason reason, String what) {
        return new MalformedRowException(reason, what + ", at byte " + from() + " of the item");
    }

    /** Says that the name that this stands at has stood in its object before. */
    MalformedRowException duplicateName() {
        return new MalformedRowException(DUPLICATE_NAME, "its second ends before byte " + to() + " of the item");
    }

    private MalformedRowException notJson() {
        return new MalformedRowException(NOT_JSON, "at byte " + (at - textFrom) + " of the item");
    }

    private void passSpace() {
        while (at < textTo && text[at] <= ' ' && isSpace(text[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private byte peek() throws MalformedRowException {
        if (at == textTo) {
            throw notJson();
        }
        return text[at];
    }

    private void pass(char wanted) throws MalformedRowException {
        if (peek() != wanted) {
            throw notJson();
        }
        at++;
    }

    private void passCommaUnlessBehind(char start) throws MalformedRowException {
        if (first != start) {
            pass(',');
            passSpace();
        }
    }

    private void close(char end) {
        first = (byte) end;
        tokenFrom = at++;
        tokenTo = at;
    }

    private void passConstant(byte[] wanted) throws MalformedRowException {
        int end = at + wanted.length;
        if (end > textTo || !Arrays.equals(text, at, end, wanted, 0, wanted.length)) {
            throw notJson();
        }
        at = end;
    }

    private void passNumber() throws MalformedRowException {
        if (text[at] == '-') {
            at++;
        }
        boolean zero = peek() == '0';
        int from = at;
        passDigits();
        if (zero && at > from + 1) {
            at = from + 1;
            throw notJson();
        }
        int whole = at;
        if (at < textTo && text[at] == '.') {
            at++;
            passDigits();
        }
        if (at < textTo && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            passDigits();
        }
        isWhole = at == whole;
    }

    /** At least one. */
    private void passDigits() throws MalformedRowException {
        if (!isDigit(peek())) {
            throw notJson();
        }
        digits = 0;
        while (at < textTo && isDigit(text[at])) {
            digits = 10 * digits + (text[at++] - '0');
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
