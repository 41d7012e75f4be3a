package dev.firstcome.platform.events;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaAdmin;

/** Auto-configures the event codec and the health indicator of the Kafka brokers. */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnClass(KafkaAdmin.class)
public class EventsAutoConfiguration {
    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean("kafkaHealthIndicator")
    @ConditionalOnBean(KafkaAdmin.class)
    KafkaHealth kafkaHealth(KafkaAdmin admin) {
        return new KafkaHealth(admin);
    }
}
