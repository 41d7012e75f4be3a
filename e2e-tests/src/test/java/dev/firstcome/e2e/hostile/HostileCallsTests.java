package dev.firstcome.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.openapi.ApiDocument;
import dev.firstcome.e2e.openapi.ApiOperation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class HostileCallsTests {
    private static final String DOCUMENT = """
            {"paths": {"/ops/shops/{id}/orders": {
              "post": {
                "parameters": [
                  {"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}},
                  {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                  {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}},
                "responses": {"202": {}, "400": {}, "401": {}},
                "x-problem-codes": {"400": ["INVALID_FIELD"], "401": ["UNAUTHENTICATED"]}},
              "get": {"responses": {"200": {}}}}},
             "components": {"schemas": {"Order": {"type": "object", "properties": {
               "note": {"type": ["string", "null"]},
               "items": {"type": "array", "items": {"type": "object", "properties": {
                 "quantity": {"type": "integer", "format": "int32"}}}}}}}}}
            """;

    private final ApiDocument document = new ApiDocument(
            "shops", "/openapi/shops", JsonMapper.builder().build().readTree(DOCUMENT));
    private final ApiOperation order = document.operations().getFirst();
    private final List<HostileCall> calls = HostileCalls.of(
            order, new ValidRequests(Map.of("id", "7", "Idempotency-Key", "a-key")).of(order), "expired-token");

    @Test
    void everyParameterAndFieldHasHostileValues() {
        assertThat(calls)
                .extracting(HostileCall::place)
                .contains(
                        "path id",
                        "query limit",
                        "header Idempotency-Key",
                        "body note",
                        "body items",
                        "body items.0.quantity",
                        "body unknownField",
                        "body",
                        "method",
                        "headers",
                        "header Content-Type",
                        "header Authorization");
    }

    @Test
    void aCallHasOneHostileValueInAValidRequest() {
        HostileCall call = only("body items.0.quantity", "1e400");

        String message = message(call);
        assertThat(message).startsWith("POST /ops/shops/7/orders HTTP/1.1\r\n").contains("Idempotency-Key: a-key\r\n");
        assertThat(message).endsWith("\"items\":[{\"quantity\":1e400}]}");
        assertThat(call.request().body()).hasSize(length(message));
    }

    @Test
    void bytesThatAreNoTextAreSentUnchanged() {
        assertThat(message(only("body note", "bytes that are no UTF-8"))).contains("\"note\":\"\u00ff\u00fe\"");
        assertThat(message(only("query limit", "Latin-1 byte")))
                .startsWith("POST /ops/shops/7/orders?limit=\u00e9 HTTP");
        assertThat(message(only("path id", "%ff%fe"))).startsWith("POST /ops/shops/%ff%fe/orders HTTP");
    }

    @Test
    void anUnknownChangeOfAnOperatorHasNoReason() {
        ApiOperation change = new ApiDocument(
                        "a", "/a", JsonMapper.builder().build().readTree("""
                                        {"paths": {"/ops/drills": {"post": {"requestBody": {"content": {"application/json": {
                                          "schema": {"type": "object", "properties": {
                                            "scenario": {"type": "string"}, "reason": {"type": "string"}}}}}}}}}}
                                        """))
                .operations()
                .getFirst();

        assertThat(new ValidRequests(Map.of()).of(change).body()).hasToString("{\"scenario\":\"a\"}");
    }

    @Test
    void onlyMethodsThatAreNotDocumentedAreUnexpected() {
        assertThat(calls.stream().filter(call -> call.place().equals("method")))
                .extracting(HostileCall::value)
                .contains("HEAD", "PUT", "DELETE", "OPTIONS")
                .doesNotContain("GET", "POST");
    }

    @Test
    void aResponseMustBeDeclaredAndAProblemDocument() {
        HostileCall call = only("body note", "5");

        assertThat(ResponseRules.violation(call, problem(400, "INVALID_FIELD"))).isEmpty();
        assertThat(ResponseRules.violation(call, problem(400, "OTHER"))).isPresent();
        assertThat(ResponseRules.violation(call, problem(409, "INVALID_FIELD"))).isPresent();
        assertThat(ResponseRules.violation(call, problem(500, "INTERNAL"))).isPresent();
        assertThat(ResponseRules.violation(call, new RawResponse(400, Map.of(), new byte[0])))
                .isPresent();
        assertThat(ResponseRules.violation(call, response(400, "text/html", "<html>")))
                .isPresent();
        assertThat(ResponseRules.violation(call, response(202, "application/json", "{}")))
                .isEmpty();
        assertThat(ResponseRules.violation(only("method", "HEAD"), new RawResponse(405, Map.of(), new byte[0])))
                .isEmpty();
    }

    private static RawResponse problem(int status, String code) {
        return response(status, "application/problem+json", "{\"code\":\"" + code + "\"}");
    }

    private static RawResponse response(int status, String type, String body) {
        return new RawResponse(status, Map.of("content-type", List.of(type)), body.getBytes(StandardCharsets.UTF_8));
    }

    private HostileCall only(String place, String value) {
        return calls.stream()
                .filter(call -> call.place().equals(place) && call.value().equals(value))
                .findFirst()
                .orElseThrow();
    }

    private static String message(HostileCall call) {
        return new String(call.request().bytes("host"), StandardCharsets.ISO_8859_1);
    }

    private static int length(String message) {
        return message.length() - message.indexOf("\r\n\r\n") - 4;
    }
}
