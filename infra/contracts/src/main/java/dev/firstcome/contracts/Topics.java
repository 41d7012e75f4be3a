package dev.firstcome.contracts;

import java.util.List;

/** The names of all topics, and the number of partitions of the keyed topics. */
public final class Topics {
    /** The coupon log: every request and command, in order. A campaign never changes its partition. */
    public static final String COUPON_REQUESTS = "coupon.requests";

    /** The results of the coupon log, keyed by user. A result may be published twice, but never differs. */
    public static final String COUPON_RESULTS = "coupon.results";

    /** The published position and the low watermark of each partition of the coupon log. Compacted. */
    public static final String COUPON_PROGRESS = "coupon.progress";

    /** Signed Merkle roots of the blocks of the coupon log. */
    public static final String COUPON_PROOFS = "coupon.proofs";

    /** State changes of coupons in wallets, keyed by coupon. */
    public static final String COUPON_EVENTS = "coupon.events";

    /** State changes of payments, keyed by payment. */
    public static final String PAYMENT_EVENTS = "payment.events";

    /** State changes of products, keyed by product. */
    public static final String CATALOG_CHANGES = "catalog.changes";

    /** State changes of accounts, keyed by user. */
    public static final String USER_EVENTS = "user.events";

    /** Messages to users, keyed by user. */
    public static final String USER_MESSAGES = "user.messages";

    /** The settings of the switches, keyed by switch and layer. Compacted. */
    public static final String PLATFORM_SWITCHES = "platform.switches";

    /** Notices that all users see. Compacted. */
    public static final String PLATFORM_NOTICES = "platform.notices";

    /** Incidents of the control plane. Compacted. */
    public static final String PLATFORM_INCIDENTS = "platform.incidents";

    /** The assignment of buckets to shards. Compacted. */
    public static final String PLATFORM_SHARDS = "platform.shards";

    /** Per shard: whether commits wait for a standby, and the last promotion. Compacted. */
    public static final String PLATFORM_STANDBYS = "platform.standbys";

    /** Raised and cleared alerts, keyed by alert. */
    public static final String PLATFORM_ALERTS = "platform.alerts";

    /** The audit trail, keyed by writer. */
    public static final String PLATFORM_AUDIT = "platform.audit";

    /** The suffix of a dead-letter topic: the name of the original topic precedes it. */
    public static final String DEAD_LETTER_SUFFIX = ".dlt";

    /** The topics that have a dead-letter topic. */
    public static final List<String> WITH_DEAD_LETTERS =
            List.of(COUPON_REQUESTS, COUPON_RESULTS, PAYMENT_EVENTS, USER_MESSAGES);

    /** The number of partitions of {@link #COUPON_REQUESTS} and of the other keyed topics at their creation. */
    public static final int PARTITIONS = 12;

    private Topics() {}
}
