package com.stockflare.restore.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/** Makes the parser of each item. */
final class JsonParsers {
    /**
     * A factory keeps the names that its parsers met, of any length, in about twice their bytes, and copies them all when
     * a row brings a new one. It is made anew after so many bytes of items, so that neither grows with the file.
     */
    private static final int BYTES_A_FACTORY = 1 << 20;

    private JsonFactory json = factory();
    private int bytesOfFactory;

    private static JsonFactory factory() {
        return new JsonFactoryBuilder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Attribute names come from the file: they are neither few nor worth keeping for ever.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNameLength(RowReader.MAX_ROW_BYTES)
                        .maxStringLength(RowReader.MAX_ROW_BYTES)
                        .maxNumberLength(RowReader.MAX_ROW_BYTES)
                        .build())
                .build();
    }

    JsonParser of(byte[] bytes, int from, int to) throws IOException {
        bytesOfFactory += to - from;
        if (bytesOfFactory > BYTES_A_FACTORY) {
            json = factory();
            bytesOfFactory = to - from;
        }
        return json.createParser(bytes, from, to - from);
    }
}
