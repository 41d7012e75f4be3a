package dev.firstcome.payment.charge.messaging;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.payment.PaymentChanged;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.charge.PaymentWork;
import dev.firstcome.platform.events.ConsumerErrors;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.events.ListenerContainers;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/**
 * Payments' own events wake them up: whoever hears of one that was taken in goes on with it. An event says only where to
 * look, so it may come twice, late, or never; the row says what is to be done, and a sweep finds what no event has told.
 */
@Configuration(proxyBeanMethods = false)
class WakeUps {
    private static final String GROUP = "payment-steps";

    /** Longer waits for nobody: the sweep finds what was not taken. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Bean
    ListenerContainers wakeUpContainers(
            ConsumerFactory<byte[], byte[]> consumers,
            KafkaTemplate<byte[], byte[]> deadLetters,
            EventCodec codec,
            PaymentWork work) {
        ContainerProperties properties = new ContainerProperties(Topics.PAYMENT_EVENTS);
        properties.setGroupId(GROUP);
        properties.setClientId(GROUP);
        properties.setMessageListener((MessageListener<byte[], byte[]>) message -> wake(message, codec, work));
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setSyncCommits(true);
        properties.setStopImmediate(true);
        properties.setMissingTopicsFatal(false);
        properties.setAuthExceptionRetryInterval(Duration.ofSeconds(1));
        ConcurrentMessageListenerContainer<byte[], byte[]> container =
                new ConcurrentMessageListenerContainer<>(consumers, properties);
        container.setBeanName(GROUP);
        container.setCommonErrorHandler(ConsumerErrors.handler(deadLetters));
        return new ListenerContainers(List.of(container));
    }

    private static void wake(ConsumerRecord<byte[], byte[]> message, EventCodec codec, PaymentWork work) {
        String type = EventCodec.text(message.headers(), EventCodec.TYPE);
        if (!EventCodec.typeOf(PaymentChanged.class).equals(type)) {
            return;
        }
        PaymentChanged event = codec.read(PaymentChanged.class, message.value());
        if (event.state() != PaymentState.REQUESTED) {
            return;
        }
        try {
            work.wake(event.paymentId(), PATIENCE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
