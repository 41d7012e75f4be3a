package dev.firstcome.e2e.load;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** An authenticated operator that manages campaigns through the public gateway. Not thread-safe. */
public final class Operator implements AutoCloseable {
    private static final Duration OPEN_BOUND = Duration.ofSeconds(60);

    private final GatewayClient gateway;
    private final String email;
    private final String password;
    private String token = "";

    private Operator(URI gatewayUri, String email, String password) {
        this.gateway = new GatewayClient(gatewayUri, 2);
        this.email = email;
        this.password = password;
    }

    /** The operator account of this platform. */
    public static Operator of(PlatformDescription platform) {
        PlatformDescription.Operator account = platform.operator();
        return new Operator(URI.create(platform.gatewayUrl()), account.email(), account.password());
    }

    /** Waits until the campaign is open. */
    public void awaitOpen(UUID campaign) {
        Call call = Call.get("/api/campaigns/" + campaign);
        Eventually.get("the campaign is open", OPEN_BOUND, () -> send(call).text("state"), "OPEN"::equals);
    }

    /** Creates a campaign and returns its id; retries with one idempotency key until the gateway answers. */
    public UUID createCampaign(CampaignPlan plan) throws IOException, InterruptedException {
        String key = UUID.randomUUID().toString();
        Answer answer = sendWithRetry(
                Call.post("/ops/campaigns").header("Idempotency-Key", key).body(plan.body()));
        if (answer.status() != 201) {
            throw new IOException("campaign '%s' was not created: %s".formatted(plan.name(), answer));
        }
        return UUID.fromString(answer.text("campaignId"));
    }

    /** Sends an idempotent call with the operator's token; retries until the answer is not retryable. */
    public Answer sendWithRetry(Call call) throws IOException, InterruptedException {
        return RetryingClient.sendWithRetry(call, this::send, new SplittableRandom());
    }

    /** Sends one call with the operator's token; signs in and retries once after a 401. */
    public Answer send(Call call) throws IOException {
        Answer answer = gateway.send(authorized(call));
        if (answer.status() == 401) {
            signIn();
            answer = gateway.send(authorized(call));
        }
        return answer;
    }

    /** The current access token; signs in first if there is none. */
    public String token() throws IOException {
        if (token.isEmpty()) {
            signIn();
        }
        return token;
    }

    private Call authorized(Call call) {
        return token.isEmpty() ? call : call.header("Authorization", "Bearer " + token);
    }

    private void signIn() throws IOException {
        Answer answer = gateway.send(Call.post("/api/sessions").body(Map.of("email", email, "password", password)));
        if (!answer.ok()) {
            throw new IOException("operator sign-in failed: " + answer);
        }
        token = answer.text("accessToken");
    }

    @Override
    public void close() throws IOException {
        gateway.close();
    }
}
