package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.NOT_A_NUMBER;
import static com.stockflare.restore.model.RejectReason.NUMBER_OUT_OF_RANGE;
import static com.stockflare.restore.model.RejectReason.NUMBER_TOO_PRECISE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.stockflare.restore.model.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers DynamoDB takes: 38 significant digits, 1E-130 to 9.99…E+125, or zero. */
class NumberRulesTest {
    private static final String DIGITS_38 = "12345678901234567890123456789012345678";

    private static String item(String number) {
        return "{\"a\":{\"N\":\"" + number + "\"},\"b\":{\"L\":[{\"NS\":[\"" + number + "\"]}]}}";
    }

    private static String refused(RejectReason reason, String number) {
        Payloads.refused(reason, "{\"a\":{\"L\":[{\"NS\":[\"77\",\"" + number + "\"]}]}}");
        return Payloads.refused(reason, item(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "000",
                "0.000",
                "7",
                "-7",
                "007",
                "12.50",
                "-0.001",
                "1e5",
                "1E+5",
                "1E-005",
                "-1.5e-9",
                "0E125",
                "00E125",
                "0.00E125",
                "0.00E-128",
                "0E-130",
                DIGITS_38,
                "-" + DIGITS_38,
                "000" + DIGITS_38 + "0000",
                "000." + DIGITS_38 + "0000",
                "1234567890123456789.0123456789012345678",
                "1E125",
                "9.9999999999999999999999999999999999999E+125",
                "-9.9999999999999999999999999999999999999E+125",
                "99999999999999999999999999999999999999E88",
                "1E-130",
                "-1E-130",
                "0.001E-127",
                "9.9999999999999999999999999999999999999E-130",
                // However it is written, it is the number that counts.
                "0.0000000000000000000000000000000000000000000000000000000000001E+180",
                "1000000000000000000000000000000000000000000000000000000000000E-190"
            })
    void write_numberWithinTheLimits_asItIs(String number) throws MalformedRowException {
        assertEquals(item(number), Payloads.node(item(number)));
        assertEquals(item(number), Payloads.base64(item(number)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "e",
                "E5",
                "-e1",
                "x",
                "NaN",
                "Infinity",
                "-Infinity",
                "null",
                "true",
                "0x10",
                "1_000",
                "1,000",
                " 1",
                "1 ",
                "1 2",
                "\\t1",
                "1\\n",
                "\\u0000",
                "1-",
                "--1",
                "+-1",
                "1.2.3",
                "1..2",
                "1e",
                "1e+",
                "1e-",
                "1e1.5",
                "1e5e5",
                "1e 5",
                "1d",
                "1f",
                "1L",
                "٣",
                "１",
                "1\u00a0",
                "½",
                "−1",
                // Not as DynamoDB writes them; whether it takes them is not documented.
                "+1",
                ".5",
                "5.",
                "-.5",
                "1.e5"
            })
    void write_notANumber_refused(String number) {
        refused(NOT_A_NUMBER, number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DIGITS_38 + "1",
                "-" + DIGITS_38 + "1",
                "0.00" + DIGITS_38 + "1",
                "1" + "0000000000000000000000000000000000000" + "1",
                "1234567890123456789.01234567890123456781",
                "1.00000000000000000000000000000000000001E-100"
            })
    void write_39Digits_tooPrecise(String number) {
        assertEquals(
                "39 significant digits, 38 are the most, at byte 10 of the item", refused(NUMBER_TOO_PRECISE, number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1E126",
                "-1E126",
                "10E125",
                "0.1E127",
                "99999999999999999999999999999999999999E89",
                "9E-131",
                "-9E-131",
                "0.1E-130",
                "9.9999999999999999999999999999999999999E-131",
                "1E2147483648",
                "1E-2147483648",
                "1E99999999999999999999",
                "1E-99999999999999999999",
                // The service looks at the exponent of a zero, too.
                "0E126",
                "0E-131",
                "0.0E-130",
                "0E99999999999999999999"
            })
    void write_magnitudeBeyondTheLimits_outOfRange(String number) {
        refused(NUMBER_OUT_OF_RANGE, number);
    }

    @Test
    void write_thousandsOfZeros_zeroOnlyIfNotBeyondThePoint() throws MalformedRowException {
        String zeros = item("0".repeat(1_000));
        assertEquals(zeros, Payloads.node(zeros));
        refused(NUMBER_OUT_OF_RANGE, "0." + "0".repeat(1_000));
    }

    @Test
    void write_numberOfMillionsOfDigits_refusedInNoTime() {
        String digits = "1".repeat(4 << 20);
        assertEquals(
                digits.length() + " significant digits, 38 are the most, at byte 10 of the item",
                Payloads.refused(NUMBER_TOO_PRECISE, "{\"a\":{\"N\":\"" + digits + "\"}}"));
        Payloads.refused(NUMBER_OUT_OF_RANGE, "{\"a\":{\"NS\":[\"1" + "0".repeat(4 << 20) + "\"]}}");
        Payloads.refused(NUMBER_OUT_OF_RANGE, "{\"a\":{\"NS\":[\"0." + "0".repeat(4 << 20) + "1\"]}}");
    }
}
