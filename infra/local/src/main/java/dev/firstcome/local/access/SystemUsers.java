package dev.firstcome.local.access;

/** Users of Kafka and Redis that are not services. A service authenticates with its own name. */
public final class SystemUsers {
    /** Has all permissions. Creates topics, permissions and clusters. Only {@code infra/local} and tests use it. */
    public static final String ADMIN = "admin";

    /** Reads everything and changes nothing. Used by the verifier, the demo and operators. */
    public static final String AUDITOR = "auditor";

    /** Used by the brokers for their connections to each other. */
    public static final String BROKER = "broker";

    /** Used by a Redis replica at its master. */
    public static final String REPLICATOR = "replicator";

    private SystemUsers() {}
}
