package com.stockflare.restore.aws;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.stockflare.restore.stream.PutResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the answer to a PutRecords call once through. */
final class KinesisPutAnswer {
    private static final String THROTTLED = "ProvisionedThroughputExceededException";

    private final JsonParser parser;
    private final int records;
    private final List<PutResult.Failed> failed = new ArrayList<>();
    private final Set<String> shardIds = new HashSet<>();
    private int read;

    private KinesisPutAnswer(JsonParser parser, int records) {
        this.parser = parser;
        this.records = records;
    }

    /**
     * Reads an answer to its last byte.
     *
     * @param records that were sent
     * @throws IOException if it breaks off, or is not an answer to this call, whoever gave it
     */
    static PutResult read(JsonParser parser, int records) throws IOException {
        return new KinesisPutAnswer(parser, records).read();
    }

    private PutResult read() throws IOException {
        want(parser.nextToken() == JsonToken.START_OBJECT);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("Records")) {
                readRecords();
            } else {
                parser.skipChildren();
            }
        }
        want(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null && read == records);
        return new PutResult(failed, shardIds);
    }

    private void readRecords() throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            want(parser.currentToken() == JsonToken.START_OBJECT && read < records);
            readRecord();
            read++;
        }
    }

    private void readRecord() throws IOException {
        String errorCode = null;
        String shardId = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "ErrorCode" -> errorCode = text();
                case "ShardId" -> shardId = text();
                default -> parser.skipChildren();
            }
        }
        if (errorCode != null || shardId == null) {
            failed.add(new PutResult.Failed(read, THROTTLED.equals(errorCode)));
        } else {
            shardIds.add(shardId);
        }
    }

    private String text() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        want(parser.currentToken() == JsonToken.VALUE_STRING);
        return parser.getText();
    }

    private void want(boolean good) throws IOException {
        if (!good) {
            throw new IOException("not an answer to this call");
        }
    }
}
