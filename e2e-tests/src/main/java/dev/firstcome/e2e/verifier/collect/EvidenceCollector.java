package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.verifier.ClientHistory;
import dev.firstcome.e2e.verifier.Evidence;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;

/**
 * Reads the complete evidence for the verifier from a quiescent platform. Evidence that cannot be read completely
 * within a bounded time is an exception; the result is never partial.
 */
public final class EvidenceCollector {
    private static final String COUPON_SERVICE = "coupon-service";
    private static final long RECORDS_MAX = 100_000;

    private EvidenceCollector() {}

    /**
     * Checks the log size. Call it before the run that will be verified.
     *
     * @throws IllegalStateException if the log is too long for the memory of this process
     */
    public static void requireLogFitsInMemory(PlatformDescription platform) {
        try (var topics = new TopicReader(platform.kafka())) {
            long size = topics.size(Topics.COUPON_REQUESTS);
            if (size > RECORDS_MAX) {
                throw new IllegalStateException("The log contains %,d requests, but the verifier can read at most %,d. "
                                .formatted(size, RECORDS_MAX)
                        + "Run ./firstcome reset to start with an empty log.");
            }
        }
    }

    /** Collects the evidence, with a snapshot of the client history. */
    public static Evidence collect(PlatformDescription platform, ClientHistory history) {
        try (var topics = new TopicReader(platform.kafka())) {
            CouponTopics read = CouponTopics.read(topics);
            RedisDump dump = RedisDump.read(platform.redisCoupon().uris(SystemUsers.AUDITOR));
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
