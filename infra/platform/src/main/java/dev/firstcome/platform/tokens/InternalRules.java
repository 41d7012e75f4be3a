package dev.firstcome.platform.tokens;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/**
 * Which service may call which internal address: {@code requestMatchers("/internal/…").hasAuthority("SERVICE_…")}. An
 * address without a rule is closed to all.
 */
@FunctionalInterface
public interface InternalRules {
    void apply(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests);
}
