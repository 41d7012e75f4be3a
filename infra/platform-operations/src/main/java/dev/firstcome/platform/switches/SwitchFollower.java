package dev.firstcome.platform.switches;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.events.TopicFollower;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import tools.jackson.core.JacksonException;

/** Consumes {@code platform.switches} from its beginning until the process ends, and applies its settings. */
public final class SwitchFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SwitchFollower.class);

    private final Switches switches;
    private final EventCodec codec;
    private final TopicFollower topic;

    public SwitchFollower(ConsumerFactory<byte[], byte[]> consumers, EventCodec codec, Switches switches) {
        this.codec = codec;
        this.switches = switches;
        this.topic = new TopicFollower(Topics.PLATFORM_SWITCHES, consumers, this::apply);
    }

    /**
     * Whether the topic was consumed up to its end at the start of this process. Before that, switches without a setting
     * from elsewhere have their defaults.
     */
    public boolean hasCaughtUp() {
        return topic.hasCaughtUp();
    }

    private void apply(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return;
        }
        try {
            switches.applyRecorded(codec.read(SwitchChanged.class, message.value()));
        } catch (JacksonException unreadable) {
            log.error(
                    "switches: skipping the unreadable record {} of {}", message.offset(), message.topic(), unreadable);
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
