package dev.firstcome.platform.shards;

/**
 * Tables of the platform's own that a service has on every shard, with a history of their own beside the service's.
 *
 * @param location where their migrations are, as Flyway names it
 */
public record PlatformSchema(String location) {}
