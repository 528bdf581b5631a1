package com.stockflare.restore.lambda;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3Entity;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.lambda.RestoreEvent.Begin;
import com.stockflare.restore.lambda.RestoreEvent.GoOn;
import com.stockflare.restore.lambda.RestoreEvent.NewRestore;
import com.stockflare.restore.model.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Tells the events of RestoreFunction apart: S3's notification, EventBridge's, the direct event, the continuation. */
final class EventDecoder {
    private static final PojoSerializer<S3Event> S3_EVENTS =
            LambdaEventSerializers.serializerFor(S3Event.class, EventDecoder.class.getClassLoader());

    private final Settings settings;
    private final DroppedFile dropped;

    EventDecoder(Settings settings) {
        this.settings = settings;
        this.dropped = new DroppedFile(settings);
    }

    /**
     * Decodes an event.
     *
     * @param requestId the invocation's, which stays the same when Lambda tries an event again
     * @throws InvalidRequestException if the event is none of those, or makes no sense
     */
    RestoreEvent decode(byte[] event, String requestId) {
        JsonNode json = parse(event);
        if (json.path("Records").isArray()) {
            return fromS3(event);
        }
        if (json.path("source").asText().equals("aws.s3") && json.path("detail").isObject()) {
            return fromEventBridge(json.path("detail"));
        }
        if (json.path("Event").asText().equals("s3:TestEvent")) {
            return new Begin(List.of());
        }
        if (JobJson.isJob(json)) {
            return new GoOn(JobJson.read(json));
        }
        return new Begin(List.of(new NewRestore(DirectEvent.read(json, settings), requestId)));
    }

    private static JsonNode parse(byte[] event) {
        try {
            JsonNode json = JobJson.MAPPER.readTree(event);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(
                    "The event is not JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new InvalidRequestException(
                "The event is not a JSON object. A direct event looks like {\"table\":\"Rates\",\"file\":\"Rates/x.csv\"}");
    }

    private RestoreEvent fromS3(byte[] event) {
        S3Event notification = S3_EVENTS.fromJson(new ByteArrayInputStream(event));
        return new Begin(notification.getRecords().stream()
                .filter(r -> r.getEventName() != null && r.getEventName().startsWith("ObjectCreated:"))
                .map(r -> fromS3(r.getS3()))
                .flatMap(Optional::stream)
                .toList());
    }

    private Optional<NewRestore> fromS3(S3Entity s3) {
        return dropped.restore(new DroppedFile.Created(
                s3.getBucket().getName(),
                s3.getObject().getUrlDecodedKey(),
                s3.getObject().getVersionId(),
                s3.getObject().getSequencer()));
    }

    /** EventBridge gives the key as it is. */
    private RestoreEvent fromEventBridge(JsonNode detail) {
        JsonNode object = detail.path("object");
        Optional<NewRestore> restore = dropped.restore(new DroppedFile.Created(
                detail.path("bucket").path("name").asText(),
                object.path("key").asText(),
                object.path("version-id").textValue(),
                object.path("sequencer").textValue()));
        return new Begin(restore.stream().toList());
    }
}
