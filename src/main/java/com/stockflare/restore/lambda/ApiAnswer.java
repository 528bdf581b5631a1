package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What the API answers.
 *
 * @param headers beside those that every answer has
 */
record ApiAnswer(int status, String contentType, Map<String, String> headers, ObjectNode body) {
    static ApiAnswer of(int status, ObjectNode body) {
        return new ApiAnswer(status, "application/json", Map.of(), body);
    }

    /** The same, where something was made. */
    ApiAnswer at(String location) {
        return new ApiAnswer(status, contentType, Map.of("location", location), body);
    }

    /** For an HTTP API, payload format 2.0. */
    byte[] bytes() {
        ObjectNode json = JobJson.MAPPER.createObjectNode().put("statusCode", status);
        ObjectNode all = json.putObject("headers");
        all.put("content-type", contentType).put("cache-control", "no-store");
        headers.forEach(all::put);
        return json.put("body", body.toString())
                .put("isBase64Encoded", false)
                .toString()
                .getBytes(UTF_8);
    }
}
