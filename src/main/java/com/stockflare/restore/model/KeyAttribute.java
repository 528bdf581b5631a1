package com.stockflare.restore.model;

import java.util.Objects;

/**
 * An attribute that is part of a key.
 *
 * @param maxBytes of its value, 1,024 or 2,048
 * @param required whether every item has it
 */
public record KeyAttribute(String name, Type type, int maxBytes, boolean required) {
    /** The types that a key can have. */
    public enum Type {
        S,
        N,
        B
    }

    public KeyAttribute {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
