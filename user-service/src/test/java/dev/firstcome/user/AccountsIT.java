package dev.firstcome.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.firstcome.user.UserService.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class AccountsIT {
    private UserService service;

    @BeforeAll
    void start(@TempDir Path folder) {
        service = new UserService(folder);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void exactlyOneConcurrentSignUpWithAnAddressSucceeds() throws Exception {
        String email = newEmail();

        List<Answer> answers = concurrently(50, () -> service.signUp(email));

        // On a busy machine, a call that waits too long for the concurrent commit gets 503 and changes nothing.
        assertThat(answers).extracting(Answer::status).isSubsetOf(201, 409, 503);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 201)
                .singleElement()
                .satisfies(created -> {
                    String token = service.signIn(email, UserService.PASSWORD).text("accessToken");
                    assertThat(service.me(token).text("userId")).isEqualTo(created.text("userId"));
                });
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .extracting(Answer::code)
                .containsOnly("EMAIL_TAKEN");
    }

    @Test
    void otherSpellingsOfARegisteredAddressAreRejected() {
        String email = newEmail();
        service.signUp(email);

        assertThat(service.signUp("  " + email.toUpperCase(Locale.ROOT)).code()).isEqualTo("EMAIL_TAKEN");
    }

    @Test
    void usersAreDistributedOverAllShards() {
        long firstHalf = IntStream.range(0, 40)
                .mapToObj(n -> UUID.fromString(service.signUp(newEmail()).text("userId")))
                .filter(id -> (id.getMostSignificantBits() & 0xFFF) < 2048)
                .count();

        assertThat(firstHalf).isBetween(1L, 39L);
    }

    @Test
    void callersCannotSetTheirRolesOrId() {
        String email = newEmail();
        Answer signedUp = service.post(
                "/api/users",
                Map.of(
                        "email",
                        email,
                        "password",
                        UserService.PASSWORD,
                        "name",
                        "Kim",
                        "roles",
                        List.of("OPERATOR"),
                        "segments",
                        List.of("VIP"),
                        "userId",
                        new UUID(1, 1).toString()));
        String token = service.signIn(email, UserService.PASSWORD).text("accessToken");
        service.call(
                "PATCH",
                "/api/users/me",
                token,
                BodyPublishers.ofString(
                        "{\"name\": \"Lee\", \"roles\": [\"OPERATOR\"], \"email\": \"x@example.com\"}"));

        Answer me = service.me(token);
        assertThat(me.text("userId")).isEqualTo(signedUp.text("userId")).isNotEqualTo(new UUID(1, 1).toString());
        assertThat(me.body().path("roles")).isEmpty();
        assertThat(me.body().path("segments")).isEmpty();
        assertThat(me.text("email")).isEqualTo(email);
        assertThat(me.text("name")).isEqualTo("Lee");
    }

    @Test
    void anInvalidFieldIsNamedInTheProblem() {
        Answer answer = service.post("/api/users", Map.of("email", "kim", "password", "12345678", "name", "Kim"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_FIELD");
        assertThat(answer.text("field")).isEqualTo("email");
    }

    @Test
    void aBodyOverTheLimitIsRejectedWithAndWithoutContentLength() {
        String body = "{\"email\": \"" + "a".repeat(70_000) + "\"}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        Answer withLength = service.call("POST", "/api/users", null, BodyPublishers.ofByteArray(bytes));
        Answer chunked = service.call(
                "POST", "/api/users", null, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));

        assertThat(List.of(withLength, chunked)).extracting(Answer::status).containsOnly(413);
        assertThat(List.of(withLength, chunked)).extracting(Answer::code).containsOnly("BODY_TOO_LARGE");
    }

    @Test
    void segmentsSetByAnOperatorAreInTheNextToken() throws Exception {
        String email = newEmail();
        String user = service.signUp(email).text("userId");
        Answer session = service.signIn(email, UserService.PASSWORD);
        String operator =
                service.signIn(UserService.OPERATOR, UserService.PASSWORD).text("accessToken");

        Answer response =
                segments(user, operator, "{\"segments\": [\"vip\", \"new\", \"vip\"], \"reason\": \"a test\"}");

        assertThat(response.status()).as(response.toString()).isEqualTo(200);
        String token = service.refresh(session.text("refreshToken")).text("accessToken");
        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringListClaim("segments"))
                .containsExactly("new", "vip");
        assertThat(service.me(token).body().path("segments").size()).isEqualTo(2);
    }

    @Test
    void invalidSegmentsAndUnauthorizedCallersAreRejected() {
        String email = newEmail();
        String user = service.signUp(email).text("userId");
        String userToken = service.signIn(email, UserService.PASSWORD).text("accessToken");
        String operator =
                service.signIn(UserService.OPERATOR, UserService.PASSWORD).text("accessToken");
        String valid = "{\"segments\": [\"vip\"], \"reason\": \"a test\"}";

        assertThat(segments(user, null, valid).status()).isEqualTo(401);
        assertThat(segments(user, userToken, valid).code()).isEqualTo("FORBIDDEN");
        assertThat(segments(UUID.randomUUID().toString(), operator, valid).code())
                .isEqualTo("NOT_FOUND");
        assertThat(segments(user, operator, "{\"segments\": [\"vip\"]}").text("field"))
                .isEqualTo("reason");
        for (String invalid : List.of("[\"V I P\"]", "[null]", "[\"\"]", "null", "[\"" + "a".repeat(41) + "\"]")) {
            Answer rejected = segments(user, operator, "{\"segments\": " + invalid + ", \"reason\": \"a test\"}");
            assertThat(rejected.text("field")).as(invalid).isEqualTo("segments");
        }
        assertThat(service.me(userToken).body().path("segments")).isEmpty();
    }

    private Answer segments(String user, @Nullable String token, String body) {
        return service.call("PUT", "/ops/users/" + user + "/segments", token, BodyPublishers.ofString(body));
    }

    @Test
    void theInitialOperatorExists() {
        String token =
                service.signIn(UserService.OPERATOR, UserService.PASSWORD).text("accessToken");

        assertThat(service.me(token).body().path("roles").path(0).asString("")).isEqualTo("OPERATOR");
    }

    @Test
    void passwordsTokensAndAddressesAreNotLogged(CapturedOutput output) {
        String email = newEmail();
        service.signUp(email);
        service.signUp(email);
        Answer tokens = service.signIn(email, UserService.PASSWORD);
        service.signIn(email, "wrong horse");
        service.refresh(tokens.text("refreshToken"));
        service.refresh(tokens.text("refreshToken"));
        service.call("POST", "/api/users", null, BodyPublishers.ofString("{\"email\": \"" + email + "\", "));

        assertThat(output.getAll())
                .doesNotContain(email)
                .doesNotContain(UserService.PASSWORD)
                .doesNotContain("wrong horse")
                .doesNotContain(tokens.text("accessToken"))
                .doesNotContain(tokens.text("refreshToken"));
    }

    static String newEmail() {
        return "it-" + UUID.randomUUID() + "@example.com";
    }

    /** Runs the call on the given number of threads, which start at the same moment. */
    static List<Answer> concurrently(int times, Supplier<Answer> call) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> running = new ArrayList<>();
            for (int n = 0; n < times; n++) {
                running.add(threads.submit(() -> {
                    start.await();
                    return call.get();
                }));
            }
            start.countDown();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : running) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
