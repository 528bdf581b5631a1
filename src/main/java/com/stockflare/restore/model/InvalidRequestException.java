package com.stockflare.restore.model;

import java.util.List;

/** A request or a setting that makes no sense. Nothing has been read or sent. */
public final class InvalidRequestException extends RestoreException {
    private static final long serialVersionUID = 1L;

    /** @param faults each of them one sentence; at least one */
    public InvalidRequestException(List<String> faults) {
        super("INVALID_REQUEST", false, String.join("; ", faults), null);
    }

    public InvalidRequestException(String fault) {
        this(List.of(fault));
    }
}
