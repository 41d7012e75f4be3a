package dev.firstcome.local.postgres;

import java.util.List;

/**
 * The database of a service, the same on every shard.
 *
 * @param worker the role of the service; its statements have time-outs
 * @param owner the role of migrations; it owns the schema and has no time-outs
 * @param relay the role that streams the outbox by logical replication; it reads no table
 * @param watchesStandbys whether the relay also controls whether commits wait for the standby
 */
public record ServiceDatabase(String database, Role worker, Role owner, Role relay, boolean watchesStandbys) {
    /** A role and its password. */
    public record Role(String name, String password) {}

    public List<Role> roles() {
        return List.of(worker, owner, relay);
    }
}
