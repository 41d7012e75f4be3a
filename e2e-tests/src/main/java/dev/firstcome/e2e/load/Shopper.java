package dev.firstcome.e2e.load;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One user with an account, an address and a connection. Signs in again before the token expires. Not thread-safe.
 */
public final class Shopper {
    private final GatewayClient client;
    private final ShopperAccount account;
    private final @Nullable InetAddress from;
    private final SplittableRandom random;

    /** A user who may not be signed up yet; the number determines the address. */
    Shopper(GatewayClient client, ShopperAccount account, int number, SplittableRandom random) {
        this.client = client;
        this.account = account;
        this.from = LoopbackAddresses.ofUser(number);
        this.random = random;
    }

    /** Creates the account, unless an earlier call whose answer was lost has created it, and signs in. */
    void signUp() throws IOException, InterruptedException {
        Answer answer = sendIdempotent(Call.post("/api/users")
                .body(Map.of("email", account.email, "password", account.password, "name", "Shopper", "locale", "en")));
        if (answer.status() != 201 && !answer.code().equals("EMAIL_TAKEN")) {
            throw new IOException("sign-up of " + account.email + " was answered " + answer);
        }
        signIn();
        Answer user = answer.ok() ? answer : sendIdempotent(authorized(Call.get("/api/users/me")));
        account.signedUp(UUID.fromString(user.text("userId")));
    }

    private void signIn() throws IOException, InterruptedException {
        Answer answer = sendIdempotent(signInCall());
        if (!answer.ok()) {
            throw new IOException("sign-in of " + account.email + " was answered " + answer);
        }
        account.signedIn(answer);
    }

    /** Signs in again, without a retry. */
    public Answer signInOnce() throws IOException {
        Answer answer = client.send(signInCall().from(from));
        if (answer.ok()) {
            account.signedIn(answer);
        }
        return answer;
    }

    private Call signInCall() {
        return Call.post("/api/sessions").body(Map.of("email", account.email, "password", account.password));
    }

    private Answer sendIdempotent(Call call) throws IOException, InterruptedException {
        return RetryingClient.sendWithRetry(call.from(from), client::send, random);
    }

    /** An idempotent call with this user's token, retried until its answer is final. */
    public Answer sendWithRetry(Call call) throws IOException, InterruptedException {
        return RetryingClient.sendWithRetry(call, this::send, random);
    }

    /** One call with this user's token, without a retry. */
    public Answer send(Call call) throws IOException, InterruptedException {
        return sendTo(client, call);
    }

    /** The same through another client, such as one of a service's own port; from several threads if the token is fresh. */
    public Answer sendTo(GatewayClient other, Call call) throws IOException, InterruptedException {
        if (!account.hasValidToken()) {
            signIn();
        }
        return other.send(authorized(call).from(from));
    }

    /** One call with the given token. */
    public Answer sendWith(String other, Call call) throws IOException {
        return client.send(call.header("Authorization", "Bearer " + other).from(from));
    }

    private Call authorized(Call call) {
        return call.header("Authorization", "Bearer " + account.token());
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

    /** The current access token. */
    public String token() {
        return account.token();
    }

    public UUID userId() {
        return account.userId();
    }

    SplittableRandom random() {
        return random;
    }
}
