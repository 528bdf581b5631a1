package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What docs/openapi.yaml promises. */
final class OpenApi {
    private final JsonNode document;

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    static OpenApi load() {
        try {
            Object yaml = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(Files.readString(Path.of("docs/openapi.yaml")));
            return new OpenApi(JobJson.MAPPER.valueToTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a method is described for a path such as {@code /restores/{id}}. */
    boolean has(String method, String path) {
        return document.path("paths").path(path).has(method);
    }

    JsonNode document() {
        return document;
    }

    /** What is wrong with an answer; empty if it is as promised. */
    List<String> faults(String method, String path, int status, String contentType, JsonNode body) {
        JsonNode responses = document.path("paths").path(path).path(method).path("responses");
        JsonNode response = responses.has("" + status) ? responses.path("" + status) : responses.path("default");
        JsonNode content = resolved(response).path("content");
        if (!content.has(contentType)) {
            return List.of(method + " " + path + " is not described to answer " + status + " with " + contentType);
        }
        return faults(content.path(contentType).path("schema"), body);
    }

    /** What is wrong with a request's body. */
    List<String> requestFaults(String method, String path, JsonNode body) {
        return faults(
                document.at("/paths/" + path.replace("/", "~1") + "/" + method
                        + "/requestBody/content/application~1json/schema"),
                body);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private List<String> faults(JsonNode schema, JsonNode body) {
        ObjectNode root = schema.deepCopy();
        root.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root).validate(body).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }
}
