package com.stockflare.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode document : root.get("Resources").findValues("PolicyDocument")) {
            document.get("Statement").forEach(found::add);
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
