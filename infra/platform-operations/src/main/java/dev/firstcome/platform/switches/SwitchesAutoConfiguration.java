package dev.firstcome.platform.switches;

import dev.firstcome.contracts.switches.SwitchDefinition;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.startup.StartupTasks;
import dev.firstcome.platform.switches.web.InternalSwitchesController;
import dev.firstcome.platform.tokens.AccessRules.InternalAccessRules;
import dev.firstcome.platform.tokens.ServiceTokenVerifier;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** Auto-configures the switches of a process. Its definitions are the beans of type {@link SwitchDefinition}. */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@EnableConfigurationProperties(SwitchesProperties.class)
public class SwitchesAutoConfiguration {
    @Bean
    Switches switches(Clock clock, ObjectProvider<SwitchDefinition<?>> definitions) {
        return new Switches(clock, definitions.orderedStream().toList());
    }

    @Bean(destroyMethod = "close")
    SwitchFollower switchFollower(
            ConsumerFactory<byte[], byte[]> consumers,
            EventCodec codec,
            Switches switches,
            StartupTasks startup,
            SwitchesProperties properties) {
        SwitchFollower follower = new SwitchFollower(consumers, codec, switches);
        long end = System.nanoTime() + properties.waitFor().toNanos();
        startup.runUntilSuccessful("switches", () -> {
            if (!follower.hasCaughtUp() && System.nanoTime() - end < 0) {
                throw new IllegalStateException("the switches topic is not consumed up to its end yet");
            }
        });
        return follower;
    }

    @Bean("switchesHealthIndicator")
    SwitchesHealth switchesHealth(SwitchFollower follower, Switches switches) {
        return new SwitchesHealth(follower, switches);
    }

    /** Adds the internal endpoint in services on Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class ServletConfiguration {
        @Bean
        InternalSwitchesController internalSwitchesController(Switches switches) {
            return new InternalSwitchesController(switches);
        }

        @Bean
        InternalAccessRules switchAccessRules(SwitchesProperties properties) {
            return requests -> requests.requestMatchers("/internal/switches")
                    .hasAuthority(ServiceTokenVerifier.AUTHORITY_PREFIX + properties.sender());
        }
    }
}
