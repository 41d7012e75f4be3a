package dev.firstcome.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.user.UserService.Answer;
import dev.firstcome.user.session.RefreshToken;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsIT {
    private static final int ROUNDS = 10;
    private static final int TRIES_MAX = 15;
    private static final Duration BOUND = Duration.ofSeconds(30);

    private UserService service;
    private String email;
    private String userId;

    @BeforeAll
    void start(@TempDir Path folder) {
        service = new UserService(folder);
        email = AccountsIT.newEmail();
        userId = service.signUp(email).text("userId");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void theAccessTokenIdentifiesTheUser() {
        Answer tokens = signIn();

        assertThat(tokens.body().path("expiresIn").asInt()).isEqualTo(900);
        assertThat(service.me(tokens.text("accessToken")).text("userId")).isEqualTo(userId);
    }

    @Test
    void anUnknownAddressAndAWrongPasswordGetTheSameResponse() {
        Answer wrong = service.signIn(email, "wrong horse");
        Answer unknown = service.signIn(AccountsIT.newEmail(), "wrong horse");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("BAD_CREDENTIALS");
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void aRefreshIssuesNewTokensOfTheSession() {
        Answer next = service.refresh(signIn().text("refreshToken"));

        assertThat(next.status()).isEqualTo(200);
        assertThat(service.me(next.text("accessToken")).status()).isEqualTo(200);
        assertThat(service.refresh(next.text("refreshToken")).status()).isEqualTo(200);
    }

    @Test
    void concurrentRefreshesGetTheSameSuccessor() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String token = signIn().text("refreshToken");

            List<Answer> answers = AccountsIT.concurrently(8, () -> refreshUntilAnswered(token));

            assertThat(answers).extracting(Answer::status).containsOnly(200);
            Set<String> successors =
                    answers.stream().map(answer -> answer.text("refreshToken")).collect(Collectors.toSet());
            assertThat(successors).hasSize(1).doesNotContain(token);
            assertThat(service.refresh(successors.iterator().next()).status()).isEqualTo(200);
        }
    }

    /** Retries 503, which means that the concurrent call held the row lock for too long and nothing was changed. */
    private Answer refreshUntilAnswered(String token) {
        return Eventually.get(
                "an answer other than 503", BOUND, () -> service.refresh(token), answer -> answer.status() != 503);
    }

    @Test
    void reuseAfterTheGracePeriodEndsTheSession() {
        String first = signIn().text("refreshToken");
        Answer second = service.refresh(first);
        assertThat(service.refresh(first).text("refreshToken")).isEqualTo(second.text("refreshToken"));
        endGracePeriod(first);

        assertThat(service.refresh(first).code()).isEqualTo("REFRESH_TOKEN_INVALID");
        assertThat(service.refresh(second.text("refreshToken")).code()).isEqualTo("REFRESH_TOKEN_INVALID");
    }

    @Test
    void reuseAfterTheUseOfTheSuccessorEndsTheSession() {
        String first = signIn().text("refreshToken");
        String second = service.refresh(first).text("refreshToken");
        String third = service.refresh(second).text("refreshToken");

        assertThat(service.refresh(first).code()).isEqualTo("REFRESH_TOKEN_INVALID");
        assertThat(service.refresh(third).code()).isEqualTo("REFRESH_TOKEN_INVALID");
    }

    /** Moves the last refresh into the past, so that the test need not wait for the end of the grace period. */
    private void endGracePeriod(String refreshToken) {
        UUID session = RefreshToken.parse(refreshToken).orElseThrow().sessionId();
        Bucket bucket = BucketedIds.bucketOf(session);
        service.bean(Shards.class).execute(bucket, () -> {
            int updated = service.bean(JdbcClient.class)
                    .sql("update session_family set rotated_at = rotated_at - interval '10 seconds'"
                            + " where bucket = ? and family_id = ?")
                    .params(bucket.number(), session)
                    .update();
            assertThat(updated).isEqualTo(1);
        });
    }

    @Test
    void anExpiredAccessTokenIsIgnoredOnPublicEndpoints() {
        String expired = new SignedTokens(service).access(UUID.fromString(userId), Instant.EPOCH);
        for (String token : List.of(expired, "not-a-token")) {
            Answer signedIn = service.call("POST", "/api/sessions", token, signInBody(email));
            String refreshToken = signedIn.text("refreshToken");
            BodyPublisher refresh = BodyPublishers.ofString("{\"refreshToken\":\"" + refreshToken + "\"}");

            assertThat(signedIn.status()).isEqualTo(200);
            assertThat(service.call("POST", "/api/sessions/refresh", token, refresh)
                            .status())
                    .isEqualTo(200);
            assertThat(service.call("GET", "/.well-known/jwks.json", token, BodyPublishers.noBody())
                            .status())
                    .isEqualTo(200);
            assertThat(service.me(token).status()).isEqualTo(401);
        }
    }

    @Test
    void signOutWithAnExpiredAccessTokenSaysInvalidToken() {
        String expired = new SignedTokens(service).access(UUID.fromString(userId), Instant.EPOCH);

        Answer rejected = service.call("DELETE", "/api/sessions/current", expired, BodyPublishers.noBody());

        assertThat(rejected.status()).isEqualTo(401);
        assertThat(rejected.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }

    @Test
    void wrongPasswordsDelayTheNextTryFromThatAddressOnly() {
        String victim = AccountsIT.newEmail();
        service.signUp(victim);

        Answer delayed = failUntilDelayed("192.0.2.1", victim);

        assertThat(delayed.code()).isEqualTo("TOO_MANY_ATTEMPTS");
        assertThat(Integer.parseInt(delayed.header("Retry-After"))).isBetween(1, 60);
        assertThat(delayed.text("detail")).contains("second");
        assertThat(service.signInFrom("192.0.2.2", victim, UserService.PASSWORD).status())
                .isEqualTo(200);
        Eventually.get(
                "the right password is accepted after the wait",
                BOUND,
                () -> service.signInFrom("192.0.2.1", victim, UserService.PASSWORD),
                answer -> answer.status() == 200);
        assertThat(service.signInFrom("192.0.2.1", victim, "wrong horse").code())
                .isEqualTo("BAD_CREDENTIALS");
    }

    @Test
    void concurrentTriesAreCountedOneByOne() throws Exception {
        String victim = AccountsIT.newEmail();
        service.signUp(victim);

        List<Answer> right =
                AccountsIT.concurrently(8, () -> service.signInFrom("192.0.2.4", victim, UserService.PASSWORD));
        List<Answer> wrong = AccountsIT.concurrently(40, () -> service.signInFrom("192.0.2.4", victim, "wrong horse"));

        assertThat(right).extracting(Answer::status).containsOnly(200);
        assertThat(wrong).extracting(Answer::status).containsOnly(401, 429);
        // During a stall the first waits of one and two seconds may pass.
        assertThat(wrong).filteredOn(answer -> answer.status() == 401).hasSizeBetween(5, 7);
    }

    @Test
    void triesWithAnUnknownAddressOrAnImpossiblePasswordAreDelayedToo() {
        failUntilDelayed("192.0.2.3", AccountsIT.newEmail());

        int tries = 0;
        String unknown = AccountsIT.newEmail();
        while (service.signInFrom("192.0.2.3", unknown, "short").status() == 401) {
            assertThat(++tries).isLessThan(TRIES_MAX);
        }
        assertThat(tries).isGreaterThanOrEqualTo(5);
    }

    /** A stall can separate the tries by more than the first waits, so more tries than the free ones may be admitted. */
    private Answer failUntilDelayed(String address, String account) {
        for (int failed = 0; failed < TRIES_MAX; failed++) {
            Answer answer = service.signInFrom(address, account, "wrong horse");
            if (answer.status() == 429) {
                assertThat(failed).isGreaterThanOrEqualTo(5);
                return answer;
            }
            assertThat(answer.code()).isEqualTo("BAD_CREDENTIALS");
        }
        throw new AssertionError("no try of " + TRIES_MAX + " was delayed");
    }

    @Test
    void aWrongSecretIsRejectedWithoutEndingTheSession() {
        String token = signIn().text("refreshToken");
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        bytes[30] ^= 1;
        String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

        assertThat(service.refresh(forged).status()).isEqualTo(401);
        assertThat(service.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void aRefreshAfterSignOutIsRejected() {
        Answer tokens = signIn();
        Answer signedOut =
                service.call("DELETE", "/api/sessions/current", tokens.text("accessToken"), BodyPublishers.noBody());

        assertThat(signedOut.status()).isEqualTo(204);
        assertThat(service.refresh(tokens.text("refreshToken")).code()).isEqualTo("REFRESH_TOKEN_INVALID");
    }

    @Test
    void signOutDoesNotEndOtherSessions() {
        Answer ended = signIn();
        Answer other = signIn();
        service.call("DELETE", "/api/sessions/current", ended.text("accessToken"), BodyPublishers.noBody());

        assertThat(service.refresh(other.text("refreshToken")).status()).isEqualTo(200);
    }

    @Test
    void aValidTokenIsAccepted() throws Exception {
        assertThat(me(signed(JWSAlgorithm.RS256, new RSASSASigner(service.signing.getPrivate()), claims().build())))
                .isEqualTo(200);
    }

    @Test
    void anUnsignedTokenIsRejected() {
        assertThat(me(new PlainJWT(claims().build()).serialize())).isEqualTo(401);
    }

    @Test
    void aTokenSignedWithThePublicKeyAsHmacSecretIsRejected() throws Exception {
        byte[] der = service.signing.getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";

        for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.UTF_8))) {
            assertThat(me(signed(JWSAlgorithm.HS256, new MACSigner(secret), claims().build())))
                    .isEqualTo(401);
        }
    }

    @Test
    void aTokenOfAnotherKeyIsRejected() throws Exception {
        JWSSigner other = new RSASSASigner(UserService.newKeys().getPrivate());

        assertThat(me(signed(JWSAlgorithm.RS256, other, claims().build()))).isEqualTo(401);
    }

    @Test
    void aTokenWithAnotherAlgorithmIsRejected() throws Exception {
        JWSSigner serviceKey = new RSASSASigner(service.signing.getPrivate());

        assertThat(me(signed(JWSAlgorithm.RS512, serviceKey, claims().build()))).isEqualTo(401);
    }

    @Test
    void expiredTokensAndTokensForOtherAudiencesAreRejected() throws Exception {
        JWSSigner serviceKey = new RSASSASigner(service.signing.getPrivate());
        Date expired = Date.from(Instant.now().minus(Duration.ofMinutes(2)));

        assertThat(me(signed(
                        JWSAlgorithm.RS256,
                        serviceKey,
                        claims().expirationTime(expired).build())))
                .isEqualTo(401);
        assertThat(me(signed(
                        JWSAlgorithm.RS256,
                        serviceKey,
                        claims().audience("other").build())))
                .isEqualTo(401);
        assertThat(me(signed(
                        JWSAlgorithm.RS256, serviceKey, claims().issuer("other").build())))
                .isEqualTo(401);
    }

    @Test
    void aTamperedTokenIsRejected() {
        String[] parts = signIn().text("accessToken").split("\\.", -1);
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"roles\":[]", "\"roles\":[\"OPERATOR\"]");
        String changed =
                Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8));

        assertThat(changed).isNotEqualTo(parts[1]);
        assertThat(me(parts[0] + "." + changed + "." + parts[2])).isEqualTo(401);
    }

    @Test
    void thePublishedKeysContainNoPrivateParameters() {
        Answer keys = service.call("GET", "/.well-known/jwks.json", null, BodyPublishers.noBody());

        assertThat(keys.body().path("keys")).hasSize(1);
        assertThat(keys.body().path("keys").path(0).propertyNames())
                .containsExactlyInAnyOrder("kty", "e", "use", "kid", "alg", "n");
    }

    private static BodyPublisher signInBody(String email) {
        return BodyPublishers.ofString("{\"email\":\"" + email + "\",\"password\":\"" + UserService.PASSWORD + "\"}");
    }

    private Answer signIn() {
        return service.signIn(email, UserService.PASSWORD);
    }

    private int me(String token) {
        return service.me(token).status();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("firstcome")
                .audience("firstcome")
                .subject(userId)
                .claim("roles", List.of())
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims) throws JOSEException {
        JWSHeader header =
                new JWSHeader.Builder(algorithm).keyID(UserService.KID).build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }
}
