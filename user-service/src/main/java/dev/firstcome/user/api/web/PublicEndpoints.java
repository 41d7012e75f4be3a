package dev.firstcome.user.api.web;

import dev.firstcome.platform.tokens.AccessRules;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.stereotype.Component;

/** Permits the endpoints that need no access token: sign-up, sign-in, refresh and the public keys. */
@Component
final class PublicEndpoints implements AccessRules {
    @Override
    public void apply(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(HttpMethod.POST, "/api/users", "/api/sessions", "/api/sessions/refresh")
                .permitAll();
        requests.requestMatchers(HttpMethod.GET, "/.well-known/jwks.json").permitAll();
    }
}
