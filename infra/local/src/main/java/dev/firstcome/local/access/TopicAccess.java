package dev.firstcome.local.access;

import static dev.firstcome.contracts.Topics.CATALOG_CHANGES;
import static dev.firstcome.contracts.Topics.COUPON_EVENTS;
import static dev.firstcome.contracts.Topics.COUPON_PROGRESS;
import static dev.firstcome.contracts.Topics.COUPON_PROOFS;
import static dev.firstcome.contracts.Topics.COUPON_REQUESTS;
import static dev.firstcome.contracts.Topics.COUPON_RESULTS;
import static dev.firstcome.contracts.Topics.DEAD_LETTER_SUFFIX;
import static dev.firstcome.contracts.Topics.PAYMENT_EVENTS;
import static dev.firstcome.contracts.Topics.PLATFORM_ALERTS;
import static dev.firstcome.contracts.Topics.PLATFORM_AUDIT;
import static dev.firstcome.contracts.Topics.PLATFORM_INCIDENTS;
import static dev.firstcome.contracts.Topics.PLATFORM_NOTICES;
import static dev.firstcome.contracts.Topics.PLATFORM_SHARDS;
import static dev.firstcome.contracts.Topics.PLATFORM_STANDBYS;
import static dev.firstcome.contracts.Topics.PLATFORM_SWITCHES;
import static dev.firstcome.contracts.Topics.USER_EVENTS;
import static dev.firstcome.contracts.Topics.USER_MESSAGES;

import dev.firstcome.local.layout.ServiceDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The permissions of a service in Kafka. Everything else is denied. The administrator creates topics and permissions.
 * No user deletes a topic, and no service alters a setting.
 *
 * @param service the user name
 * @param groups the prefixes of its consumer groups
 * @param writes the topics that it appends to
 * @param reads the topics that it reads
 * @param trims the topics whose oldest records it deletes
 */
public record TopicAccess(String service, String groups, Set<String> writes, Set<String> reads, Set<String> trims) {
    /** Every process follows the switches and the map of the shards, publishes alerts, and writes its trail. */
    private static final Set<String> ALL_WRITE = Set.of(PLATFORM_ALERTS, PLATFORM_AUDIT);

    private static final Set<String> ALL_READ = Set.of(PLATFORM_SWITCHES, PLATFORM_SHARDS);

    public static final List<TopicAccess> ALL = List.of(
            new TopicAccess(
                    ServiceDefinition.USER,
                    "user-",
                    Set.of(USER_EVENTS, USER_MESSAGES, deadLetters(USER_MESSAGES)),
                    Set.of(USER_MESSAGES, deadLetters(USER_MESSAGES)),
                    Set.of()),
            new TopicAccess(
                    ServiceDefinition.COUPON,
                    "coupon-",
                    Set.of(
                            COUPON_REQUESTS,
                            COUPON_RESULTS,
                            COUPON_PROGRESS,
                            COUPON_PROOFS,
                            COUPON_EVENTS,
                            USER_MESSAGES,
                            deadLetters(COUPON_REQUESTS),
                            deadLetters(COUPON_RESULTS),
                            deadLetters(PAYMENT_EVENTS)),
                    Set.of(
                            COUPON_REQUESTS,
                            COUPON_RESULTS,
                            COUPON_PROGRESS,
                            COUPON_PROOFS,
                            PAYMENT_EVENTS,
                            deadLetters(COUPON_REQUESTS),
                            deadLetters(COUPON_RESULTS)),
                    Set.of(COUPON_REQUESTS)),
            new TopicAccess(
                    ServiceDefinition.CATALOG,
                    "catalog-",
                    Set.of(CATALOG_CHANGES, deadLetters(PAYMENT_EVENTS)),
                    Set.of(CATALOG_CHANGES, PAYMENT_EVENTS),
                    Set.of()),
            new TopicAccess(
                    ServiceDefinition.PAYMENT,
                    "payment-",
                    Set.of(PAYMENT_EVENTS, USER_MESSAGES, deadLetters(PAYMENT_EVENTS), PLATFORM_STANDBYS),
                    Set.of(
                            PAYMENT_EVENTS,
                            COUPON_EVENTS,
                            CATALOG_CHANGES,
                            PLATFORM_STANDBYS,
                            deadLetters(PAYMENT_EVENTS)),
                    Set.of()),
            new TopicAccess(
                    ServiceDefinition.GATEWAY,
                    "gateway-",
                    Set.of(PLATFORM_SWITCHES, PLATFORM_NOTICES, PLATFORM_INCIDENTS, PLATFORM_SHARDS),
                    Set.of(PLATFORM_NOTICES, PLATFORM_INCIDENTS, PLATFORM_ALERTS, PLATFORM_AUDIT),
                    Set.of()));

    public TopicAccess {
        writes = union(writes, ALL_WRITE);
        reads = union(reads, ALL_READ);
        trims = Set.copyOf(trims);
    }

    private static String deadLetters(String topic) {
        return topic + DEAD_LETTER_SUFFIX;
    }

    private static Set<String> union(Set<String> own, Set<String> everybodys) {
        Set<String> all = new HashSet<>(own);
        all.addAll(everybodys);
        return Set.copyOf(all);
    }
}
