package dev.firstcome.platform.web;

import dev.firstcome.platform.deadlines.RequestDeadline;
import dev.firstcome.platform.deadlines.RequestDeadlineFilter;
import dev.firstcome.platform.problems.ProblemAdvice;
import dev.firstcome.platform.problems.SecurityProblemHandler;
import dev.firstcome.platform.shards.GuardedDataSource;
import dev.firstcome.platform.tokens.AccessRules;
import dev.firstcome.platform.tokens.AccessRules.InternalAccessRules;
import dev.firstcome.platform.tokens.AccessTokens;
import dev.firstcome.platform.tokens.CurrentUserArgumentResolver;
import dev.firstcome.platform.tokens.ServiceTokenVerifier;
import dev.firstcome.platform.tokens.TokensAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import tools.jackson.databind.ObjectMapper;

/** Auto-configures security, problem documents, request deadlines and argument resolvers of services on Spring MVC. */
@AutoConfiguration(
        before = {WebMvcAutoConfiguration.class, OAuth2ResourceServerAutoConfiguration.class},
        after = TokensAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Import({ProblemAdvice.class, StrictUuidAdvice.class})
public class ServletAutoConfiguration implements WebMvcConfigurer {
    /** After the filters that measure requests and before security, so that a late request costs as little as possible. */
    private static final int DEADLINE_FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CurrentUserArgumentResolver());
    }

    @Bean
    LocaleResolver localeResolver() {
        AcceptHeaderLocaleResolver resolver = new AcceptHeaderLocaleResolver();
        resolver.setSupportedLocales(List.of(Locale.ENGLISH, Locale.KOREAN));
        resolver.setDefaultLocale(Locale.ENGLISH);
        return resolver;
    }

    /**
     * Admits only service tokens to {@code /internal/**}. Endpoints without an {@link InternalAccessRules} rule are
     * denied.
     */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain internalSecurityFilterChain(
            HttpSecurity http,
            ObjectProvider<InternalAccessRules> rules,
            ObjectProvider<ServiceTokenVerifier> verifiers,
            SecurityProblemHandler problems) {
        stateless(http, problems).securityMatcher("/internal/**").authorizeHttpRequests(requests -> {
            rules.orderedStream().forEach(rule -> rule.apply(requests));
            requests.anyRequest().denyAll();
        });
        verifiers.ifAvailable(verifier -> http.oauth2ResourceServer(server -> server.authenticationEntryPoint(problems)
                .accessDeniedHandler(problems)
                .jwt(jwt -> jwt.decoder(verifier.decoder())
                        .jwtAuthenticationConverter(ServiceTokenVerifier.authentication()))));
        return http.build();
    }

    /** Rejects unreadable requests before authentication. */
    @Bean
    RequestSyntaxFilter requestSyntaxFilter(SecurityProblemHandler problems) {
        return new RequestSyntaxFilter(problems);
    }

    /** Requests of operators are rejected at their first effect only, because the audit trail contains each of them. */
    @Bean
    FilterRegistrationBean<RequestDeadlineFilter> requestDeadlineFilter(
            SecurityProblemHandler problems, MeterRegistry meters) {
        FilterRegistrationBean<RequestDeadlineFilter> registration = new FilterRegistrationBean<>(
                new RequestDeadlineFilter(problems, meters, OperatorPaths::include, System::nanoTime));
        registration.setOrder(DEADLINE_FILTER_ORDER);
        return registration;
    }

    /** Runs after Spring Boot's own customizer, so that this valve is the one that writes the report. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemErrorReports() {
        return factory -> factory.addContextCustomizers(context -> {
            StandardHost host = (StandardHost) context.getParent();
            host.setErrorReportValveClass(ProblemErrorReportValve.class.getName());
            host.getPipeline().addValve(new ProblemErrorReportValve());
        });
    }

    @Bean
    SecurityProblemHandler securityProblemHandler(MessageSource messages, ObjectMapper json, MeterRegistry meters) {
        return new SecurityProblemHandler(messages, json, meters);
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            ObjectProvider<AccessRules> rules,
            ObjectProvider<JwtDecoder> decoders,
            SecurityProblemHandler problems) {
        stateless(http, problems).authorizeHttpRequests(requests -> {
            requests.requestMatchers("/actuator/health/**", "/v3/api-docs/**", "/error")
                    .permitAll();
            requests.requestMatchers("/ops/**", "/actuator/**").hasRole("OPERATOR");
            rules.orderedStream().forEach(rule -> rule.apply(requests));
            requests.anyRequest().authenticated();
        });
        decoders.ifAvailable(decoder -> http.oauth2ResourceServer(server -> server.authenticationEntryPoint(problems)
                .accessDeniedHandler(problems)
                .jwt(jwt -> jwt.decoder(decoder).jwtAuthenticationConverter(AccessTokens.authentication()))));
        return http.build();
    }

    /** Disables sessions, CSRF protection and login forms, since each call has a bearer token. */
    public static HttpSecurity stateless(HttpSecurity http, SecurityProblemHandler problems) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(exceptions ->
                        exceptions.authenticationEntryPoint(problems).accessDeniedHandler(problems));
    }

    /** Checks the deadline before transactions that write, in services with a sharded database. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DelegatingDataSource.class)
    static class DeadlineGuard {
        @Bean
        GuardedDataSource.Guard requestDeadlineGuard() {
            return RequestDeadline::requireTime;
        }
    }
}
