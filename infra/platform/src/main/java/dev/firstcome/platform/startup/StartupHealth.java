package dev.firstcome.platform.startup;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** UP once every start-up task has succeeded; part of readiness. */
public final class StartupHealth implements HealthIndicator {
    private final Startup startup;

    public StartupHealth(Startup startup) {
        this.startup = startup;
    }

    @Override
    public Health health() {
        Health.Builder health = startup.done() ? Health.up() : Health.outOfService();
        return health.withDetails(startup.tasks()).build();
    }
}
