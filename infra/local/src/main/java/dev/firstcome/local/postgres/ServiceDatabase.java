package dev.firstcome.local.postgres;

/**
 * A service's database, the same on every shard.
 *
 * @param role what the service works as; its statements have time-outs
 * @param owner what migrations run as; it owns the schema and has no time-outs
 */
public record ServiceDatabase(String database, String role, String password, String owner, String ownerPassword) {}
