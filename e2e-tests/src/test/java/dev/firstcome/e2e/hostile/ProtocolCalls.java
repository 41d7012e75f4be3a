package dev.firstcome.e2e.hostile;

import dev.firstcome.e2e.hostile.RawRequest.Header;
import dev.firstcome.e2e.openapi.ApiOperation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The calls of an operation whose methods, headers, media types or tokens are unusual. */
final class ProtocolCalls {
    private static final int HEADERS = 200;
    /** With 16.2 KB of headers in all, the limit of 16 KB is exceeded by little. */
    private static final int BIG_HEADER = 16_200;

    private final ApiOperation operation;
    private final RawRequest valid;
    private final List<HostileCall> calls = new ArrayList<>();

    private ProtocolCalls(ApiOperation operation, RawRequest valid) {
        this.operation = operation;
        this.valid = valid;
    }

    static List<HostileCall> of(ApiOperation operation, RawRequest valid, String expiredToken) {
        ProtocolCalls generator = new ProtocolCalls(operation, valid);
        generator.addMethods();
        generator.addHeaders();
        generator.addTokens(expiredToken);
        generator.addQueries();
        generator.addMediaTypes();
        return generator.calls;
    }

    private void addMethods() {
        Set<String> documented = operation.document().operations().stream()
                .filter(other -> other.path().equals(operation.path()))
                .map(ApiOperation::method)
                .collect(Collectors.toSet());
        for (String method : List.of("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "UNKNOWN")) {
            if (!documented.contains(method)) {
                add("method", method, valid.withMethod(method));
            }
        }
    }

    private void addHeaders() {
        add("header Expect", "200-maybe", valid.with(Header.of("Expect", "200-maybe")));
        add(
                "headers",
                "200 of them",
                valid.withAll(IntStream.range(0, HEADERS)
                        .mapToObj(i -> Header.of("X-Filler-" + i, "a"))
                        .toList()));
        add("headers", "16.2 KB", valid.with(Header.of("X-Filler", "a".repeat(BIG_HEADER))));
        add("header Accept-Language", "malformed", valid.with(Header.of("Accept-Language", "*-*;q=x, ;;, k\u00f6")));
        add("header Accept-Language", "long", valid.with(Header.of("Accept-Language", "ko-" + "a".repeat(3_000))));
        add("header Accept", "image/png", valid.with(Header.of("Accept", "image/png")));
        add("header Accept", "malformed", valid.with(Header.of("Accept", "a/b/c; ;=")));
        add("header Content-Encoding", "gzip", valid.with(Header.of("Content-Encoding", "gzip")));
    }

    private void addTokens(String expired) {
        add("header Authorization", "expired", valid.with(Header.of("Authorization", "Bearer " + expired)));
        for (String value : List.of("Bearer", "Bearer a b", "Bearer a.b.c", "Bearer ===", "Basic YTpi", "\u00ff")) {
            add(
                    "header Authorization",
                    value,
                    valid.with(new Header("Authorization", value.getBytes(StandardCharsets.ISO_8859_1))));
        }
    }

    private void addQueries() {
        for (String pair : List.of("%ff=%ff", "a[b]=c", "=", "&&", "a=1&a=2", "%00=%00", "ticket=a.b.c")) {
            String target = new String(valid.target(), StandardCharsets.ISO_8859_1);
            String longer = target + (target.contains("?") ? "&" : "?") + pair;
            add("query", pair, valid.withTarget(longer.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    private void addMediaTypes() {
        if (!operation.hasBody()) {
            add(
                    "body",
                    "where none is expected",
                    valid.with(Header.of("Content-Type", "application/json"))
                            .withBody("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
            return;
        }
        for (String type : List.of(
                "application/yaml",
                "application/xml",
                "text/plain",
                "multipart/form-data",
                "application/x-www-form-urlencoded",
                "application/json; charset=nonsense",
                "*/*",
                "json")) {
            add("header Content-Type", type, valid.with(Header.of("Content-Type", type)));
        }
        add("header Content-Type", "missing", valid.without("Content-Type"));
    }

    private void add(String place, String value, RawRequest request) {
        calls.add(new HostileCall(operation, place, value, request, HostileCall.Kind.PROTOCOL));
    }
}
