package dev.firstcome.local.postgres;

import dev.firstcome.local.postgres.ServiceDatabase.Role;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The client authentication of a server ({@code pg_hba.conf}): the roles of a service reach its database only, and
 * every connection needs a password. The grants of a role decide what it may do.
 */
record HostAccess(List<ServiceDatabase> databases) {
    private static final String METHOD = " scram-sha-256\n";

    /** Rules for a process: TCP connections from this machine only. */
    String ofProcess() {
        return tcpRules("127.0.0.1/32");
    }

    /**
     * Rules for a container: connections arrive through a bridge, so the publication of the port limits the addresses.
     * The entry point of the image uses a Unix socket.
     */
    String ofContainer() {
        return "local all " + SuperUser.NAME + METHOD + tcpRules("all");
    }

    private String tcpRules(String addresses) {
        StringBuilder lines = new StringBuilder();
        lines.append(tcpRule("all", SuperUser.NAME, addresses));
        lines.append(tcpRule("replication", "replicator", addresses));
        for (ServiceDatabase database : databases) {
            String roles = database.roles().stream().map(Role::name).collect(Collectors.joining(","));
            lines.append(tcpRule(database.database(), roles, addresses));
        }
        return lines.toString();
    }

    private static String tcpRule(String database, String roles, String addresses) {
        return "host " + database + " " + roles + " " + addresses + METHOD;
    }
}
