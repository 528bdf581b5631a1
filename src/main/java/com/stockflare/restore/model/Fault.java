package com.stockflare.restore.model;

import java.util.List;

/**
 * One thing that is wrong with a request.
 *
 * @param field what of the request is wrong, or null where it is no single field
 * @param code a word that programs can rely on, such as {@code TABLE_NOT_FOUND}
 * @param detail one sentence for a person: what is wrong, and what it must be
 */
public record Fault(String field, String code, String detail) {
    /** A value that makes no sense. */
    public static Fault invalid(String field, String detail) {
        return new Fault(field, InvalidRequestException.CODE, detail);
    }

    static String sentence(List<Fault> faults) {
        return String.join("; ", faults.stream().map(Fault::detail).toList());
    }
}
