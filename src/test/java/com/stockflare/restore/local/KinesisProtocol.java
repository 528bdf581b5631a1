package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;

/** The two encodings of the Kinesis API; a client chooses with its Content-Type and is answered in kind. */
enum KinesisProtocol {
    JSON("application/x-amz-json-1.1", new JsonFactory()) {
        @Override
        void writeTimestamp(JsonGenerator out, String field, long epochMillis) throws IOException {
            out.writeNumberField(field, epochMillis / 1000.0);
        }
    },
    CBOR("application/x-amz-cbor-1.1", new CBORFactory()) {
        @Override
        void writeTimestamp(JsonGenerator out, String field, long epochMillis) throws IOException {
            out.writeFieldName(field);
            ((CBORGenerator) out).writeTag(EPOCH_TAG);
            out.writeNumber(epochMillis);
        }
    };

    /** CBOR's tag for a time since 1970. Its seconds are milliseconds in the dialect of AWS. */
    private static final int EPOCH_TAG = 1;

    private final String contentType;

    @SuppressWarnings("ImmutableEnumChecker") // it is never configured again
    private final ObjectMapper mapper;

    KinesisProtocol(String contentType, JsonFactory factory) {
        this.contentType = contentType;
        this.mapper = new ObjectMapper(factory);
    }

    static KinesisProtocol of(String contentType) {
        return CBOR.contentType.equals(contentType) ? CBOR : JSON;
    }

    String contentType() {
        return contentType;
    }

    /** Reads and writes trees; its factory makes the streaming parsers and generators. */
    ObjectMapper mapper() {
        return mapper;
    }

    abstract void writeTimestamp(JsonGenerator out, String field, long epochMillis) throws IOException;
}
