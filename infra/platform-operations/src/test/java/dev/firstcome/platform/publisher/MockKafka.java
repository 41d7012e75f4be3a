package dev.firstcome.platform.publisher;

import dev.firstcome.contracts.Topics;
import dev.firstcome.platform.events.EventCodec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerFactory;

/** A producer factory whose producer acknowledges each record at once, or rejects it while Kafka is unavailable. */
public final class MockKafka implements ProducerFactory<byte[], byte[]> {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Map<String, Object> settings = new HashMap<>();

    /** A publisher that uses this producer. */
    public PlatformPublisher publisher(Clock clock) {
        return new PlatformPublisher(this, new EventCodec(), "a-service", clock);
    }

    public void setUnavailable(boolean unavailable) {
        producer.sendException = unavailable ? new TimeoutException("no broker within the time-out") : null;
    }

    /** The published records, in order. */
    public List<ProducerRecord<byte[], byte[]>> records() {
        return producer.history();
    }

    /** The published bodies of the audit trail, in order. */
    public List<String> auditEntries() {
        return records().stream()
                .filter(message -> message.topic().equals(Topics.PLATFORM_AUDIT))
                .map(message -> new String(message.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The settings with which the publisher overrides those of the service. */
    Map<String, Object> settings() {
        return settings;
    }

    /** Users close the producer after each record, as they return Spring's shared one. */
    @Override
    @SuppressWarnings("unchecked") // the proxy implements exactly this interface
    public Producer<byte[], byte[]> createProducer() {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                MockKafka.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(producer, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getTargetException();
                    }
                });
    }

    @Override
    public ProducerFactory<byte[], byte[]> copyWithConfigurationOverride(@Nullable Map<String, Object> overrides) {
        settings.putAll(Objects.requireNonNull(overrides));
        return this;
    }
}
