package com.stockflare.restore.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;

/** By Jackson, whose current token is always that of the value to be read. */
final class KinesisAnswerJson implements KinesisAnswerReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(KinesisPutFormat.MOST_ANSWER_BYTES)
                    .build())
            .build();

    private final JsonParser parser;

    KinesisAnswerJson(InputStream in) throws IOException {
        parser = FACTORY.createParser(in);
        parser.nextToken();
    }

    @Override
    public void startMap() throws IOException {
        want(JsonToken.START_OBJECT);
    }

    @Override
    public Name nextName() throws IOException {
        String text = parser.nextFieldName();
        if (text == null) {
            want(JsonToken.END_OBJECT);
            return null;
        }
        parser.nextToken();
        return Name.of(text);
    }

    @Override
    public void startArray() throws IOException {
        want(JsonToken.START_ARRAY);
    }

    @Override
    public boolean nextElement() throws IOException {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    @Override
    public String text() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        want(JsonToken.VALUE_STRING);
        return parser.getText();
    }

    @Override
    public void skip() throws IOException {
        parser.skipChildren();
    }

    @Override
    public void end() throws IOException {
        parser.nextToken();
        want(null);
    }

    private void want(JsonToken token) throws IOException {
        if (parser.currentToken() != token) {
            throw new IOException("not an answer to this call, or not all of it");
        }
    }
}
