package dev.firstcome.e2e.openapi;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** A schema of a document, with references resolved. */
public final class ApiSchema {
    private static final int REFERENCES_MAX = 20;

    private final JsonNode document;
    private final JsonNode node;

    ApiSchema(JsonNode document, JsonNode node) {
        this.document = document;
        this.node = resolve(document, node);
    }

    private static JsonNode resolve(JsonNode document, JsonNode node) {
        JsonNode resolved = node;
        for (int i = 0; i < REFERENCES_MAX && resolved.has("$ref"); i++) {
            resolved = document.at(resolved.path("$ref").asString().substring(1));
        }
        return resolved;
    }

    public boolean isMissing() {
        return node.isMissingNode();
    }

    /** The JSON type, without {@code null}; empty if every type is allowed. OpenAPI 3.1 has a list of types. */
    public String type() {
        JsonNode type = node.path("type");
        if (type.isArray()) {
            return type.valueStream()
                    .map(JsonNode::asString)
                    .filter(name -> !name.equals("null"))
                    .findFirst()
                    .orElse("");
        }
        return type.isMissingNode() && node.has("properties") ? "object" : type.asString("");
    }

    public String format() {
        return node.path("format").asString("");
    }

    /** The first allowed value; empty if the schema is no enumeration. */
    public String firstEnumValue() {
        return node.at("/enum/0").asString("");
    }

    public Map<String, ApiSchema> properties() {
        Map<String, ApiSchema> properties = new LinkedHashMap<>();
        node.path("properties")
                .propertyStream()
                .forEach(property -> properties.put(property.getKey(), of(property.getValue())));
        return properties;
    }

    /** The schema of an array's elements. */
    public ApiSchema items() {
        return of(node.path("items"));
    }

    private ApiSchema of(JsonNode child) {
        return new ApiSchema(document, child);
    }

    static ApiSchema missing() {
        return new ApiSchema(MissingNode.getInstance(), MissingNode.getInstance());
    }

    @Override
    public String toString() {
        return node.toString();
    }
}
