package com.stockflare.restore.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which tables may be restored into: names in which {@code *} stands for any characters, also none, and {@code ?} for any
 * one.
 *
 * @param names at least one, each of 1 to 255 characters
 * @param ledger the table that holds the restores themselves, which none may overwrite; null where there is none
 */
public record TablePatterns(List<String> names, String ledger) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.*?-]{1,255}");

    /** Every table. */
    public static final TablePatterns ANY = new TablePatterns(List.of("*"), null);

    /** @throws IllegalArgumentException if a name is none */
    public TablePatterns {
        names = List.copyOf(names);
        if (names.isEmpty()
                || !names.stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw new IllegalArgumentException(String.join(",", names));
        }
    }

    /**
     * Reads names with commas between them; spaces around a name do not count.
     *
     * @throws IllegalArgumentException if a name is none
     */
    public static TablePatterns parse(String text) {
        return new TablePatterns(
                Arrays.stream(text.split(",", -1)).map(String::strip).toList(), null);
    }

    /** These, but for the table that holds the restores themselves. */
    public TablePatterns without(String newLedger) {
        return new TablePatterns(names, newLedger);
    }

    boolean include(String table) {
        return !table.equals(ledger) && names.stream().anyMatch(name -> matches(name, table));
    }

    private static boolean matches(String name, String table) {
        String regex = name.replace(".", "\\.").replaceAll("\\*+", ".*").replace("?", ".");
        return table.matches(regex);
    }

    /** What is wrong with a table, if it is none of these. */
    public Optional<Fault> fault(String table) {
        return include(table)
                ? Optional.empty()
                : Optional.of(new Fault(
                        "table",
                        "TABLE_NOT_ALLOWED",
                        "The table " + table + " may not be restored into: "
                                + (table.equals(ledger)
                                        ? "it holds the restores themselves"
                                        : "RESTORE_TABLES is " + String.join(",", names))));
    }

    /** @throws InvalidRequestException if the table is none of these */
    public void check(String table) {
        fault(table).ifPresent(fault -> {
            throw new InvalidRequestException(List.of(fault));
        });
    }
}
