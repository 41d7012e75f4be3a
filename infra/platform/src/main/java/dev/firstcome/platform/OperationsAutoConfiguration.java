package dev.firstcome.platform;

import dev.firstcome.platform.audit.AuditFilter;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.events.PlatformPublisher;
import dev.firstcome.platform.problems.SecurityProblemHandler;
import dev.firstcome.platform.signs.SignListener;
import dev.firstcome.platform.signs.Signs;
import dev.firstcome.platform.signs.Witnesses;
import dev.firstcome.platform.startup.StartupTasks;
import dev.firstcome.platform.switches.SwitchFollower;
import dev.firstcome.platform.switches.Switches;
import dev.firstcome.platform.switches.SwitchesHealth;
import dev.firstcome.platform.switches.SwitchesProperties;
import dev.firstcome.platform.switches.web.InternalSwitches;
import dev.firstcome.platform.tokens.InternalAccessRules;
import dev.firstcome.platform.tokens.ServiceTokenVerifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** Auto-configures the switch follower, the audit trail and the alerts of each process. */
@AutoConfiguration(
        after = KafkaAutoConfiguration.class,
        beforeName = "dev.firstcome.platform.ServletAutoConfiguration") // by name: it may not be loadable
@EnableConfigurationProperties(SwitchesProperties.class)
public class OperationsAutoConfiguration {
    private static final String SERVICE_NAME = "spring.application.name";

    @Bean
    PlatformPublisher platformPublisher(
            ProducerFactory<byte[], byte[]> producers, EventCodec codec, Environment environment, Clock clock) {
        return new PlatformPublisher(producers, codec, environment.getRequiredProperty(SERVICE_NAME), clock);
    }

    @Bean
    Switches switches(Clock clock) {
        return new Switches(clock);
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
            if (!follower.hasCaughtUp() && System.nanoTime() < end) {
                throw new IllegalStateException("the switches topic is not read to its end yet");
            }
        });
        return follower;
    }

    @Bean("switchesHealthIndicator")
    SwitchesHealth switchesHealth(SwitchFollower follower) {
        return new SwitchesHealth(follower);
    }

    @Bean(destroyMethod = "close")
    AuditTrail auditTrail(PlatformPublisher publisher, EventCodec codec, Environment environment, Clock clock) {
        return new AuditTrail(environment.getRequiredProperty(SERVICE_NAME), publisher, codec, clock);
    }

    @Bean(destroyMethod = "close")
    Signs signs(AuditTrail self, MeterRegistry meters, PlatformPublisher publisher, Clock clock, Witnesses witnesses) {
        return new Signs(self.writer(), meters, publisher, clock, witnesses);
    }

    /**
     * Registers the listeners after all singletons exist, because the evaluation starts before the listeners are
     * created.
     */
    @Bean
    SmartInitializingSingleton signListeners(Signs signs, ObjectProvider<SignListener> listeners) {
        return () -> listeners.orderedStream().forEach(signs::tell);
    }

    @Bean
    Witnesses signWitnesses() {
        return new Witnesses();
    }

    /** Adds the endpoints and filters of services on Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class ServletConfiguration {
        @Bean
        InternalSwitches internalSwitches(Switches switches) {
            return new InternalSwitches(switches);
        }

        @Bean
        InternalAccessRules switchRules(SwitchesProperties properties) {
            return requests -> requests.requestMatchers("/internal/switches")
                    .hasAuthority(ServiceTokenVerifier.AUTHORITY_PREFIX + properties.toldBy());
        }

        @Bean
        FilterRegistrationBean<AuditFilter> auditFilter(AuditTrail trail, SecurityProblemHandler problems) {
            FilterRegistrationBean<AuditFilter> registration =
                    new FilterRegistrationBean<>(new AuditFilter(trail, problems));
            registration.addUrlPatterns("/ops/*");
            registration.setOrder(Ordered.LOWEST_PRECEDENCE);
            return registration;
        }
    }
}
