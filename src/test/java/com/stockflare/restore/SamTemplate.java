package com.stockflare.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A template as CloudFormation reads it: {@code !Ref X} is {@code {"Ref": "X"}}, {@code !Sub s} is {@code {"Fn::Sub": s}}. */
public final class SamTemplate {

    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{([A-Za-z0-9]+)[.}]");

    private final JsonNode root;

    private SamTemplate(JsonNode root) {
        this.root = root;
    }

    /** Reads a template; a key that stands twice in one mapping is an error. */
    public static SamTemplate read(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (Reader reader = Files.newBufferedReader(file)) {
            Object tree = new Yaml(new ShortTags(options)).load(reader);
            return new SamTemplate(new ObjectMapper().valueToTree(tree));
        }
    }

    /**
     * What CloudFormation makes of it: parameters are their values, conditions are decided, and what hangs on one that does
     * not hold is gone.
     *
     * @param parameters those that are not to have their default
     */
    public SamTemplate with(Map<String, String> parameters) {
        Map<String, String> values = new TreeMap<>();
        root.get("Parameters")
                .properties()
                .forEach(entry -> values.put(
                        entry.getKey(), entry.getValue().path("Default").asText("")));
        values.putAll(parameters);
        return new SamTemplate(new Resolved(root.get("Conditions"), values).of(root));
    }

    /** The logical names of all resources. */
    Set<String> resources() {
        Set<String> names = new TreeSet<>();
        root.get("Resources").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What stands at a JSON pointer; a missing node where nothing does. */
    public JsonNode at(String pointer) {
        return root.at(pointer);
    }

    /** The properties of a resource. */
    public JsonNode properties(String resource) {
        return root.at("/Resources/" + resource + "/Properties");
    }

    /** The resources of one type, by their logical names, sorted. */
    public Map<String, JsonNode> ofType(String type) {
        Map<String, JsonNode> found = new TreeMap<>();
        for (Map.Entry<String, JsonNode> resource : root.get("Resources").properties()) {
            if (resource.getValue().get("Type").asText().equals(type)) {
                found.put(resource.getKey(), resource.getValue());
            }
        }
        return found;
    }

    /** Every statement of every policy that grants or denies an action, trust policies left out. */
    List<JsonNode> statements() {
        return statements(root.get("Resources"));
    }

    /** The statements of every policy in a part of the template, also those that hold on a condition only. */
    static List<JsonNode> statements(JsonNode part) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode document : part.findValues("PolicyDocument")) {
            for (JsonNode statement : document.get("Statement")) {
                found.add(statement.has("Fn::If") ? statement.at("/Fn::If/1") : statement);
            }
        }
        return found;
    }

    /** The names that a part of the template refers to by {@code Ref} or inside {@code Fn::Sub}. */
    static Set<String> namesReferredTo(JsonNode part) {
        Set<String> names = new TreeSet<>(part.findValuesAsText("Ref"));
        for (JsonNode sub : part.findValues("Fn::Sub")) {
            Matcher matcher = SUBSTITUTED.matcher(sub.isArray() ? sub.get(0).asText() : sub.asText());
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    /** The texts of a node that may be one text or a list of them. */
    static Set<String> texts(JsonNode oneOrMany) {
        Set<String> texts = new TreeSet<>();
        if (oneOrMany.isTextual()) {
            texts.add(oneOrMany.asText());
        }
        oneOrMany.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Every text anywhere below a node. */
    public static Set<String> leaves(JsonNode node) {
        Set<String> leaves = new TreeSet<>();
        if (node.isTextual()) {
            leaves.add(node.asText());
        }
        node.forEach(child -> leaves.addAll(leaves(child)));
        return leaves;
    }

    private record Resolved(JsonNode conditions, Map<String, String> values) {

        JsonNode of(JsonNode node) {
            if (node.has("Fn::If")) {
                JsonNode choice = node.get("Fn::If");
                return of(choice.get(holds(conditions.get(choice.get(0).asText())) ? 1 : 2));
            }
            if (node.path("Ref").isTextual()
                    && values.containsKey(node.get("Ref").asText())) {
                return TextNode.valueOf(values.get(node.get("Ref").asText()));
            }
            if (node.isObject()) {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                node.properties().forEach(entry -> {
                    JsonNode value = of(entry.getValue());
                    if (isThere(value)) {
                        object.set(entry.getKey(), value);
                    }
                });
                return object;
            }
            if (node.isArray()) {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                node.forEach(element -> {
                    JsonNode value = of(element);
                    if (isThere(value)) {
                        array.add(value);
                    }
                });
                return array;
            }
            return node;
        }

        private boolean isThere(JsonNode value) {
            boolean isNoValue = value.path("Ref").asText().equals("AWS::NoValue");
            boolean isLeftOut = value.path("Condition").isTextual()
                    && !holds(conditions.get(value.get("Condition").asText()));
            return !isNoValue && !isLeftOut;
        }

        private boolean holds(JsonNode condition) {
            Map.Entry<String, JsonNode> operation =
                    condition.properties().iterator().next();
            JsonNode operand = operation.getValue();
            return switch (operation.getKey()) {
                case "Fn::Equals" -> of(operand.get(0)).equals(of(operand.get(1)));
                case "Fn::Not" -> !holds(operand.get(0));
                case "Fn::And" ->
                    StreamSupport.stream(operand.spliterator(), false).allMatch(this::holds);
                case "Condition" -> holds(conditions.get(operand.asText()));
                default -> throw new IllegalArgumentException(operation.getKey());
            };
        }
    }

    private static final class ShortTags extends SafeConstructor {

        ShortTags(LoaderOptions options) {
            super(options);
            yamlMultiConstructors.put("!", new LongForm());
        }

        private Object plain(Node node) {
            if (node instanceof ScalarNode scalar) {
                return constructScalar(scalar);
            }
            if (node instanceof SequenceNode sequence) {
                return constructSequence(sequence);
            }
            return constructMapping((MappingNode) node);
        }

        private final class LongForm extends AbstractConstruct {
            @Override
            public Object construct(Node node) {
                String function = node.getTag().getValue().substring(1);
                Object argument = plain(node);
                if (function.equals("GetAtt") && argument instanceof String path) {
                    argument = List.of(path.split("\\.", 2));
                }
                boolean bare = function.equals("Ref") || function.equals("Condition");
                return Map.of(bare ? function : "Fn::" + function, argument);
            }
        }
    }
}
