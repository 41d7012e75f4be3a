package dev.firstcome.user.edge.web;

import dev.firstcome.platform.tokens.AccessRules;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.stereotype.Component;

/** The calls by which someone without a token gets one, and the keys that verify it. */
@Component
final class OpenCalls implements AccessRules {
    @Override
    public void apply(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(HttpMethod.POST, "/api/users", "/api/sessions", "/api/sessions/refresh")
                .permitAll();
        requests.requestMatchers(HttpMethod.GET, "/.well-known/jwks.json").permitAll();
    }
}
