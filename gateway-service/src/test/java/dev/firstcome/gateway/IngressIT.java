package dev.firstcome.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.firstcome.gateway.Gateway.Response;
import dev.firstcome.local.SharedInfrastructure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngressIT {
    private static final int BODY_MAX = 64 * 1024;

    private Gateway gateway;

    @BeforeAll
    void open() {
        gateway = new Gateway(SharedInfrastructure.get().redisCache());
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    @Test
    void removesIdentityAndForwardingHeadersOfTheClient() {
        Response response = gateway.get(gateway.as(newUser(), "/api/coupons")
                .header("X-User-Id", "forged")
                .header("X-Internal-Call", "forged")
                .header("X-Forwarded-For", "forged")
                .header("Forwarded", "for=forged")
                .header("X-Real-IP", "forged")
                .header("X-Request-Id", "forged")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.http().body()).doesNotContain("forged");
        assertThat(response.http().body()).contains("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(response.body().path("headers").path("X-request-id").path(0).asString(""))
                .isEqualTo(response.header("X-Request-Id"));
    }

    @Test
    void responseHasOneRequestIdAndNoInternalHeaders() {
        Response response = gateway.get(gateway.as(newUser(), "/api/coupons"));

        assertThat(response.http().headers().allValues("X-Request-Id"))
                .hasSize(1)
                .doesNotContain("set by the service");
        assertThat(response.header("X-Internal-Node")).isEmpty();
    }

    @Test
    void onlyPublicEndpointsAcceptRequestsWithoutAToken() {
        assertThat(gateway.get(gateway.to("/api/campaigns")).status()).isEqualTo(200);
        assertThat(gateway.get(gateway.to("/api/campaigns/1")).status()).isEqualTo(200);
        assertThat(gateway.post(gateway.to("/api/users")).status()).isEqualTo(200);
        assertThat(gateway.post(gateway.to("/api/sessions/refresh")).status()).isEqualTo(200);
        for (String path : List.of("/api/users/me", "/api/coupons", "/api/campaigns/1/requests/2", "/ops/campaigns")) {
            Response refused = gateway.get(gateway.to(path));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("UNAUTHENTICATED");
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void publicEndpointsIgnoreAnInvalidToken() {
        String expired = "Bearer " + StubService.token(StubService.newKey(), newUser());
        for (String path : List.of("/api/sessions/refresh", "/api/sessions", "/api/users")) {
            Response response = gateway.post(gateway.to(path).header("Authorization", expired));
            assertThat(response.status()).as(path).isEqualTo(200);
            assertThat(response.body().path("headers").has("Authorization"))
                    .as("the invalid token is forwarded")
                    .isFalse();
        }
        assertThat(gateway.get(gateway.to("/api/products?q=a").header("Authorization", expired))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer not-a-token", "Bearer a b", "Bearer "})
    void anInvalidTokenIsNamedInTheChallenge(String token) {
        Response refused = gateway.get(gateway.to("/api/coupons").header("Authorization", token));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("UNAUTHENTICATED");
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?q=a=b",
                "?q[]=x",
                "?cursor=abc==",
                "?q=%ED%85%8C%EC%8A%A4&r=a=b",
                "?q=%25&q=+&&=&q",
                "/%ED%85%8C?q=%2F%3D"
            })
    void forwardsPathAndQueryAsTheClientSentThem(String target) throws IOException {
        String answer =
                raw("GET /api/products%s HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n".formatted(target));

        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"target\":\"/api/products" + target + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/products?q=%ff HTTP/1.1|X: y|400|BAD_REQUEST",
                "GET /api/products/%ff%fe HTTP/1.1|X: y|400|BAD_REQUEST",
                "GET /api/products/%00 HTTP/1.1|X: y|400|BAD_REQUEST",
                "GET /api/products?q=%zz HTTP/1.1|X: y|400|BAD_REQUEST",
                "GET /api/products?q=<> HTTP/1.1|X: y|400|BAD_REQUEST",
                "GET /api/products|X: y|400|BAD_REQUEST",
                "GET /api/products HTTP/1.1|no colon|400|BAD_REQUEST",
                "GET /api/products HTTP/1.1|Expect: 200-maybe|417|EXPECTATION_FAILED"
            })
    void answersMalformedRequestsWithProblemDocuments(String line, String header, int status, String code)
            throws IOException {
        int before = gateway.service.requestCount();

        String answer = raw(line + "\r\nHost: shop\r\n" + header + "\r\n\r\n");

        assertProblem(answer, status, code);
        assertThat(gateway.service.requestCount()).as("forwarded requests").isEqualTo(before);
    }

    @Test
    void answersTooManyOrTooLargeHeadersWithProblemDocuments() throws IOException {
        String start = "GET /api/products HTTP/1.1\r\nHost: shop\r\nAccept-Language: ko\r\n";

        String many = raw(start + "X: y\r\n".repeat(200) + "\r\n");
        String large = raw(start + "X: " + "y".repeat(16_600) + "\r\n\r\n");
        String longLine = raw("GET /api/products?q=" + "y".repeat(9_000) + " HTTP/1.1\r\nHost: shop\r\n\r\n");

        assertProblem(many, 431, "REQUEST_HEADER_FIELDS_TOO_LARGE");
        assertThat(many).contains("요청 헤더");
        assertProblem(large, 431, "REQUEST_HEADER_FIELDS_TOO_LARGE");
        assertProblem(longLine, 414, "URI_TOO_LONG");
    }

    private static void assertProblem(String answer, int status, String code) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"code\":\"" + code + "\"");
    }

    /**
     * The server may read the next request before it has completed the previous one. Reactor Netty 1.3.7 never read a
     * connection again if that next request was rejected at once.
     */
    @Test
    void keepsReadingAConnectionAfterAnImmediateNextRequest() {
        for (int i = 0; i < 300; i++) {
            assertThat(gateway.get(gateway.as(newUser(), "/api/coupons")).status())
                    .isEqualTo(200);
            assertThat(gateway.get(gateway.to("/api/coupons")).status()).isEqualTo(401);
        }
    }

    @Test
    void operatorEndpointsRequireTheOperatorRole() {
        Response user = gateway.get(gateway.as(newUser(), "/ops/campaigns"));

        assertThat(user.status()).isEqualTo(403);
        assertThat(user.code()).isEqualTo("FORBIDDEN");
        assertThat(gateway.get(gateway.as(newUser(), "/ops/campaigns", "OPERATOR"))
                        .status())
                .isEqualTo(200);
    }

    /** payment-service is unreachable in this test; the stub serves all other services. */
    @ParameterizedTest
    @CsvSource({
        "?topic=user.messages&limit=5, 200",
        "?limit=5&topic=coupon.requests, 200",
        "?topic=coupon.results, 200",
        "/user.messages:0:1, 200",
        "/user.messages%3A0%3A1, 200",
        "/coupon.requests:0:1/redrive, 200",
        "?topic=payment.events, 503",
        "/payment.events:0:1, 503",
        "/payment.events:0:1/redrive, 503",
        "'', 503",
        "?topic=user.messagesx, 503",
        "/nonsense, 503"
    })
    void routesDeadLetterRequestsToTheOwnerOfTheTopic(String path, int status) {
        assertThat(gateway.get(gateway.as(newUser(), "/ops/dead-letters" + path, "OPERATOR"))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void rejectsTokensWithAnUnknownKeyOrWithoutASignature() {
        String unknownKey = StubService.token(StubService.newKey(), newUser(), "OPERATOR");
        String unsigned = new PlainJWT(new JWTClaimsSet.Builder()
                        .issuer("firstcome")
                        .audience("firstcome")
                        .subject(newUser().toString())
                        .build())
                .serialize();

        for (String token : List.of(unknownKey, unsigned, "nonsense")) {
            int before = gateway.service.requestCount();
            Response refused = gateway.get(gateway.to("/api/coupons").header("Authorization", "Bearer " + token));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(gateway.service.requestCount()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/x",
                "/actuator/health",
                "/actuator/prometheus",
                "/v3/api-docs",
                "/",
                "/api",
                "/ops",
                "/apiary",
                "/error"
            })
    void unroutedPathsReturn404WithAndWithoutAToken(String path) {
        for (Response response :
                List.of(gateway.get(gateway.to(path)), gateway.get(gateway.as(newUser(), path, "OPERATOR")))) {
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.code()).isEqualTo("NOT_FOUND");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/coupons/..%2f..%2finternal/x",
                "/api/coupons/../../internal/x",
                "/api/campaigns/%2e%2e/%2e%2e/internal/x",
                "/api/users//me",
                "/api/users;a=b/me",
                "/api/coupons/%00",
                "/api/coupons/%5c..%5cinternal"
            })
    void rejectsMalformedPaths(String path) throws IOException {
        int before = gateway.service.requestCount();
        String response = raw("GET " + path + " HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer "
                + gateway.service.token(newUser()) + "\r\nConnection: close\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 4").contains("application/problem+json");
        assertThat(gateway.service.requestCount()).isEqualTo(before);
    }

    @Test
    void forwardsABodyUpToTheLimitAndRejectsALargerOne() {
        byte[] allowed = new byte[BODY_MAX];
        byte[] oversized = new byte[BODY_MAX + 1];

        assertThat(gateway.post(gateway.to("/api/users"), BodyPublishers.ofByteArray(allowed))
                        .body()
                        .path("bytes")
                        .asInt())
                .isEqualTo(BODY_MAX);
        int before = gateway.service.requestCount();
        Response declared = gateway.post(gateway.to("/api/users"), BodyPublishers.ofByteArray(oversized));
        Response chunked = gateway.post(
                gateway.to("/api/users"), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(oversized)));
        assertThat(List.of(declared, chunked)).extracting(Response::status).containsOnly(413);
        assertThat(List.of(declared, chunked)).extracting(Response::code).containsOnly("BODY_TOO_LARGE");
        assertThat(gateway.service.requestCount()).isEqualTo(before);
    }

    @Test
    void anUnreachableServiceIsA503InTheLanguageOfTheClient() {
        Response english = gateway.get(gateway.as(newUser(), "/api/payments"));
        Response korean =
                gateway.get(gateway.as(newUser(), "/api/payments").header("Accept-Language", "fr, ko-KR;q=0.8"));

        assertThat(english.status()).isEqualTo(503);
        assertThat(english.code()).isEqualTo("UNAVAILABLE");
        assertThat(english.header("Retry-After")).isEqualTo("1");
        assertThat(english.header("Content-Type")).startsWith("application/problem+json");
        assertThat(korean.body().path("detail").asString("")).contains("잠시 후");
    }

    @Test
    void aServiceThatClosesTheConnectionIsA503() {
        Response response = gateway.get(gateway.as(newUser(), "/api/coupons/broken"));

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.code()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void aServiceThatDoesNotRespondIsA504() {
        Response response = gateway.get(gateway.as(newUser(), "/api/coupons/never"));

        assertThat(response.status()).isEqualTo(504);
        assertThat(response.code()).isEqualTo("TIMEOUT");
        assertThat(response.header("X-Request-Id")).isNotEmpty();
    }

    @Test
    void rejectsAnOversizedHeaderBlock() throws IOException {
        String response = raw("GET /api/campaigns HTTP/1.1\r\nHost: shop\r\nX-Long: " + "a".repeat(20_000)
                + "\r\nConnection: close\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 4");
    }

    @Test
    void servesTheOpenApiPages() {
        assertThat(gateway.get(gateway.to("/openapi")).status()).isEqualTo(302);
        assertThat(gateway.get(gateway.to("/swagger-ui/index.html")).status()).isEqualTo(200);
        assertThat(gateway.get(gateway.to("/openapi/user-service.json"))
                        .body()
                        .path("path")
                        .asString(""))
                .isEqualTo("/v3/api-docs");
    }

    /** Sends raw bytes, because HTTP client libraries normalize requests. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static UUID newUser() {
        return UUID.randomUUID();
    }
}
