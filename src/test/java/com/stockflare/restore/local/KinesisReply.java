package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** The answer to a call: writes the fields of its object. */
@FunctionalInterface
interface KinesisReply {
    /** The answer of an operation that has nothing to tell. */
    KinesisReply EMPTY = (out, protocol) -> {};

    void write(JsonGenerator out, KinesisProtocol protocol) throws IOException;
}
