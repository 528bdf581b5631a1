package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/** The fields of a call other than PutRecords. */
record KinesisRequest(JsonNode fields) {

    static KinesisRequest parse(byte[] body, KinesisProtocol protocol) throws IOException {
        try {
            return new KinesisRequest(protocol.mapper().readTree(body));
        } catch (JsonProcessingException e) {
            throw KinesisHttp.unreadable(e);
        }
    }

    Optional<String> text(String field) {
        return Optional.ofNullable(fields.path(field).textValue());
    }

    String requiredText(String field) {
        return text(field).orElseThrow(() -> KinesisError.validation(member(field), "not be null"));
    }

    /** A number within {@code [1, max]}, or {@code fallback} where there is none. */
    int number(String field, int fallback, int max) {
        int value = fields.path(field).asInt(fallback);
        if (value < 1) {
            throw KinesisError.validation(member(field), "have value greater than or equal to 1");
        }
        if (value > max) {
            throw KinesisError.validation(member(field), "have value less than or equal to " + max);
        }
        return value;
    }

    KinesisRequest object(String field) {
        return new KinesisRequest(fields.path(field));
    }

    /** The stream that is meant, by StreamARN or StreamName. */
    Optional<String> streamName() {
        return text("StreamARN").map(KinesisStreams::nameInArn).or(() -> text("StreamName"));
    }

    String requiredStreamName() {
        return streamName()
                .orElseThrow(() -> KinesisError.invalidArgument("Either StreamName or StreamARN must be given."));
    }

    private static String member(String field) {
        return Character.toLowerCase(field.charAt(0)) + field.substring(1);
    }
}
