package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.access.OldCredentials;
import dev.firstcome.e2e.access.Refusals;
import dev.firstcome.e2e.access.ServiceTokenForge;
import dev.firstcome.e2e.crowd.Crowd;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** New credentials take the place of old ones while the shop is open. */
@ExtendWith(ShopIsOpen.class)
class RotationScenario {
    private static final int CALLERS = 20;
    private static final Duration BOUND = Duration.ofSeconds(90);

    @Test
    void keysOfUsersTokensRotateWithoutOneRefusedCall(Shop shop) throws Exception {
        try (Crowd crowd = shop.crowd(CALLERS, Seeds.one());
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

    @Test
    void aServiceGetsNewCredentialsInARushAndTheOldOnesAreRefused(Shop shop) throws Exception {
        long seed = Seeds.one();
        String service = ServiceDefinition.COUPON;
        Path secrets = shop.platform().layout().secrets();
        PlatformDescription before = shop.description();
        ServiceTokenForge oldKey = ServiceTokenForge.of(service, secrets);
        try (Scene scene = Scene.begins(shop, "rotated", seed)) {
            scene.midRush(seed);

            shop.platform().rotate(service);

            Refusals refusals = new Refusals();
            new OldCredentials(before, oldKey, service).areRefused(refusals);
            assertThat(refusals.faults()).isEmpty();
            assertThat(refusals.tries()).isGreaterThan(10);
            scene.settlesFairly();
        }
    }
}
