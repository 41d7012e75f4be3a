package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.e2e.verifier.ClientHistory;
import dev.firstcome.e2e.verifier.Evidence;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import java.util.UUID;

/**
 * Reads the complete evidence for the verifier from a quiescent platform. Evidence that cannot be read completely
 * within a bounded time is an exception; the result is never partial.
 */
public final class EvidenceCollector {
    private static final String COUPON_SERVICE = "coupon-service";

    private EvidenceCollector() {}

    /** Collects the evidence of the whole log, which must fit in memory, with a snapshot of the client history. */
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

    /**
     * Collects the evidence of one campaign, with a snapshot of the client history. Reads its partition from its first
     * record on, and the other topics from the time of that record on. Keeps only the evidence of the campaign.
     *
     * @throws IllegalStateException if Redis or the log does not contain the campaign
     */
    public static Evidence collect(PlatformDescription platform, UUID campaign, ClientHistory history) {
        try (var redis = new CampaignStateReader(platform.redisCoupon().uris(SystemUsers.AUDITOR), campaign);
                var topics = new TopicReader(platform.kafka())) {
            CampaignStateReader.Location location = redis.locate();
            var read = new CampaignTopics(location.section());
            TopicReader.Extent log = read.read(topics);
            LiveStates states = redis.read(location, read.offsets());
            return new Evidence(
                    log.topicId(),
                    log.starts(),
                    read.log(),
                    read.results(),
                    read.progress(),
                    read.deadLetters(),
                    states.states(),
                    states.faults(),
                    WalletReader.rows(platform.shards(), platform.database(COUPON_SERVICE), campaign),
                    history.snapshot(),
                    location.section());
        }
    }
}
