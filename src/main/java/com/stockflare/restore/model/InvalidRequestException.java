package com.stockflare.restore.model;

import java.util.List;

/** A request or a setting that makes no sense. Nothing has been read or sent. */
public final class InvalidRequestException extends RestoreException {
    public static final String CODE = "INVALID_REQUEST";

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    /** @param faults all there are; at least one */
    public InvalidRequestException(List<Fault> faults) {
        super(CODE, false, Fault.sentence(faults), null);
        this.faults = List.copyOf(faults);
    }

    public InvalidRequestException(String fault) {
        this(List.of(Fault.invalid(null, fault)));
    }

    public List<Fault> faults() {
        return faults;
    }
}
