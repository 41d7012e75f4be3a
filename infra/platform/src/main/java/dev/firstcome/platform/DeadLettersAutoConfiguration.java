package dev.firstcome.platform;

import dev.firstcome.platform.deadletters.DeadLetters;
import dev.firstcome.platform.deadletters.DeadLettersConfiguration;
import dev.firstcome.platform.deadletters.Redrive;
import dev.firstcome.platform.deadletters.Redriven;
import dev.firstcome.platform.deadletters.web.DeadLettersController;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Auto-configures the dead-letter endpoints in services that own dead-letter topics. */
@AutoConfiguration(after = {EventsAutoConfiguration.class, ServletAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(JdbcClient.class)
@ConditionalOnProperty("platform.dead-letters.topics")
@Import(DeadLettersConfiguration.class)
public class DeadLettersAutoConfiguration {
    @Bean
    DeadLettersController deadLettersController(DeadLetters letters, Redriven redriven, Redrive redrive) {
        return new DeadLettersController(letters, redriven, redrive);
    }
}
