package dev.firstcome.local.postgres;

import dev.firstcome.local.postgres.ServiceDatabase.Role;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who may connect to a server's databases: a service's roles to its own, the replica to the stream, nobody without a
 * password. What a role may do inside is said by its grants.
 */
record HostAccess(List<ServiceDatabase> databases) {
    private static final String FROM_HERE = " 127.0.0.1/32 scram-sha-256\n";

    /** As the file that Postgres calls {@code pg_hba.conf}: the first line that fits decides, and none is a refusal. */
    String text() {
        StringBuilder lines = new StringBuilder("# There are no sockets but TCP.\n");
        lines.append("host all ").append(SuperUser.NAME).append(FROM_HERE);
        lines.append("host replication replicator").append(FROM_HERE);
        for (ServiceDatabase database : databases) {
            String roles = database.roles().stream().map(Role::name).collect(Collectors.joining(","));
            lines.append("host %s %s".formatted(database.database(), roles)).append(FROM_HERE);
        }
        return lines.toString();
    }
}
