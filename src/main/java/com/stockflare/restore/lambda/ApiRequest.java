package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.model.InvalidRequestException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A call of the API: an event of an HTTP API, payload format 2.0, or one that looks like it.
 *
 * @param path between the slashes: {@code [restores, <id>, pause]}
 * @param event with the headers' names in lower case
 */
record ApiRequest(String method, List<String> path, JsonNode event) {
    /** More than any request needs, and little enough to be read at once. */
    static final int MOST_BODY_BYTES = 64 << 10;

    /** Characters of a path: {@code /restores/<id>/resume} has fewer. */
    private static final int MOST_TOLD = 100;

    /** @throws InvalidRequestException if the event is no call of an HTTP API */
    static ApiRequest of(JsonNode event) {
        String method = event.at("/requestContext/http/method").asText();
        JsonNode path = event.path("rawPath");
        if (method.isEmpty() || !path.isTextual()) {
            throw new InvalidRequestException("The event is not that of an HTTP API with payload format 2.0: it has no"
                    + " rawPath, or no requestContext.http.method");
        }
        List<String> names = Arrays.stream(path.asText().split("/"))
                .filter(name -> !name.isEmpty())
                .toList();
        return new ApiRequest(method, names, event);
    }

    /** As a person writes it. */
    String line() {
        return method + " " + toldPath();
    }

    /** The path for logs and answers: cut off where it is longer than any that there is. */
    String toldPath() {
        String whole = "/" + String.join("/", path);
        return whole.length() <= MOST_TOLD ? whole : whole.substring(0, MOST_TOLD) + "…";
    }

    /** Null where there is none. */
    String header(String name) {
        return event.path("headers").path(name).textValue();
    }

    /** Null where there is none. */
    String query(String name) {
        return event.path("queryStringParameters").path(name).textValue();
    }

    List<String> queryNames() {
        return List.copyOf(event.path("queryStringParameters").properties().stream()
                .map(java.util.Map.Entry::getKey)
                .toList());
    }

    /**
     * The body; an empty object where there is none.
     *
     * @throws ApiProblem if it is too long
     * @throws InvalidRequestException if it is not a JSON object
     */
    ObjectNode body() {
        byte[] bytes = bytes();
        if (bytes.length > MOST_BODY_BYTES) {
            throw new ApiProblem(
                    413, "TOO_LARGE", "The body has " + bytes.length + " bytes: 64 KiB are the most there can be");
        }
        if (bytes.length == 0) {
            return JobJson.MAPPER.createObjectNode();
        }
        return JobJson.parse("The body", bytes)
                .orElseThrow(() -> new InvalidRequestException("The body is not a JSON object"));
    }

    private byte[] bytes() {
        String body = event.path("body").asText("");
        try {
            return event.path("isBase64Encoded").asBoolean()
                    ? Base64.getDecoder().decode(body)
                    : body.getBytes(UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("The body is not Base64, as isBase64Encoded says");
        }
    }
}
