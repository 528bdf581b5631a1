package com.stockflare.restore.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attribute values of every type, drawn at random. */
final class SampleValues {

    /** Attribute names, among them those that have a meaning elsewhere in DynamoDB's JSON. */
    static final List<String> NAMES = List.of(
            "id",
            "price",
            "type",
            "data",
            "B",
            "BS",
            "S",
            "N",
            "M",
            "NULL",
            "buffer",
            "byteLength",
            "Item",
            "TableName",
            "a b",
            "a.b[0]",
            "a\"b",
            "a\\b",
            "a\nb",
            "größe",
            "名前",
            "😀",
            "constructor");

    /** Texts, none of them empty: every length of UTF-8, what JSON and CSV escape, and what looks like something else. */
    static final List<String> WORDS = List.of(
            "plain",
            "two words",
            "say \"so\"",
            "back\\slash",
            "a/b",
            "line\nline",
            "\r\n",
            "\t\b\f",
            "a,b;c",
            "=1+1",
            "{\"B\":{\"type\":\"Buffer\",\"data\":[1]}}",
            "QUJD",
            "été",
            "e\u0301te\u0301",
            "ελληνικά",
            "עברית",
            "漢字",
            "\u2028\u2029",
            "\ufeffmark",
            "\u007f\u0080\u009f",
            "\ud7ff\ue000\ufffd\uffff",
            "😀👩\u200d👩\u200d👧",
            "\udbff\udfff",
            "</script>");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "3.14",
            "-0.001",
            "12345678901234567890123456789012345678",
            "-98765432109876543210987654321098765432",
            "0.12345678901234567890123456789012345678",
            "1E-130",
            "-1E-130",
            "9.9999999999999999999999999999999999999E+125",
            "-9.9999999999999999999999999999999999999E+125");

    private final SplittableRandom random;

    SampleValues(SplittableRandom random) {
        this.random = random;
    }

    static List<AttributeValue> cornerCases() {
        List<AttributeValue> cases = new ArrayList<>();
        Stream.concat(WORDS.stream(), Stream.of("", "a\u0000b", controls()))
                .forEach(text -> cases.add(AttributeValue.fromS(text)));
        NUMBERS.forEach(number -> cases.add(AttributeValue.fromN(number)));
        cases.addAll(List.of(
                AttributeValue.fromBool(true),
                AttributeValue.fromBool(false),
                AttributeValue.fromNul(true),
                binary(),
                binary(0),
                binary(0, 0, 255, 128, 10, 13),
                allBytes(),
                AttributeValue.fromSs(WORDS),
                AttributeValue.fromSs(List.of("")),
                AttributeValue.fromNs(NUMBERS),
                AttributeValue.fromBs(List.of(bytesOf(0), bytesOf(0, 0), bytesOf(255))),
                AttributeValue.fromBs(List.of(bytesOf())),
                AttributeValue.fromL(List.of()),
                AttributeValue.fromM(Map.of()),
                AttributeValue.fromL(List.of(AttributeValue.fromL(List.of()), AttributeValue.fromM(Map.of()))),
                AttributeValue.fromM(Map.of("B", AttributeValue.fromM(Map.of("B", binary(0, 255))))),
                AttributeValue.fromM(Map.of(
                        "type", AttributeValue.fromS("Buffer"), "data", AttributeValue.fromL(List.of(binary(1))))),
                nested(30)));
        return List.copyOf(cases);
    }

    /** A value of any type; {@code depth} is how far lists and maps may nest. */
    AttributeValue any(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 8)) {
            case 0 -> AttributeValue.fromS(text(random.nextInt(5)));
            case 1 -> AttributeValue.fromN(number());
            case 2 -> AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes(20)));
            case 3 -> AttributeValue.fromBool(random.nextInt(2) == 0);
            case 4 -> AttributeValue.fromNul(true);
            case 5 -> AttributeValue.fromSs(set(() -> text(1 + random.nextInt(2))));
            case 6 -> AttributeValue.fromNs(set(() -> Integer.toString(random.nextInt(-1000, 1000))));
            case 7 ->
                AttributeValue.fromBs(set(() -> random.nextInt(1000)).stream()
                        .map(n -> bytesOf(n >> 8, n))
                        .toList());
            case 8 ->
                AttributeValue.fromL(IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> any(depth - 1))
                        .toList());
            default -> map(depth);
        };
    }

    /** So many words, with a space before each. */
    String text(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    /** Up to {@code max} bytes. */
    byte[] bytes(int max) {
        byte[] bytes = new byte[random.nextInt(max + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String number() {
        int digits = 1 + random.nextInt(38);
        StringBuilder number = new StringBuilder(random.nextInt(2) == 0 ? "-" : "").append(1 + random.nextInt(9));
        for (int i = 1; i < digits; i++) {
            number.append(random.nextInt(10));
        }
        int exponent = random.nextInt(4) == 0 ? random.nextInt(-90, 80) : 0;
        return exponent == 0 ? number.toString() : number + "E" + exponent;
    }

    private AttributeValue map(int depth) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(NAMES.get(random.nextInt(NAMES.size())), any(depth - 1));
        }
        return AttributeValue.fromM(map);
    }

    private <T extends Comparable<T>> List<T> set(Supplier<T> element) {
        TreeSet<T> set = new TreeSet<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            set.add(element.get());
        }
        return List.copyOf(set);
    }

    private static String controls() {
        return IntStream.range(0, ' ')
                .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                .toString();
    }

    private static AttributeValue nested(int depth) {
        AttributeValue value = binary(0, 1, 254, 255);
        for (int i = 0; i < depth; i++) {
            value = i % 2 == 0 ? AttributeValue.fromL(List.of(value)) : AttributeValue.fromM(Map.of("M", value));
        }
        return value;
    }

    private static AttributeValue allBytes() {
        return binary(IntStream.range(0, 256).toArray());
    }

    private static AttributeValue binary(int... bytes) {
        return AttributeValue.fromB(bytesOf(bytes));
    }

    private static SdkBytes bytesOf(int... bytes) {
        byte[] array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return SdkBytes.fromByteArrayUnsafe(array);
    }
}
