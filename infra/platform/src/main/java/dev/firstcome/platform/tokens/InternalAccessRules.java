package dev.firstcome.platform.tokens;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/**
 * The rules that admit services to internal endpoints, such as
 * {@code requestMatchers("/internal/…").hasAuthority("SERVICE_…")}. Endpoints without a rule are denied.
 */
@FunctionalInterface
public interface InternalAccessRules {
    void apply(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests);
}
