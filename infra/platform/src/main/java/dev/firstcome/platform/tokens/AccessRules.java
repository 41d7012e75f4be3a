package dev.firstcome.platform.tokens;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/**
 * What a service lets in beside the platform's rules: health, metrics and the API document are open (they are not
 * routed to clients), {@code /ops/**} needs the role OPERATOR, everything else a valid token.
 */
@FunctionalInterface
public interface AccessRules {
    void apply(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests);
}
