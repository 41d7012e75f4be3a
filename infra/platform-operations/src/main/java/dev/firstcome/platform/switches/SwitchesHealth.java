package dev.firstcome.platform.switches;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Reports the values in force. DOWN until the switches topic was consumed, because defaults are in force until then. */
final class SwitchesHealth implements HealthIndicator {
    private final SwitchFollower follower;
    private final Switches switches;

    SwitchesHealth(SwitchFollower follower, Switches switches) {
        this.follower = follower;
        this.switches = switches;
    }

    @Override
    public Health health() {
        Health.Builder health = follower.hasCaughtUp()
                ? Health.up()
                : Health.down().withDetail("reason", "the switches topic is not consumed yet; defaults are in force");
        switches.definitions()
                .forEach(definition -> health.withDetail(
                        definition.name(), switches.setting(definition).value()));
        return health.build();
    }
}
