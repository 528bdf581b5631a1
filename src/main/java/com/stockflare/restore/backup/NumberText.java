package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.NOT_A_NUMBER;
import static com.stockflare.restore.model.RejectReason.NUMBER_OUT_OF_RANGE;
import static com.stockflare.restore.model.RejectReason.NUMBER_TOO_PRECISE;

/**
 * The text of one number, held against what DynamoDB takes: at most 38 significant digits, and a magnitude from 1E-130
 * to 9.9999999999999999999999999999999999999E+125, or zero (<i>Supported data types and naming rules in Amazon
 * DynamoDB</i>, "Number"). Of the ways to write one those are taken that DynamoDB uses in its answers, so that a backup
 * has no other: {@code -12.50e+3}, with digits on both sides of a point, but neither {@code +1} nor {@code .5}. The
 * exponent of a zero must be within the magnitudes, too: the service refuses {@code 0E126}. Used again for the next
 * number.
 */
final class NumberText {
    private static final int MAX_DIGITS = 38;
    private static final int MIN_MAGNITUDE = -130;
    private static final int MAX_MAGNITUDE = 125;
    /** No number of which so much is spoken fits into a row; and sums of it do not overflow. */
    private static final int ENDLESS = 100_000_000;

    private int at;
    private int end;
    private boolean negative;
    /** All digits, and of them those before the point. */
    private int digits;

    private int wholeDigits;
    /** The first and the last digit other than 0, by their place among the digits; first is -1 for zero. */
    private int first;

    private int last;
    private int exponent;
    private int digitsFrom;

    private final byte[] meaning = new byte[2 + MAX_DIGITS];
    private int meaningLength;

    /** Reads the string that the tokens stand at. */
    void read(JsonTokens tokens) throws MalformedRowException {
        JsonString string = tokens.string();
        byte[] text = string.bytes();
        at = string.from();
        end = at + string.length();
        negative = at < end && text[at] == '-';
        at += negative ? 1 : 0;
        if (!isDecimal(text)) {
            throw tokens.malformed(NOT_A_NUMBER, "not a number as DynamoDB writes it");
        }
        if (first >= 0 && last - first >= MAX_DIGITS) {
            throw tokens.malformed(
                    NUMBER_TOO_PRECISE, (last - first + 1) + " significant digits, " + MAX_DIGITS + " are the most");
        }
        if (isOutOfRange()) {
            throw tokens.malformed(NUMBER_OUT_OF_RANGE, "the magnitude must be from 1E-130 to 9.99...E+125");
        }
    }

    /** Of a zero, each digit behind the point counts: how the service does is not known for those. */
    private boolean isOutOfRange() {
        int most = first < 0 ? exponent : power(first);
        int least = first < 0 ? power(digits - 1) : power(first);
        return most > MAX_MAGNITUDE || least < MIN_MAGNITUDE;
    }

    private boolean isDecimal(byte[] text) {
        digitsFrom = at;
        first = -1;
        digits = 0;
        exponent = 0;
        boolean good = digits(text);
        wholeDigits = digits;
        if (good && at < end && text[at] == '.') {
            at++;
            good = digits(text);
        }
        if (good && at < end && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            good = exponent(text);
        }
        return good && at == end;
    }

    /** Passes over digits; false if there are none. */
    private boolean digits(byte[] text) {
        int before = digits;
        for (; at < end && isDigit(text[at]); at++, digits++) {
            if (text[at] != '0') {
                first = first < 0 ? digits : first;
                last = digits;
            }
        }
        return digits > before;
    }

    private boolean exponent(byte[] text) {
        boolean minus = at < end && text[at] == '-';
        if (at < end && (minus || text[at] == '+')) {
            at++;
        }
        int from = at;
        for (; at < end && isDigit(text[at]); at++) {
            exponent = Math.min(ENDLESS, 10 * exponent + (text[at] - '0'));
        }
        exponent = minus ? -exponent : exponent;
        return at > from;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** The power of ten that the digit at this place stands for. */
    private int power(int digit) {
        return wholeDigits - 1 - digit + exponent;
    }

    /**
     * Its size as DynamoDB counts it. <i>DynamoDB item sizes and formats</i> says "approximately" a byte for two
     * significant digits, and one. To the byte it is as DynamoDB Local counts, and as others have measured the service:
     * the pairs of digits, counted from the point, without those of zeros at both ends, and one byte, and one more for a
     * minus, 21 at the most; zero has 1. So {@code 12} has 2 bytes, {@code 1.2} has 3, {@code -100} has 3.
     */
    int bytes() {
        if (first < 0) {
            return 1;
        }
        int pairs = Math.floorDiv(power(first), 2) - Math.floorDiv(power(last), 2) + 1;
        return Math.min(21, pairs + 1 + (negative ? 1 : 0));
    }

    /**
     * The array whose first {@link #meaningLength()} places are equal for all numbers that mean the same, and no others:
     * sign, magnitude and significant digits. Good until the next is asked for.
     *
     * @param text that it was read from
     */
    byte[] meaning(byte[] text) {
        meaningLength = 0;
        if (first >= 0) {
            meaning[meaningLength++] = (byte) (negative ? '-' : '+');
            // The 256 magnitudes that there are all become different bytes.
            meaning[meaningLength++] = (byte) power(first);
            for (int digit = first; digit <= last; digit++) {
                meaning[meaningLength++] = text[digitsFrom + digit + (digit < wholeDigits ? 0 : 1)];
            }
        }
        return meaning;
    }

    int meaningLength() {
        return meaningLength;
    }
}
