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

/** Reads {@code platform.switches} from its beginning, for as long as the process lives. */
public final class SwitchFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SwitchFollower.class);

    private final Switches switches;
    private final EventCodec codec;
    private final TopicFollower topic;

    public SwitchFollower(ConsumerFactory<byte[], byte[]> consumers, EventCodec codec, Switches switches) {
        this.codec = codec;
        this.switches = switches;
        this.topic = new TopicFollower(Topics.PLATFORM_SWITCHES, consumers, this::take);
    }

    /** Whether the topic was read to where it ended when this process began; before that, switches are as by default. */
    public boolean hasCaughtUp() {
        return topic.hasCaughtUp();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            switches.takeRecorded(codec.read(SwitchChanged.class, record.value()));
        } catch (JacksonException unreadable) {
            log.error("a switch cannot be read, at {} of {}", record.offset(), record.topic(), unreadable);
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
