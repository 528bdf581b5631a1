package com.stockflare.restore.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads settings from environment variables, and keeps every fault to tell them all at once. Empty counts as unset. */
public final class Environment {
    private final Map<String, String> variables;
    private final List<Fault> faults = new ArrayList<>();

    public Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** A variable as it is, or {@code otherwise} where it is unset. */
    public String text(String name, String otherwise) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    /**
     * A variable's meaning, or {@code otherwise} where it is unset or wrong.
     *
     * @param wanted what it must be, for the fault
     * @param parse throws an IllegalArgumentException where the value is wrong
     */
    public <T> T parsed(String name, String wanted, T otherwise, Function<String, T> parse) {
        String value = text(name, null);
        if (value == null) {
            return otherwise;
        }
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            faults.add(Fault.invalid(name, name + " \"" + value + "\" is not right: it must be " + wanted));
            return otherwise;
        }
    }

    /** A whole number from {@code least} to {@code most}; for {@link #parsed}. */
    public static long whole(String value, long least, long most) {
        long number = Long.parseLong(value);
        if (number < least || number > most) {
            throw new IllegalArgumentException(value);
        }
        return number;
    }

    /** A variable that has to be set. */
    public String required(String name, String what) {
        String value = text(name, null);
        if (value == null) {
            faults.add(Fault.invalid(name, name + " is not set: it must be " + what));
        }
        return value;
    }

    /** @throws InvalidRequestException with every fault so far, if there is one */
    public void check() {
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
    }
}
