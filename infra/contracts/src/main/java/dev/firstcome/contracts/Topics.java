package dev.firstcome.contracts;

import java.util.List;

/** The names of all topics, and the number of partitions of those that have an order to keep. */
public final class Topics {
    /** The coupon log: who asked, in which order, and every command. A campaign stays in one partition for ever. */
    public static final String COUPON_REQUESTS = "coupon.requests";

    /** What became of each record of the coupon log, keyed by user; may be repeated, never differs. */
    public static final String COUPON_RESULTS = "coupon.results";

    /** Per partition of the coupon log: how far its results are published. Compacted. */
    public static final String COUPON_PROGRESS = "coupon.progress";

    /** Signed Merkle roots over blocks of the coupon log. */
    public static final String COUPON_PROOFS = "coupon.proofs";

    public static final String COUPON_EVENTS = "coupon.events";
    public static final String PAYMENT_EVENTS = "payment.events";
    public static final String CATALOG_CHANGES = "catalog.changes";
    public static final String USER_EVENTS = "user.events";
    public static final String USER_MESSAGES = "user.messages";
    public static final String PLATFORM_SWITCHES = "platform.switches";
    public static final String PLATFORM_NOTICES = "platform.notices";
    public static final String PLATFORM_INCIDENTS = "platform.incidents";
    public static final String PLATFORM_SHARDS = "platform.shards";

    /** Of each shard: whether its commits wait for a standby, and the last promotion. Compacted. */
    public static final String PLATFORM_STANDBYS = "platform.standbys";

    public static final String PLATFORM_SIGNS = "platform.signs";
    public static final String PLATFORM_AUDIT = "platform.audit";

    /** Appended to a topic's name it gives the topic of records that its consumer could not use. */
    public static final String DEAD_LETTER_SUFFIX = ".dlt";

    /** Topics that have dead letters, by name. */
    public static final List<String> WITH_DEAD_LETTERS =
            List.of(COUPON_REQUESTS, COUPON_RESULTS, PAYMENT_EVENTS, USER_MESSAGES);

    /** Partitions of {@link #COUPON_REQUESTS} and of the other keyed topics at first start. */
    public static final int PARTITIONS = 12;

    private Topics() {}
}
