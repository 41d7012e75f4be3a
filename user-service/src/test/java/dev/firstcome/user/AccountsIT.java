package dev.firstcome.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.firstcome.user.UserService.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
    void unknownFieldsAreRejectedAndChangeNothing() {
        String email = newEmail();
        Map<String, Object> valid = Map.of("email", email, "password", UserService.PASSWORD, "name", "Kim");
        for (String field : List.of("roles", "segments", "userId")) {
            Map<String, Object> body = new HashMap<>(valid);
            body.put(field, List.of("OPERATOR"));
            assertThat(service.post("/api/users", body).status()).as(field).isEqualTo(400);
        }
        Answer signedUp = service.post("/api/users", valid);
        String token = service.signIn(email, UserService.PASSWORD).text("accessToken");
        Answer before = service.me(token);

        for (String unknown : List.of("\"roles\": [\"OPERATOR\"]", "\"email\": \"x@example.com\"", "\"x\": null")) {
            Answer rejected = patch(token, "{\"name\": \"Lee\", " + unknown + "}");
            assertThat(rejected.status()).as(unknown).isEqualTo(400);
        }

        assertThat(signedUp.status()).isEqualTo(201);
        assertThat(before.body().path("roles")).isEmpty();
        assertThat(before.body().path("segments")).isEmpty();
        assertThat(service.me(token).body()).isEqualTo(before.body());
    }

    @Test
    void nullAndAbsentProfileFieldsStayUnchanged() {
        String email = newEmail();
        service.signUp(email);
        String token = service.signIn(email, UserService.PASSWORD).text("accessToken");

        Answer locale = patch(token, "{\"name\": null, \"locale\": \"ko\"}");
        Answer name = patch(token, "{\"name\": \"Lee\"}");
        Answer nothing = patch(token, "{}");

        assertThat(List.of(locale.text("name"), locale.text("locale"))).containsExactly("Kim", "ko");
        assertThat(List.of(name.text("name"), name.text("locale"))).containsExactly("Lee", "ko");
        assertThat(nothing.body()).isEqualTo(name.body());
    }

    private Answer patch(String token, String body) {
        return service.call("PATCH", "/api/users/me", token, BodyPublishers.ofString(body));
    }

    @Test
    void textThatIsNotUnicodeIsRejectedEverywhere() {
        String token = signedInToken();
        for (String text : List.of("pass\\ud800word", "pass\\udc00word", "\\u0000".repeat(9))) {
            List<Answer> answers = new ArrayList<>();
            for (String field : List.of("email", "password", "name", "locale")) {
                answers.add(post("/api/users", signUpBody(field, text)));
            }
            answers.add(post("/api/sessions", "{\"email\": \"" + newEmail() + "\", \"password\": \"" + text + "\"}"));
            answers.add(post("/api/sessions/refresh", "{\"refreshToken\": \"" + text + "\"}"));
            answers.add(patch(token, "{\"name\": \"" + text + "\"}"));
            answers.add(patch(token, "{\"locale\": \"" + text + "\"}"));

            assertThat(answers).as(text).extracting(Answer::status).containsOnly(400);
        }
    }

    @Test
    void textThatIsTooLongIsRejected() {
        String token = signedInToken();
        String text = "x".repeat(20_000);
        for (String field : List.of("email", "password", "name", "locale")) {
            assertInvalid(field, post("/api/users", signUpBody(field, text)));
        }
        assertInvalid("name", patch(token, "{\"name\": \"" + text + "\"}"));
        assertInvalid("locale", patch(token, "{\"locale\": \"" + text + "\"}"));
        Answer signIn = service.signIn(newEmail(), text);
        assertThat(signIn.code()).isEqualTo("BAD_CREDENTIALS");
        for (String refreshToken : List.of("가".repeat(70), text, "=".repeat(70), "")) {
            assertThat(service.refresh(refreshToken).code()).isEqualTo("REFRESH_TOKEN_INVALID");
        }
    }

    private String signedInToken() {
        String email = newEmail();
        service.signUp(email);
        return service.signIn(email, UserService.PASSWORD).text("accessToken");
    }

    private Answer post(String path, String body) {
        return service.call("POST", path, null, BodyPublishers.ofString(body));
    }

    private static void assertInvalid(String field, Answer answer) {
        assertThat(answer.status()).as(field).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_FIELD");
        assertThat(answer.text("field")).isEqualTo(field);
    }

    /** A valid sign-up except for one field. The text may contain JSON escapes. */
    private static String signUpBody(String field, String text) {
        Map<String, String> fields = new HashMap<>(
                Map.of("email", newEmail(), "password", UserService.PASSWORD, "name", "Kim", "locale", "en"));
        fields.put(field, text);
        return fields.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    @Test
    void composedAndDecomposedCharactersAreTheSamePasswordAndName() {
        String email = newEmail();
        String password = "비밀번호는 café";
        String decomposed = Normalizer.normalize(password, Normalizer.Form.NFD);
        String name = Normalizer.normalize("김민지", Normalizer.Form.NFD);
        service.post("/api/users", Map.of("email", email, "password", decomposed, "name", name));

        Answer signedIn = service.signIn(email, password);

        assertThat(signedIn.status()).isEqualTo(200);
        assertThat(service.signIn(email, decomposed).status()).isEqualTo(200);
        assertThat(service.me(signedIn.text("accessToken")).text("name")).isEqualTo("김민지");
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
