package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.lambda.RestoreEvent.GoOn;
import com.stockflare.restore.lambda.RestoreEvent.Ignored;
import com.stockflare.restore.lambda.RestoreEvent.Several;
import com.stockflare.restore.lambda.RestoreEvent.Watch;
import com.stockflare.restore.model.InvalidRequestException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tells the events of RestoreFunction apart: S3's notification, EventBridge's, the schedule's, the direct event, the continuation. */
final class EventDecoder {
    private final Settings settings;

    EventDecoder(Settings settings) {
        this.settings = settings;
    }

    /**
     * Decodes an event.
     *
     * @param requestId the invocation's, which stays the same when Lambda tries an event again
     * @throws InvalidRequestException if the event is none of those, or makes no sense
     */
    RestoreEvent decode(byte[] event, String requestId) {
        JsonNode json = JobJson.parse("The event", event)
                .orElseThrow(
                        () -> new InvalidRequestException("The event is not a JSON object. A direct event looks like"
                                + " {\"table\":\"Rates\",\"file\":\"Rates/x.csv\"}"));
        if (json.has("Records")) {
            return fromS3(json.get("Records"));
        }
        if (json.path("source").asText().equals("aws.s3")) {
            return fromEventBridge(json);
        }
        if (json.path("Event").asText().equals("s3:TestEvent")) {
            return new Ignored();
        }
        if (JobJson.isJob(json)) {
            return new GoOn(JobJson.read(json));
        }
        if (json.has("action")) {
            if (!json.path("action").asText().equals("watchdog")) {
                throw new InvalidRequestException("There is no action " + json.path("action") + ", only watchdog");
            }
            return new Watch();
        }
        return DirectEvent.read(json, settings, requestId);
    }

    /** One file an event is the rule. Where S3 puts several into one, each gets an event of its own, and can fail alone. */
    private RestoreEvent fromS3(JsonNode records) {
        List<ObjectNode> events = new ArrayList<>();
        List<DroppedFile> files = new ArrayList<>();
        for (JsonNode record : records) {
            String source = record.path("eventSource").asText();
            if (!source.equals("aws:s3")) {
                throw new InvalidRequestException("The event's records are not from S3 but from \"" + source + "\"");
            }
            if (record.path("eventName").asText().startsWith("ObjectCreated:")) {
                DroppedFile file = fromS3Record(record);
                if (file.isUnder(settings.restorePrefix())) {
                    files.add(file);
                    ObjectNode event = JobJson.MAPPER.createObjectNode();
                    event.putArray("Records").add(record);
                    events.add(event);
                }
            }
        }
        return switch (files.size()) {
            case 0 -> new Ignored();
            case 1 -> files.get(0).restore(settings);
            default -> new Several(events);
        };
    }

    /**
     * S3 gives the key URL-encoded. Read from the tree: the library's S3Event has the empty text for a version that is
     * not there, and takes no record in which a field is missing.
     */
    private static DroppedFile fromS3Record(JsonNode record) {
        JsonNode object = record.at("/s3/object");
        String key = object.path("key").asText();
        try {
            return file(record.at("/s3/bucket"), URLDecoder.decode(key, StandardCharsets.UTF_8), object, "versionId");
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("The event's key \"" + key + "\" is not URL-encoded as S3 does it");
        }
    }

    /** EventBridge gives the key as it is. */
    private RestoreEvent fromEventBridge(JsonNode event) {
        if (!event.path("detail-type").asText().equals("Object Created")) {
            return new Ignored();
        }
        JsonNode object = event.at("/detail/object");
        DroppedFile file = file(event.at("/detail/bucket"), object.path("key").asText(), object, "version-id");
        return file.isUnder(settings.restorePrefix()) ? file.restore(settings) : new Ignored();
    }

    private static DroppedFile file(JsonNode bucket, String key, JsonNode object, String version) {
        String name = bucket.path("name").asText();
        if (name.isEmpty() || key.isEmpty()) {
            throw new InvalidRequestException("The event tells of an object, but not its bucket and key");
        }
        return new DroppedFile(
                name,
                key,
                object.path(version).textValue(),
                object.path("sequencer").textValue());
    }
}
