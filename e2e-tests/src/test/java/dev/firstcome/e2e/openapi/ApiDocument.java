package dev.firstcome.e2e.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * An OpenAPI document.
 *
 * @param name its name on the Swagger UI page
 * @param path where the gateway serves it
 */
public record ApiDocument(String name, String path, JsonNode root) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    public String title() {
        return root.at("/info/title").asString("");
    }

    public String description() {
        return root.at("/info/description").asString("");
    }

    public JsonNode securityScheme(String scheme) {
        return root.at("/components/securitySchemes").path(scheme);
    }

    /** The codes that the document explains. */
    public Set<String> explainedCodes() {
        return new TreeSet<>(root.path("x-problem-codes").propertyNames());
    }

    public List<ApiOperation> operations() {
        return root.path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .map(method -> new ApiOperation(
                                this, method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue())))
                .toList();
    }

    @Override
    public String toString() {
        return name + " (" + path + ")";
    }
}
