package dev.firstcome.platform.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.platform.SwitchLayer;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class PlatformPublisherTests {
    private static final UUID ID = UUID.fromString("018f0000-0000-7000-8000-000000000001");

    private final TestClock clock = new TestClock();
    private final MockKafka kafka = new MockKafka();
    private final PlatformPublisher publisher = kafka.publisher(clock);
    private final SwitchChanged event =
            new SwitchChanged(ID, "sales", SwitchLayer.MANUAL, 1, "CLOSED", "a test", "kim", clock.instant(), null);

    @Test
    void aRecordHasTheCloudEventsHeadersOfTheService() {
        assertThat(publisher.send("platform.switches", "sales", ID, event)).isCompleted();

        ProducerRecord<byte[], byte[]> message = kafka.records().getFirst();
        assertThat(message.topic()).isEqualTo("platform.switches");
        assertThat(new String(message.key(), StandardCharsets.UTF_8)).isEqualTo("sales");
        assertThat(new EventCodec().read(SwitchChanged.class, message.value())).isEqualTo(event);
        assertThat(EventCodec.text(message.headers(), EventCodec.ID)).isEqualTo(ID.toString());
        assertThat(EventCodec.text(message.headers(), EventCodec.SOURCE)).isEqualTo("/a-service");
        assertThat(EventCodec.text(message.headers(), EventCodec.TIME))
                .isEqualTo(clock.instant().toString());
    }

    /** A hash chain is over the bytes in the topic, so the publisher must not serialize the event once more. */
    @Test
    void aSerializedBodyIsPublishedUnchanged() {
        byte[] body = "{ \"spaces\" : true }".getBytes(StandardCharsets.UTF_8);

        publisher.send("platform.audit", "a-service/1", ID, event, body).join();

        assertThat(kafka.records().getFirst().value()).isEqualTo(body);
    }

    @Test
    void aRejectedRecordIsAFailedResultAndNoException() {
        kafka.setUnavailable(true);

        CompletableFuture<Void> result = publisher.send("platform.switches", "sales", ID, event);

        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(KafkaException.class);
        assertThat(kafka.records()).isEmpty();
    }

    @Test
    void theTimeoutsAreShortAndTheBufferIsSmall() {
        assertThat(kafka.settings())
                .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PlatformPublisher.DELIVERY_TIMEOUT_MILLIS)
                .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500)
                .containsEntry(ProducerConfig.BUFFER_MEMORY_CONFIG, 1 << 20);
    }
}
