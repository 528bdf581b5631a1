package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a restore left behind in the bucket: rows that it rejected, items that DynamoDB refused. */
record DemoFaults(LocalAws aws) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 5;

    /** Takes a format and its values. */
    @FunctionalInterface
    interface Speaker {
        void say(String format, Object... values);
    }

    /** Says where they are and why, for the first few. */
    void show(Speaker speaker) {
        List<String> rejects =
                contents("rejects/", ".jsonl").flatMap(String::lines).toList();
        show(speaker, rejects, "row was rejected", "rows were rejected");
        List<String> refused =
                contents("set-aside/", ".json").map(DemoFaults::reason).toList();
        show(speaker, refused, "item was refused by DynamoDB", "items were refused by DynamoDB");
    }

    private static void show(Speaker speaker, List<String> lines, String one, String several) {
        if (lines.isEmpty()) {
            return;
        }
        speaker.say("%,d %s:", lines.size(), lines.size() == 1 ? one : several);
        lines.stream().limit(SHOWN).forEach(line -> speaker.say("  %s", line));
        if (lines.size() > SHOWN) {
            speaker.say("  and %,d more", lines.size() - SHOWN);
        }
    }

    private Stream<String> contents(String prefix, String suffix) {
        return aws.s3().listObjectsV2Paginator(r -> r.bucket(LocalAws.BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(suffix))
                .map(key -> aws.s3()
                        .getObjectAsBytes(r -> r.bucket(LocalAws.BUCKET).key(key))
                        .asUtf8String());
    }

    private static String reason(String document) {
        try {
            return JSON.readTree(document).path("reason").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
