package dev.firstcome.platform.audit;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.problems.SecurityProblemHandler;
import dev.firstcome.platform.publisher.PlatformPublisher;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Auto-configures the audit trail of a process, and its filter in services on Spring MVC. */
@AutoConfiguration
public class AuditAutoConfiguration {
    @Bean(destroyMethod = "close")
    AuditTrail auditTrail(PlatformPublisher publisher, EventCodec codec, Environment environment, Clock clock) {
        return new AuditTrail(environment.getRequiredProperty("spring.application.name"), publisher, codec, clock);
    }

    /** Adds the filter of operator requests. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class ServletConfiguration {
        /** Runs after the security filters, so only requests of operators are audited. */
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
