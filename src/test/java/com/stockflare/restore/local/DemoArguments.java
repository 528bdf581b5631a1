package com.stockflare.restore.local;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the demo is told: {@code rows=N}, or {@code file=PATH table=NAME key=name:type,name:type}, and {@code serve=true}.
 * Empty ones count as not given.
 */
record DemoArguments(Map<String, String> values) {
    private static final List<String> NAMES = List.of("rows", "file", "table", "key", "serve");
    private static final String DEFAULT_ROWS = "20000";
    private static final int MOST_ROWS = 10_000_000;

    /** @throws IllegalArgumentException if they make no sense */
    static DemoArguments of(String... arguments) {
        Map<String, String> values = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .filter(pair -> pair.length == 2 && !pair[1].isBlank())
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        values.keySet().stream().filter(name -> !NAMES.contains(name)).forEach(name -> refuse(name + " means nothing"));
        DemoArguments given = new DemoArguments(values);
        given.check();
        return given;
    }

    private void check() {
        String rows = values.getOrDefault("rows", DEFAULT_ROWS);
        if (!rows.matches("\\d{1,8}") || Integer.parseInt(rows) > MOST_ROWS) {
            refuse("-Drows=" + rows + " must be a number from 0 to " + MOST_ROWS);
        }
        if (file().isPresent() && values.containsKey("rows")) {
            refuse("-Drows is for the sample table. With -Dfile leave it out");
        }
        if (file().isPresent() != values.containsKey("table")) {
            refuse("-Dfile and -Dtable, the table that the file is for, go together");
        }
        if (!table().matches("[a-zA-Z0-9_.-]{3,255}")) {
            refuse("-Dtable=" + table() + " must be 3 to 255 of a-z A-Z 0-9 _ . -");
        }
    }

    private static void refuse(String why) {
        throw new IllegalArgumentException(why);
    }

    int rows() {
        return Integer.parseInt(values.getOrDefault("rows", DEFAULT_ROWS));
    }

    /** Whether nothing is restored, and the service is kept up to be driven by hand. */
    boolean serve() {
        return values.containsKey("serve");
    }

    Optional<String> file() {
        return Optional.ofNullable(values.get("file"));
    }

    String table() {
        return values.getOrDefault("table", "SampleRestored");
    }

    Optional<String> key() {
        return Optional.ofNullable(values.get("key"));
    }
}
