package dev.firstcome.platform.deadletters;

import dev.firstcome.platform.deadletters.Redrive.Limits;
import dev.firstcome.platform.inbox.InboxProperties;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** The beans of dead letters; the table is among the platform's for events. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeadLettersProperties.class)
public class DeadLettersConfiguration {
    @Bean
    DeadLetters deadLetters(ConsumerFactory<byte[], byte[]> consumers, DeadLettersProperties properties) {
        return new DeadLetters(consumers, properties);
    }

    @Bean
    Redriven redriven(Shards shards, JdbcClient jdbc) {
        return new Redriven(shards, jdbc);
    }

    @Bean
    Limits redriveLimits(DeadLettersProperties topics, InboxProperties inbox, Clock clock) {
        return new Limits(topics, inbox, clock);
    }

    @Bean
    Redrive redrive(DeadLetters letters, Redriven redriven, ProducerFactory<byte[], byte[]> producers, Limits limits) {
        return new Redrive(letters, redriven, producers, limits);
    }
}
