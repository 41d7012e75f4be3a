package dev.firstcome.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.firstcome.gateway.Gateway.Answer;
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
class DoorIT {
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
    void whatAClientSaysAboutItselfReachesNoService() {
        Answer answer = gateway.get(gateway.as(newUser(), "/api/coupons")
                .header("X-User-Id", "forged")
                .header("X-Internal-Call", "forged")
                .header("X-Forwarded-For", "forged")
                .header("Forwarded", "for=forged")
                .header("X-Real-IP", "forged")
                .header("X-Request-Id", "forged")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).doesNotContain("forged");
        assertThat(answer.response().body()).contains("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(answer.body().path("headers").path("X-request-id").path(0).asString(""))
                .isEqualTo(answer.header("X-Request-Id"));
    }

    @Test
    void theAnswerSaysTheIdOfTheCallOnceAndNothingInternal() {
        Answer answer = gateway.get(gateway.as(newUser(), "/api/coupons"));

        assertThat(answer.response().headers().allValues("X-Request-Id"))
                .hasSize(1)
                .doesNotContain("not ours");
        assertThat(answer.header("X-Internal-Node")).isEmpty();
    }

    @Test
    void withoutATokenOnlyTheOpenDoorsAreOpen() {
        assertThat(gateway.get(gateway.to("/api/campaigns")).status()).isEqualTo(200);
        assertThat(gateway.get(gateway.to("/api/campaigns/1")).status()).isEqualTo(200);
        assertThat(gateway.post(gateway.to("/api/users")).status()).isEqualTo(200);
        assertThat(gateway.post(gateway.to("/api/sessions/refresh")).status()).isEqualTo(200);
        for (String path : List.of("/api/users/me", "/api/coupons", "/api/campaigns/1/requests/2", "/ops/campaigns")) {
            Answer refused = gateway.get(gateway.to(path));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("UNAUTHENTICATED");
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    /**
     * The next call may be read before the server is done with the last one, whose answer is out. With Reactor Netty 1.3.7
     * a connection whose next call was refused at once was never read again.
     */
    @Test
    void aConnectionOnWhichCallsFollowAtOnceIsAlwaysRead() {
        for (int i = 0; i < 300; i++) {
            assertThat(gateway.get(gateway.as(newUser(), "/api/coupons")).status())
                    .isEqualTo(200);
            assertThat(gateway.get(gateway.to("/api/coupons")).status()).isEqualTo(401);
        }
    }

    @Test
    void theControlRoomIsForOperators() {
        Answer user = gateway.get(gateway.as(newUser(), "/ops/campaigns"));

        assertThat(user.status()).isEqualTo(403);
        assertThat(user.code()).isEqualTo("FORBIDDEN");
        assertThat(gateway.get(gateway.as(newUser(), "/ops/campaigns", "OPERATOR"))
                        .status())
                .isEqualTo(200);
    }

    /** Payments are away here, and everybody else is the stub. */
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
    void deadLettersAreLookedAfterByTheOwnerOfTheirTopic(String path, int status) {
        assertThat(gateway.get(gateway.as(newUser(), "/ops/dead-letters" + path, "OPERATOR"))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void aTokenOfAnotherKeyOrOfNoneIsRefused() {
        String foreign = StubService.token(StubService.newKey(), newUser(), "OPERATOR");
        String unsigned = new PlainJWT(new JWTClaimsSet.Builder()
                        .issuer("firstcome")
                        .audience("firstcome")
                        .subject(newUser().toString())
                        .build())
                .serialize();

        for (String token : List.of(foreign, unsigned, "nonsense")) {
            int before = gateway.service.calls();
            Answer refused = gateway.get(gateway.to("/api/coupons").header("Authorization", "Bearer " + token));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(gateway.service.calls()).isEqualTo(before);
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
    void whatIsNoDoorIsNotThereWithATokenOrWithout(String path) {
        for (Answer answer :
                List.of(gateway.get(gateway.to(path)), gateway.get(gateway.as(newUser(), path, "OPERATOR")))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("NOT_FOUND");
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
    void pathTricksReachNoService(String path) throws IOException {
        int before = gateway.service.calls();
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer "
                + gateway.service.token(newUser()) + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
        assertThat(gateway.service.calls()).isEqualTo(before);
    }

    @Test
    void aBodyUpToTheLimitPassesAndOneOverItReachesNoService() {
        byte[] fits = new byte[BODY_MAX];
        byte[] over = new byte[BODY_MAX + 1];

        assertThat(gateway.post(gateway.to("/api/users"), BodyPublishers.ofByteArray(fits))
                        .body()
                        .path("bytes")
                        .asInt())
                .isEqualTo(BODY_MAX);
        int before = gateway.service.calls();
        Answer said = gateway.post(gateway.to("/api/users"), BodyPublishers.ofByteArray(over));
        Answer chunked = gateway.post(
                gateway.to("/api/users"), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(over)));
        assertThat(List.of(said, chunked)).extracting(Answer::status).containsOnly(413);
        assertThat(List.of(said, chunked)).extracting(Answer::code).containsOnly("BODY_TOO_LARGE");
        assertThat(gateway.service.calls()).isEqualTo(before);
    }

    @Test
    void aServiceThatIsAwayIsA503InTheCallersLanguage() {
        Answer english = gateway.get(gateway.as(newUser(), "/api/payments"));
        Answer korean =
                gateway.get(gateway.as(newUser(), "/api/payments").header("Accept-Language", "fr, ko-KR;q=0.8"));

        assertThat(english.status()).isEqualTo(503);
        assertThat(english.code()).isEqualTo("UNAVAILABLE");
        assertThat(english.header("Retry-After")).isEqualTo("1");
        assertThat(english.header("Content-Type")).startsWith("application/problem+json");
        assertThat(korean.body().path("detail").asString("")).contains("잠시 후");
    }

    @Test
    void aServiceThatBreaksTheConnectionIsA503() {
        Answer answer = gateway.get(gateway.as(newUser(), "/api/coupons/broken"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void aServiceThatDoesNotAnswerIsA504() {
        Answer answer = gateway.get(gateway.as(newUser(), "/api/coupons/never"));

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.code()).isEqualTo("TIMEOUT");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
    }

    @Test
    void aHeaderBlockOverItsLimitIsRefused() throws IOException {
        String answer = raw("GET /api/campaigns HTTP/1.1\r\nHost: shop\r\nX-Long: " + "a".repeat(20_000)
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4");
    }

    @Test
    void thePageOfTheDocumentsIsServed() {
        assertThat(gateway.get(gateway.to("/openapi")).status()).isEqualTo(302);
        assertThat(gateway.get(gateway.to("/swagger-ui/index.html")).status()).isEqualTo(200);
        assertThat(gateway.get(gateway.to("/openapi/user-service.json"))
                        .body()
                        .path("path")
                        .asString(""))
                .isEqualTo("/v3/api-docs");
    }

    /** As bytes, since clients in libraries tidy up what they send. */
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
