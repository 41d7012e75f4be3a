package dev.firstcome.gateway.audit;

/** Marks an exchange that has an audit entry, so that exactly one entry is written per request. */
public final class AuditedExchange {
    /** The exchange attribute. Only its presence matters, not its value. */
    public static final String ATTRIBUTE = AuditedExchange.class.getName();

    private AuditedExchange() {}
}
