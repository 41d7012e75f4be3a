package dev.firstcome.payment.standby.messaging;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandbyChanged;
import dev.firstcome.payment.standby.ShardStatusCache;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.events.TopicFollower;
import dev.firstcome.platform.startup.StartupTasks;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Consumes {@code platform.standbys} from the beginning into the cache. The service becomes ready only after it has
 * read the existing records.
 */
@Component
final class StandbyLogConsumer implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(StandbyLogConsumer.class);
    private static final String STANDBY = EventCodec.typeOf(ShardStandbyChanged.class);
    private static final String PROMOTED = EventCodec.typeOf(ShardPromoted.class);

    private final ShardStatusCache shardStatus;
    private final EventCodec codec;
    private final TopicFollower topic;

    StandbyLogConsumer(
            ConsumerFactory<byte[], byte[]> consumers,
            EventCodec codec,
            ShardStatusCache shardStatus,
            StartupTasks startup) {
        this.codec = codec;
        this.shardStatus = shardStatus;
        this.topic = new TopicFollower(Topics.PLATFORM_STANDBYS, consumers, this::consume);
        startup.runUntilSuccessful("standbys", this::requireCaughtUp);
    }

    private void requireCaughtUp() {
        if (!topic.hasCaughtUp()) {
            throw new IllegalStateException(Topics.PLATFORM_STANDBYS + " is not completely read yet");
        }
        shardStatus.markLoaded();
    }

    private void consume(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            String type = EventCodec.text(record.headers(), EventCodec.TYPE);
            if (STANDBY.equals(type)) {
                shardStatus.apply(codec.read(ShardStandbyChanged.class, record.value()));
            } else if (PROMOTED.equals(type)) {
                shardStatus.apply(codec.read(ShardPromoted.class, record.value()));
            }
        } catch (JacksonException unreadable) {
            log.error(
                    "standby log: cannot read the record at offset {} of {}; it is ignored",
                    record.offset(),
                    record.topic(),
                    unreadable);
        }
    }

    @Override
    public void destroy() {
        topic.close();
    }
}
