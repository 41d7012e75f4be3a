package dev.firstcome.platform.switches;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** DOWN while this process runs on the switches' defaults, because it could not read them yet. */
public final class SwitchesHealth implements HealthIndicator {
    private final SwitchFollower follower;

    public SwitchesHealth(SwitchFollower follower) {
        this.follower = follower;
    }

    @Override
    public Health health() {
        return follower.hasCaughtUp()
                ? Health.up().build()
                : Health.down().withDetail("runs on", "defaults").build();
    }
}
