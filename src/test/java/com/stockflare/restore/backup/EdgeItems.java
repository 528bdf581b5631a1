package com.stockflare.restore.backup;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes items of every type, for a table with the keys {@code id} (S) and {@code sk} (B) and an index with the keys
 * {@code n} (N) and {@code name} (S). About half of them break a rule, nearly all only one, and most of the others come
 * close to it.
 */
final class EdgeItems {
    private static final String DIGITS_38 = "12345678901234567890123456789012345678";
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "00",
            "7",
            "-7",
            "007",
            "1.0",
            "1",
            "10E-1",
            "100",
            "1E2",
            "-0.001",
            "-1E-3",
            "12.50e+3",
            DIGITS_38,
            "-" + DIGITS_38,
            DIGITS_38 + "000",
            "0.000" + DIGITS_38,
            "9.9999999999999999999999999999999999999E125",
            "-9.9999999999999999999999999999999999999E125",
            "1E-130",
            "-1E-130",
            "1E125",
            "0E0",
            "0E-5");
    private static final List<String> BAD_NUMBERS = List.of(
            "",
            " ",
            "-",
            "x",
            "1x",
            "NaN",
            "Infinity",
            "0x1",
            "1 ",
            " 1",
            "1e",
            "1e+",
            "--1",
            "1.2.3",
            "1,5",
            "1d",
            "+1",
            ".5",
            "5.",
            "٣",
            DIGITS_38 + "1",
            "1." + DIGITS_38,
            "1E126",
            "-1E126",
            "9.9E-131",
            "1E-131",
            "0E126",
            "0E-131",
            "1E9999999999",
            "0E9999999999");
    private static final List<String> TEXTS = List.of(
            "",
            "x",
            " ",
            "é",
            "漢字",
            "😀",
            "\\ud83d\\ude00",
            "\\u0000",
            "\\\\ud800",
            "\\n\\t\\\"",
            "1",
            "1.0",
            "AQ==",
            "{'B':[1]}".replace('\'', '~'));
    private static final List<String> BINARIES = List.of(
            "''",
            "'AQ=='",
            "'AQI='",
            "[]",
            "[1]",
            "[0,255]",
            "{'type':'Buffer','data':[1]}",
            "{'data':[],'type':'Buffer'}");
    private static final List<String> NAMES = List.of(
            "a", "b", "c", "B", "S", "type", "data", "é", "😀", "\\ud83d\\ude00", " ", "a.b", "NULL", "constructor");

    private final Random random;
    private int number;

    EdgeItems(long seed) {
        this.random = new Random(seed);
    }

    /** The next item: its key is like no other's, unless the key is at fault. */
    String next() {
        String id = chance(30) ? any("''", "'%s'".formatted("é".repeat(1_025)), "'x'") : "'" + number++ + "'";
        String item = "{" + key("id", "S", id)
                + key("sk", "B", chance(30) ? any("''", "'" + "AQID".repeat(341) + "AQI='") : any("'AQ=='", "[1,2]"))
                + (chance(3) ? key("n", "N", "'" + number() + "'") : "")
                + (chance(3) ? key("name", "S", chance(5) ? any("''", "'" + "x".repeat(1_025) + "'") : "'x'") : "")
                + attributes(random.nextInt(3), 3)
                + "}";
        return item.replace(",}", "}").replace('\'', '"').replace('~', '\'');
    }

    /** An item of about as many bytes as DynamoDB takes, with many values of every type. */
    String large() {
        StringBuilder item = new StringBuilder("{'id':{'S':'" + number++ + "'},'sk':{'B':'AQ=='},'l':{'L':[");
        for (int i = 0; i < 2_000; i++) {
            item.append(i == 0 ? "" : ",").append(goodValue());
        }
        String values = item.append("]}").toString().replace('\'', '"').replace('~', '\'');
        int least = 390_000 - SimpleRules.size(values + "}");
        return values + ",\"fill\":{\"S\":\"" + "x".repeat(least) + "\"}}";
    }

    private String goodValue() {
        return switch (random.nextInt(5)) {
            case 0 -> "{'S':'" + one(TEXTS) + "'}";
            case 1 -> "{'N':'" + one(NUMBERS) + "'}";
            case 2 -> "{'NS':['" + one(NUMBERS) + "']}";
            case 3 -> "{'M':{'" + one(NAMES) + "':{'B':" + one(BINARIES) + "}}}";
            default -> "{'BOOL':false}";
        };
    }

    private String key(String name, String type, String value) {
        if (chance(40)) {
            return chance(2) ? "" : "'" + name + "':" + value(1) + ",";
        }
        return "'" + name + "':{'" + type + "':" + value + "},";
    }

    private String attributes(int count, int depth) {
        return Stream.generate(() -> name())
                .distinct()
                .limit(count)
                .map(name -> "'" + name + "':" + value(depth))
                .collect(Collectors.joining(","));
    }

    private String name() {
        return chance(120)
                ? any("", "__proto__", "hasOwnProperty", "\\ud800", "x".repeat(49_000), "x".repeat(65_536))
                : one(NAMES);
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 8)) {
            case 0 -> "{'S':'" + text() + "'}";
            case 1, 2 -> "{'N':'" + number() + "'}";
            case 3 -> "{'B':" + one(BINARIES) + "}";
            case 4 -> chance(20) ? "{'NULL':false}" : any("{'BOOL':true}", "{'BOOL':false}", "{'NULL':true}");
            case 5 -> "{'SS':" + set(() -> "'" + text() + "'") + "}";
            case 6 -> "{'NS':" + set(() -> "'" + number() + "'") + "}";
            case 7 -> "{'BS':" + set(() -> one(BINARIES)) + "}";
            case 8 -> chance(5) ? deep(29 + random.nextInt(4)) : "{'L':[]}";
            case 9, 10 -> "{'M':{" + attributes(random.nextInt(3), depth - 1) + "}}";
            default ->
                "{'L':["
                        + Stream.generate(() -> value(depth - 1))
                                .limit(random.nextInt(3))
                                .collect(Collectors.joining(","))
                        + "]}";
        };
    }

    private String deep(int levels) {
        String value = any("{'S':'x'}", "{'L':[]}", "{'M':{}}");
        for (int i = 0; i < levels; i++) {
            value = random.nextBoolean() ? "{'L':[" + value + "]}" : "{'M':{'m':" + value + "}}";
        }
        return value;
    }

    private String text() {
        return chance(40) ? any("\\ud800", "x\\udc00", "\\ude00\\ud83d") : one(TEXTS);
    }

    private String number() {
        if (chance(8)) {
            return one(BAD_NUMBERS);
        }
        return chance(2)
                ? one(NUMBERS)
                : (chance(2) ? "-" : "") + random.nextInt(1_000) + "." + random.nextInt(1_000) + "E"
                        + (random.nextInt(240) - 120);
    }

    private String set(Supplier<String> element) {
        return Stream.generate(element)
                .limit(chance(10) ? 0 : 1 + random.nextInt(3))
                .toList()
                .toString();
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String any(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private String one(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
