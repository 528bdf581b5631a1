package com.stockflare.restore.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stockflare.restore.lambda.FixedTimeContext;
import com.stockflare.restore.lambda.RestoreHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;

/** An invocation of the function, as after a start: with a handler of its own. */
final class ColdInvocation {
    private ColdInvocation() {}

    public static void main(String[] args) {
        ChildJvm.answer(key -> {
            String event = "{\"table\":\"" + RowKind.TABLE + "\",\"bucket\":\"" + GeneratedS3.BUCKET + "\",\"file\":\""
                    + key + "\",\"stream\":\"" + QuickKinesis.STREAM + "\",\"force\":true}";
            try {
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                new RestoreHandler()
                        .handleRequest(
                                new ByteArrayInputStream(event.getBytes(UTF_8)),
                                answer,
                                new FixedTimeContext(UUID.randomUUID().toString(), 900_000));
                if (!answer.toString(UTF_8).contains("\"status\":\"COMPLETED\"")) {
                    throw new IllegalStateException("the invocation answered " + answer.toString(UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Report(Map.of("rows", 1L));
        });
    }
}
