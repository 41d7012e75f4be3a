package dev.firstcome.e2e.hostile;

import dev.firstcome.e2e.openapi.ApiOperation;
import dev.firstcome.e2e.openapi.ApiParameter;
import dev.firstcome.e2e.openapi.ApiSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Generates the hostile calls of one operation: each has one hostile value, the rest of it is a valid request. */
final class HostileCalls {
    private static final String JSON = "application/json";
    private static final int DEPTH_MAX = 4;

    private final ApiOperation operation;
    private final ValidRequest valid;
    private final List<HostileCall> calls = new ArrayList<>();

    private HostileCalls(ApiOperation operation, ValidRequest valid) {
        this.operation = operation;
        this.valid = valid;
    }

    /**
     * The calls, the same in every run.
     *
     * @param valid the request from which the calls are derived
     */
    static List<HostileCall> of(ApiOperation operation, ValidRequest valid, String expiredToken) {
        HostileCalls generator = new HostileCalls(operation, valid);
        generator.addParameters();
        if (operation.hasBody()) {
            generator.addBody();
        }
        generator.calls.addAll(ProtocolCalls.of(operation, generator.request(), expiredToken));
        return List.copyOf(generator.calls);
    }

    private void addParameters() {
        for (ApiParameter parameter : operation.parameters()) {
            switch (parameter.in()) {
                case "path" -> addPathVariable(parameter.name());
                case "query" -> addQueryParameter(parameter.name());
                case "header" -> addHeader(parameter.name());
                default -> throw new IllegalStateException("a parameter in " + parameter.in() + " of " + operation);
            }
        }
    }

    private void addPathVariable(String name) {
        for (HostileValue value : HostileValues.ofPath()) {
            add("path " + name, value, request().withTarget(target(Map.of(name, value), valid.query(), null)));
        }
        for (HostileValue value : HostileValues.ofPathStructure()) {
            RawRequest request = request().withTarget(target(Map.of(name, value), valid.query(), null));
            calls.add(new HostileCall(operation, "path " + name, value.name(), request, HostileCall.Kind.PROTOCOL));
        }
    }

    private void addQueryParameter(String name) {
        Map<String, String> others = new HashMap<>(valid.query());
        others.remove(name);
        for (HostileValue value : HostileValues.ofQuery()) {
            byte[] target = target(Map.of(), others, name + "=" + latin1(value));
            HostileCall.Kind kind = value.bytes().length >= HostileValues.LONG_TEXT
                    ? HostileCall.Kind.PROTOCOL
                    : HostileCall.Kind.OPERATION;
            calls.add(new HostileCall(
                    operation, "query " + name, value.name(), request().withTarget(target), kind));
        }
    }

    private void addHeader(String name) {
        for (HostileValue value : HostileValues.ofHeader()) {
            calls.add(new HostileCall(
                    operation,
                    "header " + name,
                    value.name(),
                    request().with(new RawRequest.Header(name, value.bytes())),
                    HostileCall.Kind.PROTOCOL));
        }
    }

    private void addBody() {
        ApiSchema schema = operation.bodySchema();
        ObjectNode body = valid.body();
        if (body != null && schema.type().equals("object")) {
            addProperties(schema, List.of());
            for (HostileValue value : List.of(
                    HostileValue.of("unknown field", "1"), HostileValues.deepArray(), HostileValues.deepObject())) {
                add("body unknownField", value, JsonBodies.with(body, List.of("unknownField"), value.bytes()));
            }
            String text = new String(JsonBodies.bytes(body), StandardCharsets.UTF_8);
            body.propertyNames().stream()
                    .findFirst()
                    .ifPresent(first -> add(
                            "body",
                            HostileValue.of("duplicate key", "{\"%s\":null,%s".formatted(first, text.substring(1)))));
            add("body", HostileValue.of("text after the document", text + " {}"));
            add("body", HostileValue.of("cut", text.substring(0, text.length() - 1)));
            add("body", HostileValue.of("byte order mark", "\uFEFF" + text));
            add("body", new HostileValue("UTF-16", text.getBytes(StandardCharsets.UTF_16)));
        }
        for (String whole :
                List.of("", "null", "5", "\"x\"", "[]", "[{}]", "{}", "{", "{\"a\":}", "{'a':1}", "/**/{}")) {
            add("body", HostileValue.of(whole));
        }
        add("body", HostileValues.deepArray());
        add("body", HostileValues.deepObject());
        add("body", HostileValue.of("70 kB", "{\"a\":\"" + "a".repeat(70_000) + "\"}"));
    }

    private void addProperties(ApiSchema schema, List<String> place) {
        schema.properties().forEach((name, property) -> addValues(property, append(place, name)));
    }

    private void addValues(ApiSchema schema, List<String> place) {
        for (HostileValue value : HostileValues.ofJson(schema)) {
            if (valid.body() != null) {
                add("body " + String.join(".", place), value, JsonBodies.with(valid.body(), place, value.bytes()));
            }
        }
        if (place.size() >= DEPTH_MAX) {
            return;
        }
        switch (schema.type()) {
            case "object" -> addProperties(schema, place);
            case "array" -> {
                ApiSchema items = schema.items();
                if (items.type().equals("object")) {
                    addProperties(items, append(place, "0"));
                } else {
                    addValues(items, append(place, "0"));
                }
            }
            default -> {}
        }
    }

    private static List<String> append(List<String> place, String name) {
        List<String> longer = new ArrayList<>(place);
        longer.add(name);
        return longer;
    }

    private void add(String place, HostileValue body) {
        add(place, body, body.bytes());
    }

    private void add(String place, HostileValue value, byte[] body) {
        add(place, value, request().withBody(body));
    }

    private void add(String place, HostileValue value, RawRequest request) {
        calls.add(new HostileCall(operation, place, value.name(), request, HostileCall.Kind.OPERATION));
    }

    /** The valid request. */
    private RawRequest request() {
        List<RawRequest.Header> headers = new ArrayList<>();
        new TreeMap<>(valid.headers()).forEach((name, value) -> headers.add(RawRequest.Header.of(name, value)));
        byte[] body = null;
        if (operation.hasBody() && valid.body() != null) {
            headers.add(RawRequest.Header.of("Content-Type", JSON));
            body = JsonBodies.bytes(valid.body());
        }
        return new RawRequest(operation.method(), target(Map.of(), valid.query(), null), headers, body);
    }

    /** @param added another query parameter, as {@code name=value}; null: none */
    private byte[] target(Map<String, HostileValue> path, Map<String, String> query, @Nullable String added) {
        String target = operation.path();
        for (ApiParameter parameter : operation.parameters()) {
            if (parameter.in().equals("path")) {
                HostileValue hostile = path.get(parameter.name());
                String value = hostile == null ? valid.path().getOrDefault(parameter.name(), "1") : latin1(hostile);
                target = target.replace("{" + parameter.name() + "}", value);
            }
        }
        String pairs = new TreeMap<>(query)
                .entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                        .collect(Collectors.joining("&"));
        if (added != null) {
            pairs = pairs.isEmpty() ? added : pairs + "&" + added;
        }
        return (pairs.isEmpty() ? target : target + "?" + pairs).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Each byte as one character, so that texts with any bytes can be joined. */
    private static String latin1(HostileValue value) {
        return new String(value.bytes(), StandardCharsets.ISO_8859_1);
    }
}
