package dev.firstcome.platform;

import dev.firstcome.platform.audit.AuditFilter;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.events.PlatformPublisher;
import dev.firstcome.platform.problems.RefusedCalls;
import dev.firstcome.platform.signs.SignListener;
import dev.firstcome.platform.signs.Signs;
import dev.firstcome.platform.signs.Witnesses;
import dev.firstcome.platform.startup.Startup;
import dev.firstcome.platform.switches.SwitchFollower;
import dev.firstcome.platform.switches.Switches;
import dev.firstcome.platform.switches.SwitchesHealth;
import dev.firstcome.platform.switches.SwitchesProperties;
import dev.firstcome.platform.switches.web.InternalSwitches;
import dev.firstcome.platform.tokens.InternalRules;
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

/** What every process has of the control room: it follows the switches, keeps its trail, and tells its signs. */
@AutoConfiguration(
        after = KafkaAutoConfiguration.class,
        beforeName = "dev.firstcome.platform.ServletAutoConfiguration") // by name: it may not be loadable
@EnableConfigurationProperties(SwitchesProperties.class)
public class ControlAutoConfiguration {
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
            Startup startup,
            SwitchesProperties properties) {
        SwitchFollower follower = new SwitchFollower(consumers, codec, switches);
        long end = System.nanoTime() + properties.waitFor().toNanos();
        startup.untilDone("switches", () -> {
            if (!follower.hasCaughtUp() && System.nanoTime() < end) {
                throw new IllegalStateException("not read yet");
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

    /** After all beans are there: those who listen may need much, and signs are looked at from the beginning. */
    @Bean
    SmartInitializingSingleton signListeners(Signs signs, ObjectProvider<SignListener> listeners) {
        return () -> listeners.orderedStream().forEach(signs::tell);
    }

    @Bean
    Witnesses signWitnesses() {
        return new Witnesses();
    }

    /** The parts of it that a service on Spring MVC shows. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class OnServlets {
        @Bean
        InternalSwitches internalSwitches(Switches switches) {
            return new InternalSwitches(switches);
        }

        @Bean
        InternalRules switchRules(SwitchesProperties properties) {
            return requests -> requests.requestMatchers("/internal/switches")
                    .hasAuthority(ServiceTokenVerifier.AUTHORITY_PREFIX + properties.toldBy());
        }

        @Bean
        FilterRegistrationBean<AuditFilter> auditFilter(AuditTrail trail, RefusedCalls problems) {
            FilterRegistrationBean<AuditFilter> registration =
                    new FilterRegistrationBean<>(new AuditFilter(trail, problems));
            registration.addUrlPatterns("/ops/*");
            registration.setOrder(Ordered.LOWEST_PRECEDENCE);
            return registration;
        }
    }
}
