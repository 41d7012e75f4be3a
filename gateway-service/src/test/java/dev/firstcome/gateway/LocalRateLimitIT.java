package dev.firstcome.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.PlatformDescription;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rate limits while Redis is unreachable. */
class LocalRateLimitIT extends RateLimitContract {
    @Override
    Gateway start() {
        return new Gateway(new PlatformDescription.Redis(List.of("127.0.0.1:1"), Map.of()));
    }

    @Override
    long burstMax() {
        return BURST;
    }

    @Test
    void theGatewayIsHealthyAndUsesLocalLimits() {
        double before = gateway.countedLocally();
        gateway.get(gateway.as(UUID.randomUUID(), "/api/coupons"));

        assertThat(gateway.countedLocally()).isGreaterThan(before);
        assertThat(gateway.get(gateway.management("/actuator/health")).status()).isEqualTo(200);
    }
}
