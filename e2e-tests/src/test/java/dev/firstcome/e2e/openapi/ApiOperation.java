package dev.firstcome.e2e.openapi;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** An operation of a document. */
public final class ApiOperation {
    private static final String CODES = "x-problem-codes";

    private final ApiDocument document;
    private final String method;
    private final String path;
    private final JsonNode node;

    ApiOperation(ApiDocument document, String method, String path, JsonNode node) {
        this.document = document;
        this.method = method;
        this.path = path;
        this.node = node;
    }

    public ApiDocument document() {
        return document;
    }

    /** In capitals. */
    public String method() {
        return method;
    }

    /** The path template, with variables in braces. */
    public String path() {
        return path;
    }

    /** The method and the path template. */
    public String key() {
        return method + " " + path;
    }

    public String summary() {
        return node.path("summary").asString("");
    }

    public List<ApiParameter> parameters() {
        return node.path("parameters")
                .valueStream()
                .map(parameter -> new ApiParameter(
                        parameter.path("name").asString(""),
                        parameter.path("in").asString(""),
                        parameter.path("required").asBoolean(false),
                        new ApiSchema(document.root(), parameter.path("schema"))))
                .toList();
    }

    public boolean hasBody() {
        return node.has("requestBody");
    }

    /** The schema of the body; missing if there is none. */
    public ApiSchema bodySchema() {
        return node.path("requestBody")
                .path("content")
                .valueStream()
                .map(content -> new ApiSchema(document.root(), content.path("schema")))
                .findFirst()
                .orElseGet(ApiSchema::missing);
    }

    /** The name of the schema component that the body refers to; empty if there is none. */
    public String bodySchemaName() {
        String reference = node.path("requestBody")
                .path("content")
                .valueStream()
                .map(content -> content.at("/schema/$ref").asString(""))
                .findFirst()
                .orElse("");
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    /** Whether no access token is needed. */
    public boolean isPublic() {
        return node.path("security").isEmpty();
    }

    /** Whether the declared security requires this scheme. */
    public boolean requires(String scheme) {
        return node.path("security").valueStream().anyMatch(requirement -> requirement.has(scheme));
    }

    /** Whether the role OPERATOR is needed. */
    public boolean isForOperators() {
        return node.path("security")
                .valueStream()
                .anyMatch(requirement -> requirement.toString().contains("OPERATOR"));
    }

    /** The declared response statuses. */
    public Set<String> statuses() {
        return new TreeSet<>(node.path("responses").propertyNames());
    }

    public Set<String> problemCodes(int status) {
        return codes(node.path(CODES).path(Integer.toString(status)).valueStream());
    }

    /** The declared problem codes of all statuses. */
    public Set<String> problemCodes() {
        return codes(node.path(CODES).valueStream().flatMap(JsonNode::valueStream));
    }

    private static Set<String> codes(Stream<JsonNode> codes) {
        return codes.map(JsonNode::asString).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
        return document.name() + ": " + key();
    }
}
