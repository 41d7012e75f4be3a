package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.access.AccessAttempts;
import dev.firstcome.e2e.access.RevokedCredentials;
import dev.firstcome.e2e.access.ServiceTokenForge;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Credentials and token keys are rotated under load. */
@ExtendWith(SharedPlatformExtension.class)
class RotationScenario {
    private static final int CALLERS = 20;
    private static final Duration BOUND = Duration.ofSeconds(90);

    @Test
    void tokenKeysRotateWithoutARefusedCall(SharedPlatform shop) throws Exception {
        try (ShopperGroup group = shop.signUpShoppers(CALLERS, Seeds.one());
                TokenLoad load = TokenLoad.start(group)) {
            String oldToken = group.shopper(0).token();
            Eventually.holds("every shopper has called", BOUND, () -> load.calls() > 5 * CALLERS);

            String key = shop.platform().rotateTokenKeys();

            Eventually.holds(
                    "every shopper's token has the new key", BOUND, () -> load.shoppersWithKey(key) == CALLERS);
            long callsAtRotation = load.calls();
            Eventually.holds(
                    "every shopper has called with the new key",
                    BOUND,
                    () -> load.calls() > callsAtRotation + 5 * CALLERS);
            load.stop();

            System.out.printf(
                    "%d calls, %d of them with tokens of the new key%n", load.calls(), load.callsWithKey(key));
            assertThat(load.failures()).isEmpty();
            assertThat(load.statusWith(oldToken)).as("a token of the old key").isEqualTo(200);
        }
    }

    /** The rotation is long past: the old key is no longer published, and its file still exists. */
    @Test
    void emergencyTokenSetsSwitchesLongAfterARotation(SharedPlatform shop) throws Exception {
        try (ShopperGroup group = shop.signUpShoppers(1, Seeds.one());
                SwitchClient switches = new SwitchClient(shop.platform())) {
            String oldToken = group.shopper(0).token();
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
                    "tokens of the old key are refused",
                    BOUND,
                    () -> group.shopper(0)
                                    .sendWith(oldToken, Call.get("/api/users/me"))
                                    .status()
                            == 401);

            switches.setWithRetries("coupons", "CLOSED", "a scenario");
            switches.setWithRetries("coupons", "AUTO", "it is over");
        } finally {
            shop.discardTokens();
        }
    }

    @Test
    void rotatedServiceCredentialsWorkDuringARushAndOldOnesAreRefused(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        String service = ServiceDefinition.COUPON;
        Path secrets = shop.platform().layout().secrets();
        PlatformDescription before = shop.description();
        ServiceTokenForge oldKey = ServiceTokenForge.of(service, secrets);
        try (CampaignRush rush = CampaignRush.start(shop, "rotated", seed)) {
            rush.awaitMidRush(seed);

            shop.platform().rotate(service);

            AccessAttempts refusals = new AccessAttempts();
            new RevokedCredentials(before, oldKey, service).verifyRefused(refusals);
            assertThat(refusals.violations()).isEmpty();
            assertThat(refusals.attempts()).isGreaterThan(10);
            rush.awaitFairOutcomes();
        }
    }
}
