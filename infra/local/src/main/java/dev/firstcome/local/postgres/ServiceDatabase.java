package dev.firstcome.local.postgres;

import java.util.List;

/**
 * A service's database, the same on every shard.
 *
 * @param worker what the service works as; its statements have time-outs
 * @param owner what migrations run as; it owns the schema and has no time-outs
 * @param relay what follows the database's log for the outbox; it reads no table
 * @param watchesStandbys whether the relay also says whether the server's commits wait for its standby
 */
public record ServiceDatabase(String database, Role worker, Role owner, Role relay, boolean watchesStandbys) {
    /** A role and its password. */
    public record Role(String name, String password) {}

    public List<Role> roles() {
        return List.of(worker, owner, relay);
    }
}
