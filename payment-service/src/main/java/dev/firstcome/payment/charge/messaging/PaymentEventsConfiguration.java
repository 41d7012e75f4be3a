package dev.firstcome.payment.charge.messaging;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.payment.PaymentChanged;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.charge.PaymentDispatcher;
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
 * Configures the consumer of {@code payment.events} that triggers the processing of new payments. An event is only a
 * trigger: it may be duplicated, late or lost. The payment's row decides, and the poller finds payments without an
 * event.
 */
@Configuration(proxyBeanMethods = false)
class PaymentEventsConfiguration {
    private static final String GROUP = "payment-steps";

    /** Bounds the wait for a worker; after it the poller processes the payment. */
    private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(2);

    @Bean
    ListenerContainers paymentEventContainers(
            ConsumerFactory<byte[], byte[]> consumers,
            KafkaTemplate<byte[], byte[]> deadLetters,
            EventCodec codec,
            PaymentDispatcher dispatcher) {
        ContainerProperties properties = new ContainerProperties(Topics.PAYMENT_EVENTS);
        properties.setGroupId(GROUP);
        properties.setClientId(GROUP);
        properties.setMessageListener(
                (MessageListener<byte[], byte[]>) message -> dispatch(message, codec, dispatcher));
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

    private static void dispatch(
            ConsumerRecord<byte[], byte[]> message, EventCodec codec, PaymentDispatcher dispatcher) {
        String type = EventCodec.text(message.headers(), EventCodec.TYPE);
        if (!EventCodec.typeOf(PaymentChanged.class).equals(type)) {
            return;
        }
        PaymentChanged event = codec.read(PaymentChanged.class, message.value());
        if (event.state() != PaymentState.REQUESTED) {
            return;
        }
        try {
            dispatcher.dispatchNew(event.paymentId(), ACQUIRE_TIMEOUT);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
