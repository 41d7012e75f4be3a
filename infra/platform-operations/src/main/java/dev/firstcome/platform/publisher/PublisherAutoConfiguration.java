package dev.firstcome.platform.publisher;

import dev.firstcome.platform.events.EventCodec;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ProducerFactory;

/** Auto-configures the publisher of the platform's own records. */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
public class PublisherAutoConfiguration {
    @Bean
    PlatformPublisher platformPublisher(
            ProducerFactory<byte[], byte[]> producers, EventCodec codec, Environment environment, Clock clock) {
        return new PlatformPublisher(
                producers, codec, environment.getRequiredProperty("spring.application.name"), clock);
    }
}
