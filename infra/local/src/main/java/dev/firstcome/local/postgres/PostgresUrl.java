package dev.firstcome.local.postgres;

import java.util.List;
import java.util.stream.Collectors;

/** Addresses of databases, as the JDBC driver takes them. */
public final class PostgresUrl {
    private PostgresUrl() {}

    /** The database at the server that leads, of those on these ports; it is found anew for each connection. */
    public static String ofLeader(String host, List<Integer> ports, String database) {
        String servers = ports.stream().map(port -> host + ":" + port).collect(Collectors.joining(","));
        String url = "jdbc:postgresql://" + servers + "/" + database;
        // Who led a second ago may not lead any more.
        return ports.size() == 1 ? url : url + "?targetServerType=primary&hostRecheckSeconds=1";
    }
}
