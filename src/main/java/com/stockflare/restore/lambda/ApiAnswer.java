package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the API answers.
 *
 * @param location of what was made, or null
 */
record ApiAnswer(int status, String contentType, String location, ObjectNode body) {
    static ApiAnswer of(int status, ObjectNode body) {
        return new ApiAnswer(status, "application/json", null, body);
    }

    ApiAnswer at(String newLocation) {
        return new ApiAnswer(status, contentType, newLocation, body);
    }

    /** For an HTTP API, payload format 2.0. */
    byte[] bytes() {
        ObjectNode json = JobJson.MAPPER.createObjectNode().put("statusCode", status);
        ObjectNode headers = json.putObject("headers");
        headers.put("content-type", contentType).put("cache-control", "no-store");
        if (location != null) {
            headers.put("location", location);
        }
        return json.put("body", body.toString())
                .put("isBase64Encoded", false)
                .toString()
                .getBytes(UTF_8);
    }
}
