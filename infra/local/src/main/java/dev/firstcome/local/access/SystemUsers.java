package dev.firstcome.local.access;

/** Users of Kafka and Redis that are no service. Services go by their own names. */
public final class SystemUsers {
    /** May do everything; makes topics, rights and clusters. Only {@code infra/local} and tests use it. */
    public static final String ADMIN = "admin";

    /** Reads everything and changes nothing: the judge, the demo and whoever looks for a cause. */
    public static final String AUDITOR = "auditor";

    /** The brokers among themselves. */
    public static final String BROKER = "broker";

    /** A Redis replica at its master. */
    public static final String REPLICATOR = "replicator";

    private SystemUsers() {}
}
