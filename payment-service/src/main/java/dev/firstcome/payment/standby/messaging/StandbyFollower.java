package dev.firstcome.payment.standby.messaging;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandby;
import dev.firstcome.payment.standby.Standbys;
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

/** Reads {@code platform.standbys} from its beginning, for as long as the process lives; it is ready when it has. */
@Component
final class StandbyFollower implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(StandbyFollower.class);
    private static final String STANDBY = EventCodec.typeOf(ShardStandby.class);
    private static final String PROMOTED = EventCodec.typeOf(ShardPromoted.class);

    private final Standbys standbys;
    private final EventCodec codec;
    private final TopicFollower topic;

    StandbyFollower(
            ConsumerFactory<byte[], byte[]> consumers, EventCodec codec, Standbys standbys, StartupTasks startup) {
        this.codec = codec;
        this.standbys = standbys;
        this.topic = new TopicFollower(Topics.PLATFORM_STANDBYS, consumers, this::take);
        startup.runUntilSuccessful("standbys", this::requireAll);
    }

    private void requireAll() {
        if (!topic.hasCaughtUp()) {
            throw new IllegalStateException(Topics.PLATFORM_STANDBYS + " is not read yet");
        }
        standbys.isKnown();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            String type = EventCodec.text(record.headers(), EventCodec.TYPE);
            if (STANDBY.equals(type)) {
                standbys.take(codec.read(ShardStandby.class, record.value()));
            } else if (PROMOTED.equals(type)) {
                standbys.take(codec.read(ShardPromoted.class, record.value()));
            }
        } catch (JacksonException unreadable) {
            log.error(
                    "what is known of a standby cannot be read, at {} of {}",
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
