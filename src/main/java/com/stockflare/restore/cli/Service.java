package com.stockflare.restore.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.aws.LambdaApi;
import com.stockflare.restore.model.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The deployed service: calls of its API, as an HTTP API makes them. */
final class Service {
    static final JsonMapper MAPPER = new JsonMapper();

    private final LambdaApi api;

    Service(LambdaApi api) {
        this.api = api;
    }

    /** The API has not done what it was asked for. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final transient List<String> faults;
        private final transient List<String> codes;

        private RefusedException(int status, List<String> faults, List<String> codes) {
            super(String.join("; ", faults));
            this.status = status;
            this.faults = faults;
            this.codes = codes;
        }

        /** Whether the request made no sense, and nothing else is wrong, as with the file or the stream that it names. */
        boolean isUsage() {
            return (status == 400 || status == 413) && codes.stream().allMatch(InvalidRequestException.CODE::equals);
        }

        boolean mayPass() {
            return status >= 500;
        }

        /** One sentence each. */
        List<String> faults() {
            return faults;
        }
    }

    JsonNode get(String path, Map<String, String> query) {
        ObjectNode event = event("GET", path);
        ObjectNode parameters = event.putObject("queryStringParameters");
        query.forEach(parameters::put);
        return call(event);
    }

    JsonNode post(String path) {
        return call(event("POST", path));
    }

    /** @param idempotencyKey makes a call that comes twice the same restore */
    JsonNode start(ObjectNode request, String idempotencyKey) {
        ObjectNode event = event("POST", "/restores").put("body", request.toString());
        event.putObject("headers").put("idempotency-key", idempotencyKey);
        return call(event);
    }

    JsonNode patch(String path, ObjectNode change) {
        return call(event("PATCH", path).put("body", change.toString()));
    }

    private static ObjectNode event(String method, String path) {
        ObjectNode event = MAPPER.createObjectNode()
                .put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", path)
                .put("isBase64Encoded", false);
        event.putObject("requestContext")
                .putObject("http")
                .put("method", method)
                .put("path", path);
        return event;
    }

    private JsonNode call(ObjectNode event) {
        JsonNode answer = read(api.call(event.toString()));
        JsonNode body = read(answer.path("body").asText());
        int status = answer.path("statusCode").asInt();
        if (status / 100 != 2) {
            throw new RefusedException(status, faults(body), body.path("faults").findValuesAsText("code"));
        }
        return body;
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            return MAPPER.missingNode();
        }
    }

    private static List<String> faults(JsonNode problem) {
        List<String> faults = new ArrayList<>();
        problem.path("faults")
                .forEach(fault -> faults.add(inOptions(fault.path("detail").asText())));
        if (faults.isEmpty()) {
            String unknown = "the function's answer is none of this service's API: is it RestoreApiFunction?";
            faults.add(inOptions(problem.path("detail").asText(unknown)));
        }
        return faults;
    }

    /** The API speaks of a request's fields where they have another name than the options that they were given by. */
    private static String inOptions(String sentence) {
        return sentence.replaceFirst("^maxRejects ", "--max-rejects ")
                .replaceFirst("^The Idempotency-Key ", "The --idempotency-key ")
                .replaceFirst(" with force$", " with --force");
    }
}
