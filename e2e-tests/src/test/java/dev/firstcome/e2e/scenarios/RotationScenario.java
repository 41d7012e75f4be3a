package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.access.AccessAttempts;
import dev.firstcome.e2e.access.RevokedCredentials;
import dev.firstcome.e2e.access.ServiceTokenForge;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** New credentials take the place of old ones while the shop is open. */
@ExtendWith(SharedPlatformExtension.class)
class RotationScenario {
    private static final int CALLERS = 20;
    private static final Duration BOUND = Duration.ofSeconds(90);

    @Test
    void keysOfUsersTokensRotateWithoutOneRefusedCall(SharedPlatform shop) throws Exception {
        try (ShopperGroup crowd = shop.crowd(CALLERS, Seeds.one());
                TokenLoad load = TokenLoad.begins(crowd)) {
            String old = crowd.shopper(0).token();
            Eventually.holds("everybody has called", BOUND, () -> load.calls() > 5 * CALLERS);

            String key = shop.platform().rotateTokenKeys();

            Eventually.holds("everybody's token is of the new key", BOUND, () -> load.signedBy(key) == CALLERS);
            long atTheChange = load.calls();
            Eventually.holds("everybody has gone on", BOUND, () -> load.calls() > atTheChange + 5 * CALLERS);
            load.stop();

            System.out.printf("%d calls, %d of them with the new key's tokens%n", load.calls(), load.callsWith(key));
            assertThat(load.failures()).isEmpty();
            assertThat(load.statusWith(old)).as("a token of the old key").isEqualTo(200);
        }
    }

    /** Then the key before it is published no more, and lies in its folder still. */
    @Test
    void whoHoldsTheMachineCanSwitchLongAfterARotation(SharedPlatform shop) throws Exception {
        try (ShopperGroup crowd = shop.crowd(1, Seeds.one());
                SwitchClient processes = new SwitchClient(shop.platform())) {
            String old = crowd.shopper(0).token();
            shop.platform().rotateTokenKeys();
            Path folder =
                    new Secrets(shop.platform().layout().secrets()).tokenKeys().withAKey();
            FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofMinutes(20)));
            try (DirectoryStream<Path> keys = Files.newDirectoryStream(folder, "*.pem")) {
                for (Path key : keys) {
                    Files.setLastModifiedTime(key, longAgo);
                }
            }
            Eventually.holds(
                    "the old key is forgotten",
                    BOUND,
                    () -> crowd.shopper(0)
                                    .sendWith(old, Call.get("/api/users/me"))
                                    .status()
                            == 401);

            processes.sets("coupons", "CLOSED", "a scenario");
            processes.sets("coupons", "AUTO", "it is over");
        }
    }

    @Test
    void aServiceGetsNewCredentialsInARushAndTheOldOnesAreRefused(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        String service = ServiceDefinition.COUPON;
        Path secrets = shop.platform().layout().secrets();
        PlatformDescription before = shop.description();
        ServiceTokenForge oldKey = ServiceTokenForge.of(service, secrets);
        try (CampaignRush scene = CampaignRush.begins(shop, "rotated", seed)) {
            scene.midRush(seed);

            shop.platform().rotate(service);

            AccessAttempts refusals = new AccessAttempts();
            new RevokedCredentials(before, oldKey, service).areRefused(refusals);
            assertThat(refusals.faults()).isEmpty();
            assertThat(refusals.tries()).isGreaterThan(10);
            scene.settlesFairly();
        }
    }
}
