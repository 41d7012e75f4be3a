package dev.firstcome.local.postgres;

import java.util.List;
import java.util.stream.Collectors;

/** JDBC URLs of databases. */
public final class PostgresUrl {
    private PostgresUrl() {}

    /** Returns the URL of a database on the primary among these ports. Each connection determines the primary. */
    public static String ofLeader(String host, List<Integer> ports, String database) {
        String servers = ports.stream().map(port -> host + ":" + port).collect(Collectors.joining(","));
        String url = "jdbc:postgresql://" + servers + "/" + database;
        // The primary may have changed since the last check.
        return ports.size() == 1 ? url : url + "?targetServerType=primary&hostRecheckSeconds=1";
    }
}
