package dev.firstcome.platform.tokens;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/**
 * The access rules of a service in addition to the rules of the platform. Health and the API document are public, since
 * the gateway does not route them. {@code /ops/**} and the other actuator endpoints need the role OPERATOR, all other
 * endpoints a valid token.
 */
@FunctionalInterface
public interface AccessRules {
    void apply(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests);

    /**
     * The rules that admit services to internal endpoints, such as
     * {@code requestMatchers("/internal/…").hasAuthority("SERVICE_…")}. Endpoints without a rule are denied.
     */
    @FunctionalInterface
    public interface InternalAccessRules {
        void apply(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests);
    }
}
