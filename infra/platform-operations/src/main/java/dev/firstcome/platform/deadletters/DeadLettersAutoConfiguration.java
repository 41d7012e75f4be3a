package dev.firstcome.platform.deadletters;

import dev.firstcome.platform.deadletters.Redriver.Limits;
import dev.firstcome.platform.deadletters.web.DeadLettersController;
import dev.firstcome.platform.inbox.InboxProperties;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** Auto-configures the dead-letter endpoints in services that own dead-letter topics. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(JdbcClient.class)
@ConditionalOnProperty("platform.dead-letters.topics")
@EnableConfigurationProperties(DeadLettersProperties.class)
public class DeadLettersAutoConfiguration {
    @Bean
    DeadLetters deadLetters(ConsumerFactory<byte[], byte[]> consumers, DeadLettersProperties properties) {
        return new DeadLetters(consumers, properties);
    }

    @Bean
    RedrivenRecords redrivenRecords(Shards shards, JdbcClient jdbc) {
        return new RedrivenRecords(shards, jdbc);
    }

    @Bean
    Limits redriveLimits(DeadLettersProperties topics, InboxProperties inbox, Clock clock) {
        return new Limits(topics.decided(), inbox.keptFor(), clock);
    }

    @Bean
    Redriver redriver(
            DeadLetters letters, RedrivenRecords redriven, ProducerFactory<byte[], byte[]> producers, Limits limits) {
        return new Redriver(letters, redriven, producers, limits);
    }

    @Bean
    DeadLettersController deadLettersController(DeadLetters letters, RedrivenRecords redriven, Redriver redriver) {
        return new DeadLettersController(letters, redriven, redriver);
    }
}
