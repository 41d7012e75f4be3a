package dev.firstcome.e2e.load;

import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.PlatformDescription;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** The shop's operator: opens campaigns through the same door as everybody. For one thread at a time. */
public final class Operator implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final GatewayClient door;
    private final String email;
    private final String password;
    private String token = "";

    private Operator(URI gateway, String email, String password) {
        this.door = new GatewayClient(gateway, 2);
        this.email = email;
        this.password = password;
    }

    /** The one of this platform. */
    public static Operator of(PlatformDescription platform) {
        PlatformDescription.Operator account = platform.operator();
        return new Operator(URI.create(platform.gatewayUrl()), account.email(), account.password());
    }

    /** Waits until a campaign that was made is open. */
    public void awaitOpen(UUID campaign) {
        Call call = Call.get("/api/campaigns/" + campaign);
        Eventually.get("the campaign is open", PATIENCE, () -> send(call).text("state"), "OPEN"::equals);
    }

    /** Opens a campaign; repeats the call under one key until it is answered. Returns its id. */
    public UUID opens(CampaignPlan plan) throws IOException, InterruptedException {
        String key = UUID.randomUUID().toString();
        Answer answer = answered(
                Call.post("/ops/campaigns").header("Idempotency-Key", key).body(plan.body()));
        if (answer.status() != 201) {
            throw new IOException("the campaign was answered " + answer);
        }
        return UUID.fromString(answer.text("campaignId"));
    }

    /** A call with the operator's token that may be sent twice, tried until it is answered for good. */
    public Answer answered(Call call) throws IOException, InterruptedException {
        return RetryingClient.answered(call, this::send, new SplittableRandom());
    }

    /** One call with the operator's token, tried once more if the token has ended. */
    public Answer send(Call call) throws IOException {
        Answer answer = door.send(authorized(call));
        if (answer.status() == 401) {
            signIn();
            answer = door.send(authorized(call));
        }
        return answer;
    }

    /** A token of the operator. */
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
        Answer answer = door.send(Call.post("/api/sessions").body(Map.of("email", email, "password", password)));
        if (!answer.ok()) {
            throw new IOException("the operator's sign-in was answered " + answer);
        }
        token = answer.text("accessToken");
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
