package com.stockflare.restore.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.model.Findings;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.RestoreJob;
import java.io.IOException;
import java.util.Optional;

/** The continuation event: a restore and its checkpoint, {@code {"format":4,"restoreId":…,"request":{…},…}}. */
final class JobJson {
    /** Every later release reads this format, too: a deployment may come between two hops. */
    static final int FORMAT = 4;

    static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JobJson() {}

    /**
     * Reads bytes that are to be a JSON object; empty if they are other JSON.
     *
     * @param what they are, for the fault
     * @throws InvalidRequestException if they are no JSON
     */
    static Optional<ObjectNode> parse(String what, byte[] bytes) {
        try {
            return MAPPER.readTree(bytes) instanceof ObjectNode json ? Optional.of(json) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(
                    what + " is not JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new InvalidRequestException(what + " is not JSON: " + e.getMessage());
        }
    }

    static boolean isJob(JsonNode json) {
        return json.has("format");
    }

    static ObjectNode write(RestoreJob job) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("format", FORMAT);
        json.setAll((ObjectNode) MAPPER.valueToTree(job));
        return json;
    }

    /** @throws InvalidRequestException if the event is of a format that this release does not know */
    static RestoreJob read(JsonNode json) {
        int format = json.path("format").asInt();
        if (format < 1 || format > FORMAT) {
            throw new InvalidRequestException("The continuation's format " + json.path("format")
                    + " is not known to this release. Deploy the release that wrote it, or a later one");
        }
        try {
            return MAPPER.treeToValue(upToDate(json.deepCopy(), format), RestoreJob.class);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException("The continuation is not as this service writes it"
                    + (e.getCause() instanceof InvalidRequestException fault ? ": " + fault.getMessage() : ""));
        }
    }

    /** With what the formats before this one did not have. */
    private static JsonNode upToDate(JsonNode json, int format) {
        if (format < FORMAT && json.path("request") instanceof ObjectNode request && json instanceof ObjectNode job) {
            if (format == 1) {
                request.set("maxRejects", MAPPER.valueToTree(MaxRejects.NONE));
                request.put("ignoreLag", false);
            }
            if (format < 3) {
                request.put("segments", 1).put("rate", 0);
                job.putObject("range")
                        .put("from", 0)
                        .put("to", job.path("file").path("size").asLong());
            }
            request.put("dryRun", false);
            if (job.path("checkpoint") instanceof ObjectNode checkpoint) {
                checkpoint.set("findings", MAPPER.valueToTree(Findings.NONE));
            }
        }
        return json;
    }
}
