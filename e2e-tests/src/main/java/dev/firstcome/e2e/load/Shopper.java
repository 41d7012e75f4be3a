package dev.firstcome.e2e.load;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person with an account, an address and a connection. Signs in again before the token ends. For one thread at a
 * time.
 */
public final class Shopper {
    private static final Duration TOKEN_MARGIN = Duration.ofMinutes(1);

    private final GatewayClient door;
    private final String email;
    private final String password;
    private final @Nullable InetAddress from;
    private final SplittableRandom random;
    private @Nullable UUID userId;
    private String token = "";
    private long tokenEnds;

    /** A person who is not signed up yet; the number gives the address. */
    Shopper(GatewayClient door, String email, int number, SplittableRandom random) {
        this.door = door;
        this.email = email;
        this.password = "pass-" + email;
        this.from = LoopbackAddresses.ofUser(number);
        this.random = random;
    }

    /** Makes the account, or finds that an earlier call whose answer was lost has made it, and signs in. */
    void signUp() throws IOException, InterruptedException {
        Answer answer = patiently(Call.post("/api/users")
                .body(Map.of("email", email, "password", password, "name", "Shopper", "locale", "en")));
        if (answer.status() != 201 && !answer.code().equals("EMAIL_TAKEN")) {
            throw new IOException("sign-up of " + email + " was answered " + answer);
        }
        signIn();
        Answer account = answer.ok() ? answer : patiently(authorized(Call.get("/api/users/me")));
        userId = UUID.fromString(account.text("userId"));
    }

    private void signIn() throws IOException, InterruptedException {
        Answer answer = patiently(signInCall());
        if (!answer.ok()) {
            throw new IOException("sign-in of " + email + " was answered " + answer);
        }
        take(answer);
    }

    /** Signs in again, tried once. */
    public Answer signInOnce() throws IOException {
        Answer answer = door.send(signInCall().from(from));
        if (answer.ok()) {
            take(answer);
        }
        return answer;
    }

    private Call signInCall() {
        return Call.post("/api/sessions").body(Map.of("email", email, "password", password));
    }

    private void take(Answer answer) {
        token = answer.text("accessToken");
        Duration valid = Duration.ofSeconds(answer.body().path("expiresIn").asLong());
        tokenEnds = System.nanoTime() + valid.minus(TOKEN_MARGIN).toNanos();
    }

    private Answer patiently(Call call) throws IOException, InterruptedException {
        return RetryingClient.answered(call.from(from), door::send, random);
    }

    /** A call with this user's token that may be sent twice, tried until it is answered for good. */
    public Answer answered(Call call) throws IOException, InterruptedException {
        return RetryingClient.answered(call, this::send, random);
    }

    /** One call with this user's token, tried once. */
    public Answer send(Call call) throws IOException, InterruptedException {
        return sendTo(door, call);
    }

    /** The same at another door, such as a service's own, and from several threads if the token is fresh. */
    public Answer sendTo(GatewayClient other, Call call) throws IOException, InterruptedException {
        if (System.nanoTime() - tokenEnds > 0) {
            signIn();
        }
        return other.send(authorized(call).from(from));
    }

    /** One call with this token, whosever it is. */
    public Answer sendWith(String other, Call call) throws IOException {
        return door.send(call.header("Authorization", "Bearer " + other).from(from));
    }

    private Call authorized(Call call) {
        return call.header("Authorization", "Bearer " + token);
    }

    Answer admission(UUID campaign) throws IOException, InterruptedException {
        return send(Call.post("/api/campaigns/" + campaign + "/admissions"));
    }

    Answer request(UUID campaign, String admission, String key) throws IOException, InterruptedException {
        return send(Call.post("/api/campaigns/" + campaign + "/requests")
                .header("X-Admission", admission)
                .header("Idempotency-Key", key));
    }

    Answer status(UUID campaign, String requestId) throws IOException, InterruptedException {
        return send(Call.get("/api/campaigns/" + campaign + "/requests/" + requestId));
    }

    /** The token that was given last. */
    public String token() {
        return token;
    }

    public UUID userId() {
        if (userId == null) {
            throw new IllegalStateException(email + " is not signed up");
        }
        return userId;
    }

    SplittableRandom random() {
        return random;
    }
}
