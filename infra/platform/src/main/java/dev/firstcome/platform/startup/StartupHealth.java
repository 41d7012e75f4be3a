package dev.firstcome.platform.startup;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Reports UP after all startup tasks have succeeded. It belongs to the readiness group. */
public final class StartupHealth implements HealthIndicator {
    private final StartupTasks tasks;

    public StartupHealth(StartupTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public Health health() {
        Health.Builder health = tasks.allSucceeded() ? Health.up() : Health.outOfService();
        return health.withDetails(tasks.results()).build();
    }
}
