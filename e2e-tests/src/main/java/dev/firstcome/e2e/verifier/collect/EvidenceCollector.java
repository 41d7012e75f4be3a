package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.verifier.ClientHistory;
import dev.firstcome.e2e.verifier.Evidence;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;

/**
 * Reads all that the judge needs from a platform that came to rest. What cannot be read in whole within a bounded time
 * is an exception, never a part of the evidence.
 */
public final class EvidenceCollector {
    private static final String COUPON_SERVICE = "coupon-service";
    private static final long RECORDS_MAX = 100_000;

    private EvidenceCollector() {}

    /**
     * To be called before anything is done that is to be judged.
     *
     * @throws IllegalStateException if the log is too long to be judged in this process's memory
     */
    public static void requireRoom(PlatformDescription platform) {
        try (var topics = new TopicReader(platform.kafka())) {
            long size = topics.size(Topics.COUPON_REQUESTS);
            if (size > RECORDS_MAX) {
                throw new IllegalStateException(
                        "the log holds %,d requests, and the judge, who reads all of it, has room for %,d; "
                                        .formatted(size, RECORDS_MAX)
                                + "begin anew with ./firstcome reset");
            }
        }
    }

    /** All of the evidence, with what clients saw up to now. */
    public static Evidence collect(PlatformDescription platform, ClientHistory history) {
        try (var topics = new TopicReader(platform.kafka())) {
            CouponTopics read = CouponTopics.read(topics);
            RedisDump dump = RedisDump.take(platform.redisCoupon().uris(SystemUsers.AUDITOR));
            LiveStates states = LiveStates.of(dump);
            return new Evidence(
                    read.topicId(),
                    read.logStarts(),
                    read.log(),
                    read.results(),
                    read.progress(),
                    read.deadLetters(),
                    states.states(),
                    states.faults(),
                    WalletReader.rows(platform.shards(), platform.database(COUPON_SERVICE)),
                    history.snapshot());
        }
    }
}
