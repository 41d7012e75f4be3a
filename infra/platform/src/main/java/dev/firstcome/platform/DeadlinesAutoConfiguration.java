package dev.firstcome.platform;

import dev.firstcome.platform.audit.OperatorPaths;
import dev.firstcome.platform.deadlines.RequestDeadlineFilter;
import dev.firstcome.platform.problems.SecurityProblemHandler;
import dev.firstcome.platform.streams.HeadRequestInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Deadlines of requests, and the refusal of {@code HEAD} on streams, for services on Spring MVC. */
@AutoConfiguration(after = ServletAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class DeadlinesAutoConfiguration implements WebMvcConfigurer {
    /** Behind the filters that measure requests, and before security: a late request costs as little as possible. */
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    FilterRegistrationBean<RequestDeadlineFilter> requestDeadlineFilter(
            SecurityProblemHandler problems, MeterRegistry meters) {
        FilterRegistrationBean<RequestDeadlineFilter> registration = new FilterRegistrationBean<>(
                new RequestDeadlineFilter(problems, meters, OperatorPaths::include, System::nanoTime));
        registration.setOrder(ORDER);
        return registration;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HeadRequestInterceptor());
    }
}
