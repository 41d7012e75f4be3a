package dev.firstcome.user.api.web;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import dev.firstcome.platform.tokens.AccessRules;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/** Permits the endpoints that need no access token: sign-up, sign-in, refresh and the public keys. */
@Component
final class PublicEndpoints implements AccessRules {
    private static final RequestMatcher ENDPOINTS = new OrRequestMatcher(
            pathPattern(HttpMethod.POST, "/api/users"),
            pathPattern(HttpMethod.POST, "/api/sessions"),
            pathPattern(HttpMethod.POST, "/api/sessions/refresh"),
            pathPattern(HttpMethod.GET, "/.well-known/jwks.json"));

    @Override
    public void apply(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(ENDPOINTS).permitAll();
    }

    boolean contains(HttpServletRequest request) {
        return ENDPOINTS.matches(request);
    }
}
